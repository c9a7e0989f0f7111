package dev.attacca.conductor.database;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.DatabaseUnavailableException;
import dev.attacca.error.Outcome;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a database before anything is written there: whether it answers, admits us, is new enough, and is ours to change.
 * A database that belongs to something else is found out here and not by the first migration.
 */
public final class DatabaseCheck {
    /** Older ones lack {@code client_connection_check_interval} and what our statements use. */
    private static final int OLDEST_MAJOR = 15;

    private static final String MIGRATIONS = "attacca_migrations";

    private static final String LOOK = """
            SELECT current_setting('server_version_num')::int / 10000 AS major,
                   pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean AS read_only,
                   getdatabaseencoding() AS encoding,
                   current_user AS role,
                   current_schema() AS schema,
                   coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_create
            """;

    /** Tables of the schema that belong to no extension. */
    private static final String TABLES = """
            SELECT c.relname AS name,
                   has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
                       AND has_table_privilege(c.oid, 'UPDATE') AS usable
            FROM pg_class c
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
              AND NOT EXISTS (SELECT FROM pg_depend d
                              WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            ORDER BY c.relname
            """;

    /** How many of the columns that make a table of migrations ours it has. */
    private static final String OUR_COLUMNS = """
            SELECT count(*) FROM pg_attribute
            WHERE attrelid = 'attacca_migrations'::regclass AND NOT attisdropped
              AND attname IN ('domain', 'ordinal', 'name', 'checksum')
            """;

    private static final int OUR_COLUMN_COUNT = 4;

    private final DatabaseLogin login;

    private DatabaseCheck(DatabaseLogin login) {
        this.login = login;
    }

    /**
     * Examines a database.
     *
     * @return a source of single connections without limits, for migrations
     * @throws DatabaseUnavailableException if it cannot be reached
     * @throws DatabaseRefusedException if it can, but not be used as it stands
     */
    public static DataSource examine(DatabaseLogin login) {
        LoginDataSource source = new LoginDataSource(login, "attacca-conductor start");
        DatabaseCheck check = new DatabaseCheck(login);
        try (Connection connection = source.getConnection()) {
            try (Statement statement = connection.createStatement()) {
                check.lookAt(statement);
            }
        } catch (SQLException thrown) {
            throw check.failed(thrown);
        }
        return source;
    }

    private void lookAt(Statement statement) throws SQLException {
        String role;
        boolean mayCreate;
        try (ResultSet found = statement.executeQuery(LOOK)) {
            found.next();
            role = found.getString("role");
            mayCreate = found.getBoolean("may_create");
            requireServer(found.getInt("major"), found.getBoolean("read_only"), found.getString("encoding"));
            requireSchema(found.getString("schema"), role);
        }
        List<String> tables = new ArrayList<>();
        List<String> closed = new ArrayList<>();
        try (ResultSet found = statement.executeQuery(TABLES)) {
            while (found.next()) {
                tables.add(found.getString("name"));
                if (!found.getBoolean("usable")) {
                    closed.add(found.getString("name"));
                }
            }
        }
        if (tables.contains(MIGRATIONS)) {
            requireOurs(statement);
            requireRights(closed, role);
        } else {
            requireEmpty(tables);
            requireCreation(mayCreate, role);
        }
    }

    private void requireServer(int major, boolean readOnly, @Nullable String encoding) {
        if (major < OLDEST_MAJOR) {
            throw refused("PostgreSQL " + major, "PostgreSQL " + OLDEST_MAJOR + " or newer; upgrade the server");
        }
        if (readOnly) {
            throw refused("read-only", "a primary that can be written; name the primary in jdbc-url");
        }
        if (!"UTF8".equals(encoding)) {
            throw refused("encoding " + encoding, "UTF8; create the database with ENCODING 'UTF8' TEMPLATE template0");
        }
    }

    private void requireSchema(@Nullable String schema, String role) {
        if (schema == null) {
            throw refused(
                    "no schema for role " + role,
                    "one that its search_path names and it may use; GRANT USAGE, CREATE ON SCHEMA public TO " + role);
        }
    }

    private void requireOurs(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery(OUR_COLUMNS)) {
            found.next();
            if (found.getInt(1) != OUR_COLUMN_COUNT) {
                throw refused(
                        "its table " + MIGRATIONS + " is not a conductor's",
                        "an empty database or one that a conductor made; name another database in jdbc-url");
            }
        }
    }

    private void requireRights(List<String> closed, String role) {
        if (!closed.isEmpty()) {
            throw refused(
                    "role " + role + " may not read and write " + some(closed),
                    "SELECT, INSERT and UPDATE on every table; GRANT them, or log in as the owner");
        }
    }

    private void requireEmpty(List<String> tables) {
        if (!tables.isEmpty()) {
            throw refused(
                    "it belongs to something else, with tables such as " + some(tables),
                    "an empty database or one that a conductor made; name another database in jdbc-url");
        }
    }

    private void requireCreation(boolean mayCreate, String role) {
        if (!mayCreate) {
            throw refused(
                    "role " + role + " may not create tables",
                    "CREATE on the schema; GRANT it, or log in as the owner");
        }
    }

    private static String some(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(3, names.size())));
        return names.size() > 3 ? shown + " and " + (names.size() - 3) + " more" : shown;
    }

    private DatabaseRefusedException refused(String found, String expected) {
        return new DatabaseRefusedException(
                "database: " + login.address().shown() + ": " + found + " (expected: " + expected + ")",
                Map.of("database", login.address().shown()),
                null);
    }

    /** One message per cause. The driver's own words are quoted only where they name hosts and ports, never a URL. */
    private AttaccaException failed(SQLException thrown) {
        String shown = login.address().shown();
        String state = Objects.requireNonNullElse(thrown.getSQLState(), "");
        Map<String, String> details = Map.of("database", shown, "sqlState", state);
        String user = login.shownUser();
        return switch (state) {
            case "28P01", "28000" ->
                new DatabaseRefusedException(
                        "database: " + shown + " refuses user " + user
                                + " (expected: a role that may log in, with its password); correct jdbc-user, or the password in"
                                + " jdbc-password-file or ATTACCA_CONDUCTOR_JDBC_PASSWORD",
                        details,
                        thrown);
            case "08004" ->
                new DatabaseRefusedException(
                        "database: " + shown + " does not admit user " + user
                                + " (expected: a password where the server wants one); give jdbc-password-file",
                        details,
                        thrown);
            case "3D000" ->
                new DatabaseRefusedException(
                        "database: " + shown + ": there is no database "
                                + login.address().database()
                                + " (expected: one that exists); correct jdbc-url, or CREATE DATABASE "
                                + login.address().database() + " OWNER " + user,
                        details,
                        thrown);
            case "42501" ->
                new DatabaseRefusedException(
                        "database: " + shown + ": user " + user
                                + " lacks a right (expected: CONNECT on the database, USAGE and CREATE on its schema); GRANT them",
                        details,
                        thrown);
            default ->
                new DatabaseUnavailableException(
                        "database: " + shown + " cannot be reached: " + thrown.getMessage()
                                + " (expected: a PostgreSQL server that answers at "
                                + login.address().hosts()
                                + "); start it, or correct jdbc-url",
                        Outcome.REFUSED,
                        details,
                        thrown);
        };
    }
}
