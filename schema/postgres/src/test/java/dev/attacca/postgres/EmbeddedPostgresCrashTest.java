package dev.attacca.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.attacca.postgres.EmbeddedPostgres.Options;
import dev.attacca.postgres.testing.ScratchDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Kill -9 of either process. The promise is two seconds; the tests allow ten, because machines that run tests are slow at the
 * worst moment, and print what it was.
 */
class EmbeddedPostgresCrashTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int ROWS_BEFORE_THE_KILL = 500;

    /** On two processors the common pool has one thread, and since JDK 25 it is what runAsync uses: both sides must run at once. */
    private static final Executor OWN_THREAD = task -> new Thread(task).start();

    private final ScratchDirectory scratch = ScratchDirectory.create();
    private final Path data = scratch.path("data");

    @AfterEach
    void deleteScratch() {
        scratch.close();
    }

    @Test
    void theServerDiesWithItsJvm() throws Exception {
        try (SecondJvm jvm = SecondJvm.start(data)) {
            assertThat(jvm.nextLine()).startsWith("ready ");
            jvm.awaitAcknowledgements(ROWS_BEFORE_THE_KILL);
            ServerProcesses processes = new ServerProcesses(data.toRealPath().resolve("cluster"));
            assertThat(processes.alive()).isNotEmpty();

            long killed = System.nanoTime();
            jvm.killAndReadLastAcknowledged();

            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .untilAsserted(() -> assertThat(processes.alive()).isEmpty());
            print("kill -9 of the JVM, until no server process was left", killed);
        }
    }

    @Test
    void reopensAfterTheDeathOfItsJvmWithEveryAcknowledgedRow() throws Exception {
        try (SecondJvm jvm = SecondJvm.start(data)) {
            assertThat(jvm.nextLine()).startsWith("ready ");
            jvm.awaitAcknowledgements(ROWS_BEFORE_THE_KILL);

            long killed = System.nanoTime();
            long last = jvm.killAndReadLastAcknowledged();

            // At once: the old server may still be stopping.
            try (EmbeddedPostgres server = EmbeddedPostgres.start(Options.of(data))) {
                String rows = Sql.value(server, "SELECT count(*) || ' up to ' || max(n) FROM acknowledged");
                Duration took = print("kill -9 of the JVM, until the rows were read again", killed);
                assertThat(took).isLessThan(PATIENCE);
                assertEveryRow(rows, last);
            }
        }
    }

    @Test
    void comesBackByItselfAfterTheDeathOfTheServerWithEveryAcknowledgedRow() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(Postmaster.class);
        logger.addAppender(log);
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Options.of(data))) {
            Sql.execute(server, "CREATE TABLE acknowledged (n bigint PRIMARY KEY)");
            AtomicLong last = new AtomicLong();
            CompletableFuture<Void> writer =
                    CompletableFuture.runAsync(() -> writeUntilItFails(server, last), OWN_THREAD);
            // Deaf to the death of its server until its query is over, and in the way of the next one.
            CompletableFuture<Void> busy = CompletableFuture.runAsync(() -> computeUntilItFails(server), OWN_THREAD);
            await().until(() -> last.get() > ROWS_BEFORE_THE_KILL && computing(server));
            long postmaster = serverPid();

            long killed = System.nanoTime();
            Launcher.signal(postmaster, "KILL");

            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .ignoreExceptions()
                    .until(() -> serverPid() != postmaster
                            && Sql.value(server, "SELECT 1").equals("1"));
            print("kill -9 of the server, until it answered again", killed);
            writer.get(10, TimeUnit.SECONDS);
            busy.get(10, TimeUnit.SECONDS);
            assertEveryRow(Sql.value(server, "SELECT count(*) || ' up to ' || max(n) FROM acknowledged"), last.get());
            assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage))
                    .contains("PostgreSQL ended by itself (exit status 137); starting it again on port " + server.port()
                            + ", see " + data.toRealPath().resolve("postgresql.log"));
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void doesNotComeBackAfterItWasClosed() throws Exception {
        EmbeddedPostgres server = EmbeddedPostgres.start(Options.of(data));
        ServerProcesses processes = new ServerProcesses(data.toRealPath().resolve("cluster"));
        assertThat(processes.alive()).isNotEmpty();

        server.close();
        server.close();

        assertThat(processes.alive()).isEmpty();
        assertThat(data.resolve("cluster/postmaster.pid")).doesNotExist();
        assertThatThrownBy(() -> Sql.connect(server)).isInstanceOf(SQLException.class);
    }

    @Test
    void stopsAServerThatAnEarlierProcessLeftRunning() throws Exception {
        int port;
        try (EmbeddedPostgres first = EmbeddedPostgres.start(Options.of(data))) {
            port = first.port();
        }
        DataDirectory directory = DataDirectory.claim(data);
        PostgresBinaries binaries = PostgresBinaries.unpacked(null, directory);
        Process left = Launcher.of(directory.account())
                .builder(
                        "INT",
                        List.of(
                                binaries.program("postgres").toString(),
                                "-D",
                                directory.cluster().toString(),
                                "--port=" + port,
                                "--listen_addresses=127.0.0.1",
                                "--unix_socket_directories="))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().until(this::serverReady);
        directory.close();

        try (EmbeddedPostgres server = EmbeddedPostgres.start(Options.of(data))) {
            assertThat(left.waitFor()).isZero();
            assertThat(server.port()).isEqualTo(port);
            assertThat(Sql.value(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void isNotFooledByAProcessNumberThatIsSomebodyElsesByNow() throws Exception {
        EmbeddedPostgres.start(Options.of(data)).close();
        writePidFile(ProcessHandle.current().pid());

        try (EmbeddedPostgres server = EmbeddedPostgres.start(Options.of(data))) {
            assertThat(Sql.value(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void isNotFooledByAZombie() throws Exception {
        EmbeddedPostgres.start(Options.of(data)).close();
        // The shell becomes a program that never asks how its child ended.
        Process parent = new ProcessBuilder("/bin/sh", "-c", "sleep 1 & echo $!; exec sleep 600").start();
        try {
            long zombie =
                    Long.parseLong(parent.inputReader(StandardCharsets.US_ASCII).readLine());
            await().until(() ->
                    Files.readString(Path.of("/proc/" + zombie + "/stat")).contains(") Z "));
            writePidFile(zombie);

            try (EmbeddedPostgres server = EmbeddedPostgres.start(Options.of(data))) {
                assertThat(Sql.value(server, "SELECT 1")).isEqualTo("1");
            }
        } finally {
            parent.destroyForcibly();
        }
    }

    private void writePidFile(long pid) throws IOException {
        Files.writeString(
                data.resolve("cluster/postmaster.pid"),
                pid + "\n" + data.resolve("cluster") + "\n1700000000\n20000\n\n127.0.0.1\n0 0\nready   \n");
    }

    private static void assertEveryRow(String rows, long lastAcknowledged) {
        String[] countAndMaximum = rows.split(" up to ", 2);
        // One row may have been committed whose acknowledgement was on its way; none before it may be missing.
        assertThat(Long.parseLong(countAndMaximum[1])).isBetween(lastAcknowledged, lastAcknowledged + 1);
        assertThat(countAndMaximum[0]).isEqualTo(countAndMaximum[1]);
        assertThat(lastAcknowledged).isGreaterThanOrEqualTo(ROWS_BEFORE_THE_KILL);
    }

    private static void writeUntilItFails(EmbeddedPostgres server, AtomicLong last) {
        try (Connection connection = Sql.connect(server);
                PreparedStatement insert = connection.prepareStatement("INSERT INTO acknowledged VALUES (?)")) {
            while (true) {
                insert.setLong(1, last.get() + 1);
                insert.executeUpdate();
                last.incrementAndGet();
            }
        } catch (SQLException e) {
            System.out.println("the writer ended: " + e.getMessage());
        }
    }

    private static void computeUntilItFails(EmbeddedPostgres server) {
        try (Connection connection = Sql.connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b");
        } catch (SQLException e) {
            System.out.println("the computation ended: " + e.getMessage());
        }
    }

    private static boolean computing(EmbeddedPostgres server) throws SQLException {
        return Sql.value(
                        server,
                        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%generate_series%'"
                                + " AND pid <> pg_backend_pid()")
                .equals("1");
    }

    private boolean serverReady() throws IOException {
        PostmasterPid state = PostmasterPid.read(data.resolve("cluster"));
        return state != null && state.ready();
    }

    private long serverPid() throws IOException {
        PostmasterPid state = PostmasterPid.read(data.resolve("cluster"));
        return state == null ? -1 : state.pid();
    }

    private static Duration print(String what, long since) {
        Duration took = Duration.ofNanos(System.nanoTime() - since);
        System.out.println(what + ": " + took.toMillis() + " ms");
        return took;
    }
}
