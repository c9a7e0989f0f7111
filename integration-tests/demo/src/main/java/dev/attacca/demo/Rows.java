package dev.attacca.demo;

import dev.attacca.fleet.ConductorProcess;
import dev.attacca.fleet.FleetException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the rows past the conductor, so that what is claimed about them does not rest on it. Only reads.
 *
 * <p>Thread safety: confined to one thread.
 */
final class Rows implements AutoCloseable {
    private final Connection connection;

    private Rows(Connection connection) {
        this.connection = connection;
    }

    /** Connects to the conductor's database. */
    static Rows of(ConductorProcess conductor) {
        try {
            Connection connection = conductor.jdbc();
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TIME ZONE 'UTC'");
            }
            connection.setReadOnly(true);
            return new Rows(connection);
        } catch (SQLException refused) {
            throw failed(refused);
        }
    }

    /** All instances by uuid, deleted ones too. */
    Map<UUID, Row> instances() {
        Map<UUID, Row> instances = new LinkedHashMap<>();
        for (Row row : select("SELECT * FROM instances ORDER BY created_at", null)) {
            instances.put(UUID.fromString(row.text("uuid")), row);
        }
        return instances;
    }

    /** The disks of an instance, deleted ones too, by device name. */
    List<Row> disks(UUID instance) {
        return select("SELECT * FROM block_device_mappings WHERE instance_uuid = ? ORDER BY device_name", instance);
    }

    /** The quotas of a project; empty where it has none. */
    List<Row> quotas(String project) {
        return select("SELECT * FROM quotas WHERE project_id = ?", project);
    }

    /** All services by host. */
    List<Row> services() {
        return select("SELECT * FROM services WHERE deleted = 0 ORDER BY host", null);
    }

    private List<Row> select(String sql, @Nullable Object parameter) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (parameter != null) {
                statement.setObject(1, parameter);
            }
            List<Row> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(row(result));
                }
            }
            return rows;
        } catch (SQLException refused) {
            throw failed(refused);
        }
    }

    private static Row row(ResultSet result) throws SQLException {
        ResultSetMetaData shape = result.getMetaData();
        Map<String, @Nullable String> columns = new LinkedHashMap<>();
        for (int column = 1; column <= shape.getColumnCount(); column++) {
            columns.put(shape.getColumnName(column), result.getString(column));
        }
        return new Row(Collections.unmodifiableMap(columns));
    }

    private static FleetException failed(SQLException refused) {
        return new FleetException(
                "rows: cannot be read (expected: the conductor's database running): " + refused, refused);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException refused) {
            throw failed(refused);
        }
    }
}
