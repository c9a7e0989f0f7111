package dev.attacca.benchmarks.stored.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.benchmarks.stored.server.BenchServer;
import dev.attacca.benchmarks.stored.server.Login;
import dev.attacca.benchmarks.stored.subject.Operation;
import dev.attacca.benchmarks.stored.subject.Subjects;
import dev.attacca.postgres.testing.TestDatabase;
import dev.attacca.postgres.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundsTest {
    @TempDir
    private Path folder;

    @Test
    void a_subject_in_a_process_of_its_own_is_measured_and_drawn() throws Exception {
        List<Cell> cells = List.of(
                new Cell(Subjects.JDBC, Operation.FIND, 2, null), new Cell(Subjects.JDBC, Operation.UPDATE, 2, true));
        List<String> said = new ArrayList<>();
        try (TestDatabase database = TestPostgres.database();
                BenchServer server =
                        BenchServer.at(new Login(database.jdbcUrl(), database.user(), database.password()));
                Rounds rounds =
                        new Rounds(new Plan(cells, new Plan.Warming(50, 1, 1), 1, 0, 50), server, null, said::add)) {
            rounds.run();

            assertThat(rounds.failed()).as("%s", said).isEmpty();
            assertThat(rounds.rows())
                    .extracting(Row::operation, Row::connections)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("find", 2),
                            org.assertj.core.groups.Tuple.tuple("update", 2));
            assertThat(rounds.rows()).allSatisfy(row -> {
                assertThat(row.opsPerSecond()).isPositive();
                assertThat(row.p99us()).isGreaterThanOrEqualTo(row.p50us()).isPositive();
                assertThat(row.cpuUsPerOp()).isNotNegative();
            });
            assertThat(new Drawings(folder, "stored", rounds.rows()).write())
                    .allSatisfy(file -> assertThat(Files.readString(file)).contains(">find, 2 connections<", ">jdbc<"));
        }
    }

    @Test
    void who_does_not_write_what_he_says_is_refused() {
        assertThatCode(() -> Measurer.counted(Operation.UPDATE, 10, 10)).doesNotThrowAnyException();
        assertThatCode(() -> Measurer.counted(Operation.FIND, 10, 0)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Measurer.counted(Operation.UPDATE, 10, 9))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "update: said to be done 10 times, and rows were written 9 times (expected: written 10 times)");
        assertThatThrownBy(() -> Measurer.counted(Operation.FIND, 10, 1))
                .hasMessage(
                        "find: said to be done 10 times, and rows were written 1 times (expected: written 0 times)");
        assertThatThrownBy(() -> Measurer.counted(Operation.UPDATE, 0, 0)).hasMessageContaining("done at all");
    }
}
