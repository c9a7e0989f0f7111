package dev.attacca.conductor;

import static dev.attacca.conductor.Together.agent;
import static dev.attacca.conductor.Together.createFlavor;
import static dev.attacca.conductor.Together.flavors;
import static dev.attacca.conductor.Together.slowDown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attacca.Attacca;
import dev.attacca.conductor.broken.BrokenDomain;
import dev.attacca.postgres.testing.ScratchDirectory;
import dev.attacca.postgres.testing.TestDatabase;
import dev.attacca.postgres.testing.TestPostgres;
import dev.attacca.registry.ObjectDomain;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConductorMainTest {
    private static final String SECRET = "wr0ng-s3cret";

    private final TestDatabase database = TestPostgres.database();

    @TempDir
    private Path folder;

    @AfterEach
    void drop() {
        database.close();
    }

    private ConductorJvm over(String... more) {
        return over(Map.of(), "", more);
    }

    private ConductorJvm over(Map<String, String> environment, String classPathPrefix, String... more) {
        String[] arguments = new String[more.length + 6];
        System.arraycopy(
                new String[] {
                    "--listen", "127.0.0.1:0", "--jdbc-url", database.jdbcUrl(), "--jdbc-user", database.user()
                },
                0,
                arguments,
                0,
                6);
        System.arraycopy(more, 0, arguments, 6, more.length);
        return ConductorJvm.start(folder, environment, classPathPrefix, arguments);
    }

    private Map<String, String> password() {
        return Map.of("ATTACCA_CONDUCTOR_JDBC_PASSWORD", database.password());
    }

    /** One message, which is all that a person has to read: the last lines, without a stack. */
    private static void assertRefused(ConductorJvm conductor, int exitCode, String message)
            throws InterruptedException {
        assertThat(conductor.awaitExit()).as(conductor.err()).isEqualTo(exitCode);
        assertThat(conductor.err()).endsWith("conductor: " + message + "\n").doesNotContain("\tat ", "Exception");
        assertThat(conductor.out()).isEmpty();
    }

    @Test
    void help_and_version_are_no_failures() throws Exception {
        try (ConductorJvm help = ConductorJvm.start(folder, "--help");
                ConductorJvm version = ConductorJvm.start(folder, "--version")) {
            assertThat(help.awaitExit()).isZero();
            assertThat(help.out())
                    .startsWith("Usage: conductor [--<setting> <value>]...")
                    .contains(
                            "--jdbc-url=<value>", "--pool-size=<value>", "(default: 127.0.0.1:7400)", "Exit codes: 0");
            assertThat(version.awaitExit()).isZero();
            assertThat(version.out()).startsWith("attacca conductor ");
        }
    }

    @Test
    void an_unknown_flag_is_refused_with_the_nearest_one() throws Exception {
        try (ConductorJvm conductor = ConductorJvm.start(folder, "--listn", "127.0.0.1:0")) {
            assertRefused(
                    conductor,
                    2,
                    "configuration: --listn: unknown (expected: a flag that exists; did you mean --listen?)");
        }
    }

    @Test
    void a_flag_without_its_value_and_a_bad_value_are_refused() throws Exception {
        try (ConductorJvm without = ConductorJvm.start(folder, "--listen");
                ConductorJvm bad = ConductorJvm.start(folder, "--listen=nowhere")) {
            assertRefused(
                    without,
                    2,
                    "configuration: Missing required parameter for option '--listen' (<value>) (expected: each flag once,"
                            + " with its value; --help lists them)");
            assertRefused(
                    bad,
                    2,
                    "configuration: listen: 'nowhere' from flag --listen (expected: an address host:port of this machine,"
                            + " such as 127.0.0.1:7400; port 0 for any)");
        }
    }

    @Test
    void a_port_in_use_is_named_with_the_way_out() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ConductorJvm conductor = over(password(), "", "--listen", "127.0.0.1:" + taken.getLocalPort())) {
            assertThat(conductor.awaitExit()).isEqualTo(2); // The same flag twice.
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ConductorJvm conductor =
                        over(password(), "", "--health-port", Integer.toString(taken.getLocalPort()))) {
            assertRefused(
                    conductor,
                    3,
                    "health-port: " + taken.getLocalPort()
                            + " cannot be listened on: Address already in use (expected: a free"
                            + " port); stop the process that listens there, or choose another port, 0 for any, or off");
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ConductorJvm conductor = ConductorJvm.start(
                        folder,
                        password(),
                        "",
                        "--listen=127.0.0.1:" + taken.getLocalPort(),
                        "--jdbc-url=" + database.jdbcUrl(),
                        "--jdbc-user=" + database.user())) {
            assertRefused(
                    conductor,
                    3,
                    "port: " + taken.getLocalPort()
                            + " is in use on 127.0.0.1 (expected: a free port); stop the process that"
                            + " listens there, or choose another port, or 0 for any");
        }
    }

    @Test
    void a_database_that_is_not_there_a_wrong_name_and_a_wrong_password_are_told_apart() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String nowhere = database.jdbcUrl().replaceFirst("[^/]+$", "nowhere");
        Path wrong = Files.writeString(folder.resolve("password"), SECRET);
        try (ConductorJvm away = ConductorJvm.start(folder, "--jdbc-url=jdbc:postgresql://127.0.0.1:" + port + "/x");
                ConductorJvm misnamed = ConductorJvm.start(
                        folder, password(), "", "--jdbc-url=" + nowhere, "--jdbc-user=" + database.user());
                ConductorJvm locked = over("--jdbc-password-file", wrong.toString());
                ConductorJvm lockedByUrl = ConductorJvm.start(
                        folder,
                        "--jdbc-url=" + database.jdbcUrl() + "?user=" + database.user() + "&password=" + SECRET)) {
            assertThat(away.awaitExit()).isEqualTo(4);
            assertThat(away.err())
                    .contains("conductor: database: jdbc:postgresql://127.0.0.1:" + port + "/x cannot be reached: ")
                    .endsWith("(expected: a PostgreSQL server that answers at 127.0.0.1:" + port
                            + "); start it, or correct jdbc-url\n")
                    .doesNotContain("\tat ");
            assertRefused(
                    misnamed,
                    4,
                    "database: " + nowhere
                            + ": there is no database nowhere (expected: one that exists); correct jdbc-url, or"
                            + " CREATE DATABASE nowhere OWNER " + database.user());
            for (ConductorJvm refused : List.of(locked, lockedByUrl)) {
                assertRefused(
                        refused,
                        4,
                        "database: " + database.jdbcUrl() + " refuses user " + database.user()
                                + " (expected: a role that may log in, with its password); correct jdbc-user, or the password"
                                + " in jdbc-password-file or ATTACCA_CONDUCTOR_JDBC_PASSWORD");
                assertThat(refused.err()).doesNotContain(SECRET);
            }
        }
    }

    @Test
    void a_database_of_something_else_is_refused_and_left_as_it_was() throws Exception {
        Together.execute(database.dataSource(), "CREATE TABLE customers (id int)");
        try (ConductorJvm conductor = over(password(), "")) {
            assertRefused(
                    conductor,
                    4,
                    "database: " + database.jdbcUrl() + ": it belongs to something else, with tables such as customers"
                            + " (expected: an empty database or one that a conductor made; name another database in jdbc-url)");
        }
    }

    @Test
    void migrations_that_do_not_fit_are_refused() throws Exception {
        try (Conductor conductor = Conductor.start(Together.over(database))) {
            assertThat(conductor.port()).isPositive();
        }
        Together.execute(database.dataSource(), "UPDATE attacca_migrations SET checksum = 'other' WHERE ordinal = 2");

        try (ConductorJvm conductor = over(password(), "")) {
            assertThat(conductor.awaitExit()).isEqualTo(4);
            assertThat(conductor.err())
                    .contains(
                            "conductor: migrations: 1 problem\n  compute V0002__add_availability_zone.sql: changed since")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void a_registry_with_problems_is_refused_with_all_of_them() throws Exception {
        Path services = Files.createDirectories(folder.resolve("broken/META-INF/services"));
        Files.writeString(services.resolve(ObjectDomain.class.getName()), BrokenDomain.class.getName());

        try (ConductorJvm conductor = over(password(), folder.resolve("broken") + File.pathSeparator)) {
            assertThat(conductor.awaitExit()).isEqualTo(5);
            assertThat(conductor.err())
                    .contains("conductor: registry: 2 problems\n", "\n  Forgetful.owner: ", "\n  Narrow 1.1 -> 1.0: ")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void a_domain_that_is_named_and_not_there_is_told() throws Exception {
        Path services = Files.createDirectories(folder.resolve("broken/META-INF/services"));
        Files.writeString(services.resolve(ObjectDomain.class.getName()), "dev.attacca.lost.LostDomain");

        try (ConductorJvm conductor = over(password(), folder.resolve("broken") + File.pathSeparator)) {
            assertThat(conductor.awaitExit()).isEqualTo(5);
            assertThat(conductor.err())
                    .contains(
                            "conductor: registry: 1 problem\n  domains: ",
                            "dev.attacca.lost.LostDomain",
                            "mend META-INF")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void a_data_directory_of_another_release_of_postgresql_is_refused_and_not_touched() throws Exception {
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            Path data = scratch.path("data");
            try (Conductor conductor = Conductor.start(ConductorConfig.read(
                    Map.of("listen", "127.0.0.1:0", "data-directory", data.toString()), Map.of()))) {
                assertThat(conductor.port()).isPositive();
            }
            Path version = data.resolve("cluster").resolve("PG_VERSION");
            Files.writeString(version, "14\n", StandardOpenOption.TRUNCATE_EXISTING);

            try (ConductorJvm conductor =
                    ConductorJvm.start(folder, "--listen=127.0.0.1:0", "--data-directory=" + data)) {
                assertThat(conductor.awaitExit()).isEqualTo(6);
                assertThat(conductor.err())
                        .contains("was written by PostgreSQL 14 (expected: PostgreSQL 18)")
                        .doesNotContain("\tat ");
            }
        }
    }

    @Test
    void asked_to_stop_it_finishes_what_runs_and_ends_with_0() throws Exception {
        Path ready = folder.resolve("ready.json");
        try (ConductorJvm conductor = over(password(), "", "--ready-file", ready.toString(), "--call-log", "-");
                Attacca agent = agent(conductor.awaitReady())) {
            assertThat(ready).exists();
            createFlavor(agent, "warm");
            slowDown(database.dataSource(), "1.5");
            CompletableFuture<Void> call = CompletableFuture.runAsync(() -> createFlavor(agent, "slow"));
            await().until(this::insertRuns);

            long begun = System.nanoTime();
            conductor.terminate();

            call.get(10, TimeUnit.SECONDS);
            assertThat(conductor.awaitExit()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
            assertThat(ready).doesNotExist();
            assertThat(conductor.out().lines().toList())
                    .hasSize(3)
                    .last()
                    .asString()
                    .startsWith("{\"time\":")
                    .contains("\"method\":\"Flavor.create\"");
            assertThat(conductor.err())
                    .contains("stopping")
                    .contains("stopped")
                    .doesNotContain("\tat ", "WARN", "ERROR");
            assertThat(flavors(database.dataSource())).containsExactly("warm", "slow");
        }
    }

    private boolean insertRuns() throws Exception {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND state = 'active' AND application_name LIKE 'attacca-conductor%'")) {
            rows.next();
            return rows.getLong(1) == 1;
        }
    }

    @Test
    void asked_to_stop_while_it_starts_it_ends_with_0_and_leaves_nothing_running() throws Exception {
        try (ScratchDirectory scratch = ScratchDirectory.create();
                ConductorJvm conductor = ConductorJvm.start(
                        folder, "--listen=127.0.0.1:0", "--data-directory=" + scratch.path("data"))) {
            await().atMost(Duration.ofSeconds(30)).until(() -> conductor.err().contains("initializing PostgreSQL"));

            conductor.terminate();

            assertThat(conductor.awaitExit()).as(conductor.err()).isZero();
            assertThat(conductor.out()).isEmpty();
            assertThat(ProcessHandle.allProcesses()
                            .filter(process -> process.info()
                                    .commandLine()
                                    .orElse("")
                                    .contains(scratch.path("data").toString())))
                    .isEmpty();
        }
    }

    @Test
    void killed_it_takes_its_server_along_and_the_next_one_has_every_acknowledged_row() throws IOException, Exception {
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            Path data = scratch.path("data");
            int port;
            try (ConductorJvm first = ConductorJvm.start(folder, "--listen=127.0.0.1:0", "--data-directory=" + data)) {
                port = first.awaitReady();
                try (Attacca agent = agent(port)) {
                    createFlavor(agent, "acknowledged");
                    first.kill();
                    try (ConductorJvm second =
                            ConductorJvm.start(folder, "--listen=127.0.0.1:" + port, "--data-directory=" + data)) {
                        // The same agent goes on by itself.
                        assertThat(second.awaitReady()).isEqualTo(port);
                        createFlavor(agent, "afterwards");
                        assertThat(second.isAlive()).isTrue();
                        second.terminate();
                        assertThat(second.awaitExit()).isZero();
                    }
                }
            }
            try (Conductor third = Conductor.start(ConductorConfig.read(
                    Map.of("listen", "127.0.0.1:0", "data-directory", data.toString()), Map.of()))) {
                var rows = new org.postgresql.ds.PGSimpleDataSource();
                rows.setUrl(third.databaseUrl());
                rows.setUser("attacca");
                rows.setPassword(Files.readString(data.resolve("password")).strip());
                assertThat(flavors(rows)).containsExactly("acknowledged", "afterwards");
            }
        }
    }
}
