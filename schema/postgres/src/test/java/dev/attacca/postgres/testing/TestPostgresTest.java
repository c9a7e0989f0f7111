package dev.attacca.postgres.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestPostgresTest {
    @Test
    void givesEveryCallerADatabaseOfItsOwn() throws SQLException {
        try (TestDatabase one = TestPostgres.database();
                TestDatabase other = TestPostgres.database()) {
            execute(one.dataSource(), "CREATE TABLE mine (id int)");
            execute(other.dataSource(), "CREATE TABLE mine (id int)");

            assertThat(one.jdbcUrl()).isNotEqualTo(other.jdbcUrl());
            assertThat(value(one.dataSource(), "SHOW server_version")).startsWith("18");
            assertThat(value(one.dataSource(), "SELECT 'a' < 'B'")).isEqualTo("f");
        }
    }

    @Test
    void dropsADatabaseThatIsStillConnectedTo() throws SQLException {
        TestDatabase database = TestPostgres.database();
        try (Connection open = database.dataSource().getConnection()) {
            database.close();

            assertThat(open.isValid(5)).isFalse();
            assertThatThrownBy(() -> database.dataSource().getConnection())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("does not exist");
        }
    }

    @Test
    void migratesATemplateOnceAndCopiesIt() throws SQLException {
        AtomicInteger migrations = new AtomicInteger();
        try (TestDatabase first = TestPostgres.databaseFrom("once", source -> migrate(source, migrations));
                TestDatabase second = TestPostgres.databaseFrom("once", source -> migrate(source, migrations))) {
            execute(first.dataSource(), "UPDATE migrated SET note = 'changed'");

            assertThat(value(second.dataSource(), "SELECT note FROM migrated")).isEqualTo("fresh");
            assertThat(migrations).hasValue(1);
        }
    }

    @Test
    void writesDownWhichEngineItWas() throws IOException {
        TestPostgres.database().close();

        assertThat(Files.readString(Path.of("target/postgres-engine.txt")))
                .isIn("engine=testcontainers\n", "engine=embedded\n");
    }

    @Test
    void findsAnEngineBehindAUnixSocket(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("docker.sock");
        try (ServerSocketChannel docker = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            docker.bind(UnixDomainSocketAddress.of(socket));
            CompletableFuture<Void> answer =
                    CompletableFuture.runAsync(() -> answerOnce(docker, "HTTP/1.0 200 OK\r\n\r\nOK"));
            DockerProbe probe = DockerProbe.of(Map.of("DOCKER_HOST", "unix://" + socket));

            assertThat(probe.answersWithin(Duration.ofSeconds(30))).isTrue();
            answer.join();
        }
        assertThat(DockerProbe.of(Map.of("DOCKER_HOST", "unix://" + socket)).answersWithin(Duration.ofSeconds(30)))
                .isFalse();
    }

    @Test
    void givesUpOnAnEngineThatDoesNotAnswer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            DockerProbe probe = new DockerProbe(List.of(URI.create("tcp://127.0.0.1:" + silent.getLocalPort())));

            assertThat(probe.answersWithin(Duration.ofMillis(200))).isFalse();
        }
    }

    @Test
    void failsInsteadOfFallingBackWhereContainersAreRequired() {
        DockerProbe nowhere = DockerProbe.of(Map.of("DOCKER_HOST", "unix:///nonexistent/docker.sock"));

        assertThat(TestEngine.mayUseContainers(false, nowhere)).isFalse();
        assertThatThrownBy(() -> TestEngine.mayUseContainers(true, nowhere))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("ATTACCA_REQUIRE_CONTAINERS: true, but nothing answers at [unix:///nonexistent/docker.sock]"
                        + " (expected: a Docker engine); start one, or unset ATTACCA_REQUIRE_CONTAINERS to test on the"
                        + " embedded server");
    }

    private static void answerOnce(ServerSocketChannel docker, String answer) {
        try (SocketChannel client = docker.accept()) {
            client.read(ByteBuffer.allocate(1024));
            client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void migrate(DataSource source, AtomicInteger migrations) {
        migrations.incrementAndGet();
        try {
            // Left open on purpose, as a pool would.
            Connection connection = source.getConnection();
            connection.createStatement().execute("CREATE TABLE migrated AS SELECT 'fresh' AS note");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String value(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
