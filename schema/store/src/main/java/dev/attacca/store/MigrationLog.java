package dev.attacca.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The database's own record of its migrations, the table {@code attacca_migrations}, on one connection. */
final class MigrationLog {
    /** "ATTACCA" in ASCII: the one advisory lock that migrators of this database hold while they look and while they change. */
    private static final long LOCK = 0x41545441434341L;

    private final Connection connection;

    MigrationLog(Connection connection) {
        this.connection = connection;
    }

    /**
     * A row.
     *
     * @param domain the domain's name
     * @param ordinal its place
     * @param name what it does
     * @param checksum of its text when it was applied
     */
    record Applied(String domain, int ordinal, String name, String checksum) {
        static String id(String domain, int ordinal) {
            return domain + " " + ordinal;
        }

        /** {@code compute V0001__create_tables.sql}. */
        String shown() {
            return domain + String.format(" V%04d__%s.sql", ordinal, name);
        }
    }

    /** Waits until no other migrator looks or changes, until this transaction ends. */
    void lock() throws SQLException {
        // Set as text, since SET takes no parameters; the role's own limits are for calls and not for migrations.
        execute("SET LOCAL statement_timeout = 0");
        execute("SET LOCAL lock_timeout = '60s'");
        execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
    }

    void createIfMissing() throws SQLException {
        // Asked first: IF NOT EXISTS demands the right to create tables even where there is nothing to do.
        if (!exists()) {
            execute("""
                    CREATE TABLE attacca_migrations (
                        domain text NOT NULL,
                        ordinal integer NOT NULL,
                        name text NOT NULL,
                        checksum text NOT NULL,
                        applied_at timestamptz NOT NULL DEFAULT now(),
                        PRIMARY KEY (domain, ordinal)
                    )
                    """);
        }
    }

    private boolean exists() throws SQLException {
        try (PreparedStatement look =
                        connection.prepareStatement("SELECT to_regclass('attacca_migrations') IS NOT NULL");
                ResultSet rows = look.executeQuery()) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    /** What was applied, by {@link Applied#id}, in order. */
    Map<String, Applied> read() throws SQLException {
        Map<String, Applied> applied = new LinkedHashMap<>();
        try (PreparedStatement look = connection.prepareStatement(
                        "SELECT domain, ordinal, name, checksum FROM attacca_migrations ORDER BY domain, ordinal");
                ResultSet rows = look.executeQuery()) {
            while (rows.next()) {
                Applied row = new Applied(rows.getString(1), rows.getInt(2), rows.getString(3), rows.getString(4));
                applied.put(Applied.id(row.domain(), row.ordinal()), row);
            }
        }
        return applied;
    }

    boolean has(Migration migration) throws SQLException {
        try (PreparedStatement look =
                connection.prepareStatement("SELECT true FROM attacca_migrations WHERE domain = ? AND ordinal = ?")) {
            look.setString(1, migration.domain());
            look.setInt(2, migration.ordinal());
            try (ResultSet rows = look.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Runs a migration's statements and notes it, in the transaction that is open. */
    void apply(Migration migration) throws SQLException {
        // A table that live calls hold is waited for only briefly: behind a waiting ALTER every other call would queue.
        execute("SET LOCAL lock_timeout = '200ms'");
        execute(migration.sql());
        try (PreparedStatement note = connection.prepareStatement(
                "INSERT INTO attacca_migrations (domain, ordinal, name, checksum) VALUES (?, ?, ?, ?)")) {
            note.setString(1, migration.domain());
            note.setInt(2, migration.ordinal());
            note.setString(3, migration.name());
            note.setString(4, migration.checksum());
            note.executeUpdate();
        }
    }

    private void execute(String sql) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement()) {
            // JDBC's own braces would otherwise be looked for in the text of migrations.
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }
}
