package dev.attacca.benchmarks.stored.subject;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Makes many rows in an empty table, and counts them. Confined to its caller's thread. */
final class CreatingTask implements Task {
    private final DataSource connections;
    private final Task created;

    CreatingTask(DataSource connections, Task created) {
        this.connections = connections;
        this.created = created;
    }

    @Override
    public void before() throws SQLException {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE instances CASCADE");
        }
    }

    @Override
    public void run() throws Exception {
        created.run();
    }

    @Override
    public void after() throws SQLException {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(DISTINCT display_name), min(row_version),"
                        + " count(*) FILTER (WHERE system_metadata ->> 'os' = 'linux') FROM instances")) {
            rows.next();
            if (rows.getInt(1) != Share.CREATED || rows.getInt(2) != 1 || rows.getInt(3) != Share.CREATED) {
                throw new IllegalStateException("created: " + rows.getInt(1) + " instances, " + rows.getInt(3)
                        + " of them whole (expected: " + Share.CREATED + ")");
            }
        }
    }
}
