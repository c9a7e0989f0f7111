package dev.attacca.benchmarks.stored.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.benchmarks.stored.load.Load;
import dev.attacca.benchmarks.stored.server.BenchServer;
import dev.attacca.benchmarks.stored.server.Login;
import dev.attacca.benchmarks.stored.subject.Operation.Effect;
import dev.attacca.conductor.database.ConnectionPool;
import dev.attacca.postgres.testing.TestDatabase;
import dev.attacca.postgres.testing.TestPostgres;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubjectsTest {
    private static final int CALLERS = 3;

    private TestDatabase database;
    private BenchServer server;

    @BeforeAll
    void fill() throws Exception {
        database = TestPostgres.database();
        server = BenchServer.at(new Login(database.jdbcUrl(), database.user(), database.password()));
    }

    @AfterAll
    void drop() throws Exception {
        server.close();
        database.close();
    }

    private static Stream<Arguments> whatTheyDo() {
        return Subjects.names().stream()
                .flatMap(name -> Subjects.of(name).operations().stream()
                        .sorted()
                        .map(operation -> Arguments.of(name, operation)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("whatTheyDo")
    void each_does_what_it_says_and_nothing_else(String name, Operation operation) throws Exception {
        boolean creates = operation.effect() == Effect.CREATES;
        long before = server.writes();
        long times;
        Login login = creates ? server.made() : server.rows();
        int callers = creates ? 1 : CALLERS;
        try (ConnectionPool pool = login.pool(callers, false, name.equals(Subjects.BATCH));
                Subject.Session session = Subjects.of(name).open(pool)) {
            Load load = Load.start(session, operation, callers);
            load.open();
            Awaitility.await().until(() -> load.measured() > (creates ? 0 : 10));
            times = load.stop().times();
        }

        assertThat(times).isPositive();
        assertThat(server.writes() - before).isEqualTo(operation.effect() == Effect.WRITES ? times : 0);
    }

    @Test
    void every_operation_is_done_by_somebody_and_ours_does_all_that_is_promised() {
        Set<Operation> done = EnumSet.noneOf(Operation.class);
        Subjects.names().forEach(name -> done.addAll(Subjects.of(name).operations()));

        assertThat(done).containsExactlyInAnyOrder(Operation.values());
        assertThat(Subjects.of(Subjects.ATTACCA).operations())
                .contains(Operation.FIND, Operation.UPDATE, Operation.SAVE, Operation.CREATE, Operation.READ_LIVE);
    }

    @Test
    void callers_share_all_rows_and_none_twice() {
        assertThat(Stream.of(new Share(0, 3), new Share(1, 3), new Share(2, 3)).flatMap(share -> share.keys().stream()))
                .containsExactlyInAnyOrder(Share.allKeys());
    }

    @Test
    void who_is_not_known_is_told_of_those_who_are() {
        assertThatThrownBy(() -> Subjects.of("mybatis"))
                .hasMessage("subject: mybatis (expected: one of " + Subjects.names() + ")");
        assertThatThrownBy(() -> Operation.of("drop"))
                .hasMessageStartingWith("operation: drop (expected: one of [find,");
    }
}
