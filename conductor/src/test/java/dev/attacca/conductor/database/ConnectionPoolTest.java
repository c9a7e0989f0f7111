package dev.attacca.conductor.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.attacca.object.Deadline;
import dev.attacca.postgres.testing.TestDatabase;
import dev.attacca.postgres.testing.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class ConnectionPoolTest {
    private final TestDatabase database = TestPostgres.database();
    private final ConnectionPool pool = ConnectionPool.open(login(), 4);

    private DatabaseLogin login() {
        return new DatabaseLogin(
                Objects.requireNonNull(JdbcAddress.parse(database.jdbcUrl())),
                database.user(),
                database.password(),
                null);
    }

    @AfterEach
    void close() {
        pool.close();
        database.close();
    }

    /** Another database of the same server, from where ours can be shut. */
    private void administer(String... statements) throws SQLException {
        PGSimpleDataSource other = new PGSimpleDataSource();
        other.setUrl(database.jdbcUrl().replaceFirst("[^/]+$", "postgres"));
        other.setUser(database.user());
        other.setPassword(database.password());
        try (Connection connection = other.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String name() {
        return database.jdbcUrl().substring(database.jdbcUrl().lastIndexOf('/') + 1);
    }

    private String endAll() {
        return "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '" + name() + "'";
    }

    private void takeAway() throws SQLException {
        administer("ALTER DATABASE " + name() + " ALLOW_CONNECTIONS false", endAll());
    }

    private void bringBack() throws SQLException {
        administer("ALTER DATABASE " + name() + " ALLOW_CONNECTIONS true");
    }

    private String value(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private boolean serves() {
        try {
            return value("SELECT 1").equals("1");
        } catch (SQLException away) {
            return false;
        }
    }

    @Test
    void every_connection_tells_the_server_when_to_give_up() throws SQLException {
        Map<String, String> limits = new LinkedHashMap<>();
        for (String name : List.of(
                "statement_timeout",
                "lock_timeout",
                "idle_in_transaction_session_timeout",
                "client_connection_check_interval",
                "tcp_keepalives_idle",
                "tcp_user_timeout",
                "transaction_timeout")) {
            limits.put(name, value("SHOW " + name));
        }

        assertThat(limits)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "statement_timeout", "10s",
                        "lock_timeout", "1s",
                        "idle_in_transaction_session_timeout", "5s",
                        "client_connection_check_interval", "1s",
                        "tcp_keepalives_idle", "10",
                        // As the operating system has it, in milliseconds.
                        "tcp_user_timeout", "10000",
                        "transaction_timeout", "10min"));
        assertThat(value("SHOW application_name")).isEqualTo("attacca-conductor");
    }

    @Test
    void a_connection_outlasts_the_longest_call_but_not_a_dead_server() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            assertThat(connection.getNetworkTimeout()).isEqualTo(620_000);
        }
    }

    @Test
    void when_all_are_in_use_the_error_says_busy_and_not_away() throws SQLException {
        List<Connection> held = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            held.add(pool.getConnection());
        }

        assertThat(pool.use()).isEqualTo(new ConnectionPool.Use(4, 0, 0, 4));
        assertThatThrownBy(pool::getConnection)
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasNoCause()
                .satisfies(
                        busy -> assertThat(((SQLException) busy).getSQLState()).isNull());
        assertThat(pool.answers()).isTrue();

        for (Connection connection : held) {
            connection.close();
        }
    }

    @Test
    void a_call_waits_for_one_no_longer_than_until_its_deadline() throws Exception {
        List<Connection> held = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            held.add(pool.getConnection());
        }
        Deadline muchLater = Deadline.after(Duration.ofSeconds(1));
        Thread giver = new Thread(() -> {
            await().until(muchLater::passed);
            try {
                held.get(0).close();
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        });
        giver.start();

        assertThatThrownBy(() -> pool.connection(Deadline.after(Duration.ofMillis(20))))
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasNoCause();
        try (Connection given = pool.connection(Deadline.after(Duration.ofMinutes(1)))) {
            assertThat(given.isClosed()).isFalse();
        }

        giver.join();
        for (Connection connection : held) {
            connection.close();
        }
    }

    @Test
    void a_pool_that_is_closed_says_so() {
        pool.close();

        assertThatThrownBy(pool::getConnection)
                .isInstanceOf(SQLException.class)
                .hasMessageEndingWith("its connections are closed");
    }

    @Test
    void with_the_first_connection_that_died_the_idle_ones_are_given_up() throws SQLException {
        await().until(() -> pool.use().idle() == 4);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            administer(endAll());
            assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
        }

        // No other call has to find out by failing.
        for (int i = 0; i < 20; i++) {
            assertThat(value("SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void while_the_database_is_away_calls_are_told_at_once_and_when_it_is_back_they_are_served() throws SQLException {
        assertThat(serves()).isTrue();
        takeAway();

        assertThat(pool.answers()).isFalse();
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            long begun = System.nanoTime();
            assertThatThrownBy(pool::getConnection)
                    .isInstanceOf(SQLTransientConnectionException.class)
                    .hasMessageContaining("not currently accepting connections")
                    .hasCauseInstanceOf(SQLException.class)
                    .satisfies(away ->
                            assertThat(((SQLException) away).getSQLState()).isEqualTo("55000"));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(200));
        });

        bringBack();
        long back = System.nanoTime();
        await().pollInterval(Duration.ofMillis(10)).until(this::serves);
        assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(8));
        assertThat(pool.answers()).isTrue();
    }

    @Test
    void a_call_that_comes_while_the_database_restarts_waits_for_it() throws Exception {
        assertThat(serves()).isTrue();
        takeAway();
        // The one that finds out.
        assertThat(serves()).isFalse();
        Thread back = new Thread(
                () -> {
                    try {
                        bringBack();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "bring-back");
        back.start();

        assertThat(value("SELECT 1")).isEqualTo("1");
        back.join();
    }

    @Test
    void a_pool_closes_at_once_even_while_the_database_is_away() throws SQLException {
        takeAway();
        await().until(() -> !pool.answers());

        long begun = System.nanoTime();
        pool.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
    }
}
