package dev.attacca.benchmarks.stored.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.postgres.testing.TestDatabase;
import dev.attacca.postgres.testing.TestPostgres;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class PgbenchTest {
    @Test
    void the_program_is_the_named_one_or_none() {
        assertThat(Pgbench.program(Map.of("PGBENCH", "/nowhere/pgbench"))).isNull();
        assertThat(Pgbench.program(Map.of("PGBENCH", "/bin/sh"))).isEqualTo(Path.of("/bin/sh"));
    }

    @Test
    void each_of_its_transactions_writes_a_row() throws Exception {
        Path program = Pgbench.program(System.getenv());
        Assumptions.assumeTrue(program != null, "pgbench is not installed; the benchmark says so, too");
        try (TestDatabase database = TestPostgres.database();
                BenchServer server =
                        BenchServer.at(new Login(database.jdbcUrl(), database.user(), database.password()))) {
            Pgbench.Run run = Pgbench.of(program, server).run(2, false, 1);

            assertThat(run.transactions()).isPositive().isEqualTo(server.writes());
            assertThat(run.perSecond()).isPositive();
            assertThat(run.latencies().percentile(0.5)).isPositive();
            assertThat(run.cpuNanos()).isPositive();
            assertThat(run.serverNanos()).isNaN();
        }
    }
}
