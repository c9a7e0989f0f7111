package dev.attacca.walk;

import dev.attacca.fleet.ConductorProcess;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A look at a database past its conductor and past every mapper: all columns, whatever they are.
 *
 * <p>Thread safety: each look has a connection of its own.
 */
final class Rows {
    private final Source source;

    private Rows(Source source) {
        this.source = source;
    }

    /** Where connections come from. */
    @FunctionalInterface
    interface Source {
        Connection open() throws SQLException;
    }

    static Rows of(ConductorProcess conductor) {
        return new Rows(conductor::jdbc);
    }

    static Rows of(Source source) {
        return new Rows(source);
    }

    /** The rows that a query finds, by column: times as instants, JSON as PostgreSQL writes it. */
    List<Map<String, @Nullable Object>> query(String sql, Object... parameters) {
        try (Connection connection = source.open();
                PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i]);
            }
            List<Map<String, @Nullable Object>> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(row(rows));
                }
            }
            return found;
        } catch (SQLException failed) {
            throw new AssertionError(sql, failed);
        }
    }

    /** The one row that a query finds. */
    Map<String, @Nullable Object> one(String sql, Object... parameters) {
        List<Map<String, @Nullable Object>> found = query(sql, parameters);
        if (found.size() != 1) {
            throw new AssertionError(sql + " with " + List.of(parameters) + ": " + found.size() + " rows");
        }
        return found.get(0);
    }

    /** The row of an instance, dead or alive. */
    Map<String, @Nullable Object> instance(Object uuid) {
        return one("SELECT * FROM instances WHERE uuid = ?", uuid);
    }

    /** The rows of an instance's block devices, dead or alive, by device name. */
    List<Map<String, @Nullable Object>> devices(Object instanceUuid) {
        return query("SELECT * FROM block_device_mappings WHERE instance_uuid = ? ORDER BY device_name", instanceUuid);
    }

    /** The row of a project's quotas. */
    Map<String, @Nullable Object> quotas(String project) {
        return one("SELECT * FROM quotas WHERE project_id = ?", project);
    }

    /** A single number. */
    long number(String sql, Object... parameters) {
        Object value = one(sql, parameters).values().iterator().next();
        if (value instanceof Number number) {
            return number.longValue();
        }
        throw new AssertionError(sql + ": " + value + " (expected: a number)");
    }

    private static Map<String, @Nullable Object> row(ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        Map<String, @Nullable Object> row = new TreeMap<>();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            boolean json = columns.getColumnTypeName(column).equals("jsonb");
            Object value = json ? rows.getString(column) : rows.getObject(column);
            row.put(columns.getColumnName(column), value instanceof Timestamp time ? time.toInstant() : value);
        }
        return row;
    }
}
