package dev.attacca.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.attacca.error.ConfigurationException;
import dev.attacca.error.DatabaseUnavailableException;
import dev.attacca.postgres.EmbeddedPostgres.Options;
import dev.attacca.postgres.testing.ScratchDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest {
    private static final boolean ROOT = System.getProperty("user.name").equals("root");
    private static final long PID = ProcessHandle.current().pid();

    private final ScratchDirectory scratch = ScratchDirectory.create();
    private final Path data = scratch.path("data");

    @AfterEach
    void deleteScratch() {
        scratch.close();
    }

    @Test
    void rowsPortAndPasswordOutliveTheServer() throws SQLException {
        int port;
        String password;
        try (EmbeddedPostgres first = EmbeddedPostgres.start(Options.of(data))) {
            Sql.execute(first, "CREATE TABLE kept AS SELECT 'still here' AS note");
            port = first.port();
            password = first.password();
        }

        try (EmbeddedPostgres second = EmbeddedPostgres.start(Options.of(data))) {
            assertThat(Sql.value(second, "SELECT note FROM kept")).isEqualTo("still here");
            assertThat(second.port()).isEqualTo(port);
            assertThat(second.password()).isEqualTo(password);
            assertThat(second.jdbcUrl()).isEqualTo("jdbc:postgresql://127.0.0.1:" + port + "/attacca");
        }
    }

    @Test
    void writesThroughToTheDiskAndSpeaksUtf8InTheOrderOfCodePoints() throws SQLException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Options.of(data))) {
            assertThat(setting(server, "fsync")).isEqualTo("on");
            assertThat(setting(server, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(server, "full_page_writes")).isEqualTo("on");
            assertThat(setting(server, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(setting(server, "unix_socket_directories")).isEmpty();
            assertThat(setting(server, "client_connection_check_interval")).isEqualTo("1s");
            assertThat(setting(server, "tcp_user_timeout")).isEqualTo("10000");
            assertThat(setting(server, "server_encoding")).isEqualTo("UTF8");
            assertThat(
                            Sql.value(
                                    server,
                                    "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = 'attacca'"))
                    .isEqualTo("b C.UTF-8");
        }
    }

    private static String setting(EmbeddedPostgres server, String name) throws SQLException {
        // Of the configuration, not of this session, which pgjdbc has settings of its own for.
        return Sql.value(server, "SELECT current_setting('" + name + "')");
    }

    @Test
    void wantsThePasswordWhichOnlyItsOwnerCanRead() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Options.of(data))) {
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), server.user(), "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessage("FATAL: password authentication failed for user \"attacca\"");

            assertThat(Files.readAllLines(data.resolve("cluster/pg_hba.conf")))
                    .filteredOn(line -> !line.isBlank() && !line.startsWith("#"))
                    .isNotEmpty()
                    .allMatch(line -> line.endsWith(" scram-sha-256"));
            for (String secret : new String[] {"password", "postgresql.log"}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(secret))))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void runsUnderRootAsTheUnprivilegedUserWithoutGroups() throws IOException {
        assumeTrue(ROOT, "only root can run a server as another user");
        ServerAccount account = ServerAccount.unprivileged(Files.readAllLines(Path.of("/etc/passwd")));
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Options.of(data))) {
            Path status = Path.of("/proc", Long.toString(serverPid()), "status");
            String id = Integer.toString(account.uid());
            assertThat(Files.readAllLines(status))
                    .contains("Uid:\t" + String.join("\t", id, id, id, id))
                    .contains("Groups:\t ");
            assertThat(server.user()).isEqualTo("attacca");
        }
    }

    @Test
    void runsAsAnOrdinaryUserAndLaterUnderRootAsThatUser() throws Exception {
        assumeTrue(ROOT, "only root can become another user");
        Path home = scratch.path("nobody");
        Files.createDirectory(home);
        Files.setAttribute(home, "unix:uid", 65_534);
        Path nobodys = home.resolve("data");
        long last;
        try (SecondJvm nobody = SecondJvm.startAsNobody(nobodys, scratch.path("classes"))) {
            assertThat(nobody.nextLine()).startsWith("ready ");
            nobody.awaitAcknowledgements(10);
            last = nobody.killAndReadLastAcknowledged();
        }
        assertThat(Files.getOwner(nobodys.resolve("cluster")).getName()).isEqualTo("nobody");

        try (EmbeddedPostgres server = EmbeddedPostgres.start(Options.of(nobodys))) {
            assertThat(Long.parseLong(Sql.value(server, "SELECT max(n) FROM acknowledged")))
                    .isGreaterThanOrEqualTo(last);
        }
        assertThat(Files.getOwner(nobodys.resolve("cluster")).getName()).isEqualTo("nobody");
        assertThat(Files.getOwner(nobodys.resolve("postgresql.log")).getName()).isEqualTo("nobody");
    }

    @Test
    void movesToAnotherPortWhenItsOwnIsTaken() throws Exception {
        int port;
        try (EmbeddedPostgres first = EmbeddedPostgres.start(Options.of(data))) {
            port = first.port();
        }
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                EmbeddedPostgres second = EmbeddedPostgres.start(Options.of(data))) {
            assertThat(taken.getLocalPort()).isEqualTo(port);
            assertThat(second.port()).isNotEqualTo(port);
            assertThat(Sql.value(second, "SELECT 1")).isEqualTo("1");
            assertThat(Files.readString(data.resolve("port"))).isEqualTo(second.port() + "\n");
        }
    }

    @Test
    void refusesASecondOwnerFromTheSameProcessWithoutLosingTheLock() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Options.of(data))) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(Options.of(data)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage(inUse(PID));

            // A careless look at the lock file would have released the lock by now.
            try (SecondJvm second = SecondJvm.start(data)) {
                assertThat(second.nextLine()).isEqualTo("error " + inUse(PID));
            }
            assertThat(Sql.value(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void refusesADirectoryThatAnotherProcessOwns() throws Exception {
        try (SecondJvm owner = SecondJvm.start(data)) {
            assertThat(owner.nextLine()).startsWith("ready ");

            assertThatThrownBy(() -> EmbeddedPostgres.start(Options.of(data)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage(inUse(owner.pid()));
        }
        // Free again, and its server is gone, before the scratch directory is deleted.
        EmbeddedPostgres.start(Options.of(data)).close();
    }

    @Test
    void isNotTakenAwayByTheSecondCloseOfAnEarlierOwner() throws SQLException {
        EmbeddedPostgres earlier = EmbeddedPostgres.start(Options.of(data));
        earlier.close();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Options.of(data))) {
            earlier.close();

            assertThatThrownBy(() -> EmbeddedPostgres.start(Options.of(data))).hasMessage(inUse(PID));
            assertThat(Sql.value(server, "SELECT 1")).isEqualTo("1");
        }
    }

    private String inUse(long owner) {
        return "dataDirectory: " + data + " is in use by process " + owner
                + " (expected: one process per data directory); stop that process, or choose another directory";
    }

    @Test
    void refusesAClusterOfAnotherMajorVersionAndLeavesItAlone() throws IOException {
        EmbeddedPostgres.start(Options.of(data)).close();
        Path version = data.resolve("cluster/PG_VERSION");
        Files.writeString(version, "17\n");

        assertThatThrownBy(() -> EmbeddedPostgres.start(Options.of(data)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "dataDirectory: " + data + " was written by PostgreSQL 17 (expected: PostgreSQL 18); run the"
                                + " release that wrote it, or move its data into a new directory with pg_dump and pg_restore");

        Files.writeString(version, "18\n");
        EmbeddedPostgres.start(Options.of(data)).close();
    }

    @Test
    void refusesAClusterWithoutItsPassword() throws IOException {
        EmbeddedPostgres.start(Options.of(data)).close();
        Files.delete(data.resolve("password"));

        assertThatThrownBy(() -> EmbeddedPostgres.start(Options.of(data)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "password: " + data.resolve("password") + " is missing (expected: the password of the cluster"
                                + " beside it); put the file back from a backup");
    }

    @Test
    void refusesAClusterDirectoryThatIsNone() throws IOException {
        EmbeddedPostgres.start(Options.of(data)).close();
        Files.delete(data.resolve("cluster/PG_VERSION"));

        assertThatThrownBy(() -> EmbeddedPostgres.start(Options.of(data)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "dataDirectory: " + data.resolve("cluster") + " is not a PostgreSQL cluster (expected: the file"
                                + " PG_VERSION in it); restore it from a backup, or delete it to begin with an empty database");
    }

    @Test
    void namesTheDirectoryThatShutsTheServersUserOut() throws IOException {
        assumeTrue(ROOT, "only under root is the server's user another one");
        Path closed = Files.createDirectory(scratch.path("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        String user = ServerAccount.unprivileged(Files.readAllLines(Path.of("/etc/passwd")))
                .name();

        assertThatThrownBy(() -> EmbeddedPostgres.start(Options.of(closed.resolve("data"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("dataDirectory: " + closed.resolve("data") + " (expected: a directory that the user " + user
                        + " can reach, but " + closed + " is closed to it); run chmod o+x " + closed
                        + ", or choose another directory");
    }

    @Test
    void saysThatADirectoryCannotBeWritten() throws Exception {
        assumeTrue(ROOT, "needs a user whom a mode can keep out, beside one who can set it");
        Path readOnly = Files.createDirectory(scratch.path("read-only"));

        try (SecondJvm nobody = SecondJvm.startAsNobody(readOnly, scratch.path("classes"))) {
            assertThat(nobody.nextLine())
                    .isEqualTo("error dataDirectory: " + readOnly
                            + " (expected: a directory in which the user nobody may create files, but"
                            + " java.nio.file.AccessDeniedException: " + readOnly.resolve("owner.lock")
                            + "); change its owner or its mode, or choose another directory");
        }
    }

    @Test
    void saysThatAFileIsNoDirectory() throws IOException {
        Files.writeString(data, "not a directory");

        assertThatThrownBy(() -> EmbeddedPostgres.start(Options.of(data)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("dataDirectory: " + data + " (expected: a directory in which the user "
                        + System.getProperty("user.name")
                        + " may create files, but java.nio.file.NotDirectoryException: "
                        + data + "); change its owner or its mode, or choose another directory");
    }

    @Test
    void quotesTheServersLogWhenItDoesNotStart() throws IOException {
        EmbeddedPostgres.start(Options.of(data)).close();
        Files.writeString(data.resolve("cluster/postgresql.auto.conf"), "shared_buffers = 'a lot'\n");

        assertThatThrownBy(() -> EmbeddedPostgres.start(Options.of(data)))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageStartingWith("PostgreSQL in " + data
                        + " ended with exit status 1 (expected: ready within 60000 ms); its log "
                        + data.resolve("postgresql.log") + " says:\n")
                .hasMessageContaining("invalid value for parameter \"shared_buffers\": \"a lot\"");

        // The failed start gave the directory back.
        Files.delete(data.resolve("cluster/postgresql.auto.conf"));
        EmbeddedPostgres.start(Options.of(data)).close();
    }

    @Test
    void refusesATimeoutThatIsNone() {
        assertThatThrownBy(() -> Options.of(data).withStartTimeout(Duration.ZERO))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("startTimeout: 0 ms (expected: more than 0 ms); give a longer time");
    }

    private long serverPid() throws IOException {
        PostmasterPid state = PostmasterPid.read(data.resolve("cluster"));
        assertThat(state).isNotNull();
        return state.pid();
    }
}
