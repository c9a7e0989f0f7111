package dev.attacca.conductor.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.DatabaseUnavailableException;
import dev.attacca.postgres.testing.TestDatabase;
import dev.attacca.postgres.testing.TestPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabaseCheckTest {
    private static final String SECRET = "wr0ng-s3cret";

    private final TestDatabase database = TestPostgres.database();

    @AfterEach
    void drop() {
        database.close();
    }

    private DatabaseLogin login(String url, String user, String password) {
        return new DatabaseLogin(Objects.requireNonNull(JdbcAddress.parse(url)), user, password, null);
    }

    private DatabaseLogin login() {
        return login(database.jdbcUrl(), database.user(), database.password());
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** A role that may log in, and whatever else is granted. */
    private DatabaseLogin role(String name, String... grants) throws SQLException {
        execute("DROP ROLE IF EXISTS " + name, "CREATE ROLE " + name + " LOGIN PASSWORD 'p'");
        execute(grants);
        return login(database.jdbcUrl(), name, "p");
    }

    @Test
    void an_empty_database_will_do() throws SQLException {
        try (Connection connection = DatabaseCheck.examine(login()).getConnection()) {
            assertThat(connection.isValid(1)).isTrue();
        }
    }

    @Test
    void a_port_where_nobody_listens_is_named() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        assertThatThrownBy(
                        () -> DatabaseCheck.examine(login("jdbc:postgresql://127.0.0.1:" + port + "/x", "u", SECRET)))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageStartingWith("database: jdbc:postgresql://127.0.0.1:" + port + "/x cannot be reached: ")
                .hasMessageEndingWith(" (expected: a PostgreSQL server that answers at 127.0.0.1:" + port
                        + "); start it, or correct jdbc-url");
    }

    @Test
    void a_server_that_is_no_postgresql_is_not_waited_for() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread answers = new Thread(() -> answerInHttp(other), "not-postgresql");
            answers.setDaemon(true);
            answers.start();

            assertThatThrownBy(() -> DatabaseCheck.examine(
                            login("jdbc:postgresql://127.0.0.1:" + other.getLocalPort() + "/x", "u", SECRET)))
                    .isInstanceOf(DatabaseUnavailableException.class)
                    .hasMessageContaining("127.0.0.1:" + other.getLocalPort());
        }
    }

    private static void answerInHttp(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket caller = server.accept();
                    OutputStream out = caller.getOutputStream()) {
                out.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Test
    void a_wrong_password_is_told_and_not_shown() {
        DatabaseLogin wrong = login(database.jdbcUrl(), database.user(), SECRET);

        assertThatThrownBy(() -> DatabaseCheck.examine(wrong))
                .isInstanceOf(DatabaseRefusedException.class)
                .hasMessage("database: " + database.jdbcUrl() + " refuses user " + database.user()
                        + " (expected: a role that may log in, with its password); correct jdbc-user, or the password in"
                        + " jdbc-password-file or ATTACCA_CONDUCTOR_JDBC_PASSWORD")
                .satisfies(refused -> assertThat(((DatabaseRefusedException) refused).retryable())
                        .isFalse())
                .hasStackTraceContaining("password authentication failed")
                .satisfies(refused -> assertThat(stack(refused)).doesNotContain(SECRET));
    }

    @Test
    void a_password_in_the_url_is_not_shown_either() {
        String url = database.jdbcUrl() + "?user=" + database.user() + "&password=" + SECRET;
        DatabaseLogin wrong = new DatabaseLogin(Objects.requireNonNull(JdbcAddress.parse(url)), null, null, null);

        assertThatThrownBy(() -> DatabaseCheck.examine(wrong))
                .isInstanceOf(DatabaseRefusedException.class)
                .hasMessageContaining("refuses user " + database.user())
                .satisfies(refused -> assertThat(stack(refused)).doesNotContain(SECRET));
    }

    private static String stack(Throwable thrown) {
        java.io.StringWriter text = new java.io.StringWriter();
        thrown.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }

    @Test
    void a_missing_password_is_asked_for() {
        DatabaseLogin without = new DatabaseLogin(
                Objects.requireNonNull(JdbcAddress.parse(database.jdbcUrl())), database.user(), null, null);

        assertThatThrownBy(() -> DatabaseCheck.examine(without))
                .isInstanceOf(DatabaseRefusedException.class)
                .hasMessage("database: " + database.jdbcUrl() + " does not admit user " + database.user()
                        + " (expected: a password where the server wants one); give jdbc-password-file");
    }

    @Test
    void a_database_that_does_not_exist_is_named() {
        String url = database.jdbcUrl().replaceFirst("[^/]+$", "nowhere");

        assertThatThrownBy(() -> DatabaseCheck.examine(login(url, database.user(), database.password())))
                .isInstanceOf(DatabaseRefusedException.class)
                .hasMessage("database: " + url + ": there is no database nowhere (expected: one that exists); correct"
                        + " jdbc-url, or CREATE DATABASE nowhere OWNER " + database.user());
    }

    @Test
    void a_database_of_something_else_is_left_alone() throws SQLException {
        execute("CREATE TABLE a (x int)", "CREATE TABLE b (x int)", "CREATE TABLE c (x int)", "CREATE TABLE d (x int)");

        assertThatThrownBy(() -> DatabaseCheck.examine(login()))
                .isInstanceOf(DatabaseRefusedException.class)
                .hasMessage("database: " + database.jdbcUrl()
                        + ": it belongs to something else, with tables such as a, b, c"
                        + " and 1 more (expected: an empty database or one that a conductor made; name another database in"
                        + " jdbc-url)");
    }

    @Test
    void tables_of_migrations_that_are_not_ours_are_left_alone() throws SQLException {
        execute("CREATE TABLE attacca_migrations (version text, description text)");

        assertThatThrownBy(() -> DatabaseCheck.examine(login()))
                .isInstanceOf(DatabaseRefusedException.class)
                .hasMessage(
                        "database: " + database.jdbcUrl() + ": its table attacca_migrations is not a conductor's"
                                + " (expected: an empty database or one that a conductor made; name another database in jdbc-url)");
    }

    @Test
    void a_role_that_may_create_nothing_is_refused_before_the_first_migration() throws SQLException {
        DatabaseLogin reader = role("reader", "REVOKE CREATE ON SCHEMA public FROM PUBLIC");

        assertThatThrownBy(() -> DatabaseCheck.examine(reader))
                .isInstanceOf(DatabaseRefusedException.class)
                .hasMessage("database: " + database.jdbcUrl()
                        + ": role reader may not create tables (expected: CREATE on the"
                        + " schema; GRANT it, or log in as the owner)");
    }

    @Test
    void a_role_that_may_not_write_what_is_there_is_refused() throws SQLException {
        DatabaseLogin reader = role(
                "reader",
                "CREATE TABLE attacca_migrations (domain text, ordinal int, name text, checksum text)",
                "CREATE TABLE instances (uuid uuid)",
                "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");

        assertThatThrownBy(() -> DatabaseCheck.examine(reader))
                .isInstanceOf(DatabaseRefusedException.class)
                .hasMessage(
                        "database: " + database.jdbcUrl() + ": role reader may not read and write attacca_migrations,"
                                + " instances (expected: SELECT, INSERT and UPDATE on every table; GRANT them, or log in as the"
                                + " owner)");
    }

    @Test
    void a_role_without_a_schema_is_refused() throws SQLException {
        DatabaseLogin stranger = role("stranger", "REVOKE ALL ON SCHEMA public FROM PUBLIC");

        assertThatThrownBy(() -> DatabaseCheck.examine(stranger))
                .isInstanceOf(DatabaseRefusedException.class)
                .hasMessage("database: " + database.jdbcUrl() + ": no schema for role stranger (expected: one that its"
                        + " search_path names and it may use; GRANT USAGE, CREATE ON SCHEMA public TO stranger)");
    }

    @Test
    void a_role_that_may_not_connect_is_refused() throws SQLException {
        String name = database.jdbcUrl().substring(database.jdbcUrl().lastIndexOf('/') + 1);
        DatabaseLogin stranger = role("stranger", "REVOKE CONNECT ON DATABASE " + name + " FROM PUBLIC");

        assertThatThrownBy(() -> DatabaseCheck.examine(stranger))
                .isInstanceOf(DatabaseRefusedException.class)
                .hasMessageContaining("user stranger lacks a right (expected: CONNECT on the database");
    }

    @Test
    void a_database_that_cannot_be_written_is_refused() throws SQLException {
        DatabaseLogin readOnly =
                role("nobody_writes", "ALTER ROLE nobody_writes SET default_transaction_read_only = on");

        assertThatThrownBy(() -> DatabaseCheck.examine(readOnly))
                .hasMessageContaining(database.jdbcUrl())
                .hasMessageContaining("primary");
    }
}
