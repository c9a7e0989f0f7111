package dev.attacca.benchmarks.stored.subject;

import dev.attacca.compute.PowerState;
import dev.attacca.compute.TaskState;
import dev.attacca.compute.VmState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What a careful engineer writes: texts that stay the same, explicit columns, one round trip where one is enough. */
final class JdbcSubject implements Subject {
    static final String FIND = "SELECT " + InstanceRow.COLUMNS + " FROM instances WHERE uuid = ? AND deleted = 0";

    private static final String SET =
            "UPDATE instances SET memory_mb = ?, row_version = row_version + 1, updated_at = now()"
                    + " WHERE uuid = ? AND deleted = 0 AND row_version = ?";
    private static final String RETURNING = " RETURNING row_version, updated_at";
    private static final String UPDATE = SET + RETURNING;
    private static final String SAVE = SET + " AND vm_state = ? AND task_state IS NULL" + RETURNING;

    @Override
    public Set<Operation> operations() {
        return Set.of(Operation.FIND, Operation.UPDATE, Operation.SAVE, Operation.LOAD_AND_UPDATE);
    }

    @Override
    public Session open(DataSource connections) {
        return (operation, share) -> switch (operation) {
            case FIND -> {
                UUID[] keys = Share.allKeys();
                yield () -> {
                    UUID key = Share.anyKey(keys);
                    InstanceRow.check(key, find(connections, key));
                };
            }
            case UPDATE -> {
                Held.Turn turn = new Held.Turn(Held.all(connections, share));
                yield () -> update(connections, UPDATE, turn.next());
            }
            case SAVE -> {
                Held.Turn turn = new Held.Turn(Held.all(connections, share));
                yield () -> update(connections, SAVE, turn.next());
            }
            case LOAD_AND_UPDATE -> {
                Held.Turn turn = new Held.Turn(Held.all(connections, share));
                yield () -> loadAndUpdate(connections, turn.next().uuid);
            }
            default -> throw new IllegalArgumentException(operation.word());
        };
    }

    private static @Nullable InstanceRow find(DataSource connections, UUID key) throws SQLException {
        try (Connection connection = connections.getConnection()) {
            return find(connection, key);
        }
    }

    private static @Nullable InstanceRow find(Connection connection, UUID key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setObject(1, key);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? read(rows) : null;
            }
        }
    }

    static InstanceRow read(ResultSet rows) throws SQLException {
        String taskState = rows.getString(12);
        return new InstanceRow(
                rows.getObject(1, UUID.class),
                rows.getLong(2),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5),
                rows.getString(6),
                rows.getString(7),
                rows.getLong(8),
                rows.getInt(9),
                rows.getString(10),
                VmState.valueOf(rows.getString(11)),
                taskState == null ? null : TaskState.valueOf(taskState),
                PowerState.valueOf(rows.getString(13)),
                instant(rows, 14),
                instant(rows, 15),
                InstanceRow.metadata(rows.getString(16)),
                rows.getObject(17, OffsetDateTime.class).toInstant(),
                instant(rows, 18),
                instant(rows, 19));
    }

    private static @Nullable Instant instant(ResultSet rows, int column) throws SQLException {
        OffsetDateTime value = rows.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private static void update(DataSource connections, String sql, Held held) throws SQLException {
        long memory = held.otherMemory();
        try (Connection connection = connections.getConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, memory);
            update.setObject(2, held.uuid);
            update.setLong(3, held.rowVersion());
            if (sql.equals(SAVE)) {
                update.setString(4, VmState.ACTIVE.name());
            }
            try (ResultSet rows = update.executeQuery()) {
                if (!rows.next()) {
                    throw Held.stale(held.uuid);
                }
                held.stored(memory, rows.getLong(1), rows.getObject(2, OffsetDateTime.class));
            }
        }
    }

    private static void loadAndUpdate(DataSource connections, UUID key) throws SQLException {
        try (Connection connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            try {
                InstanceRow found = find(connection, key);
                if (found == null || !updated(connection, found)) {
                    throw Held.stale(key);
                }
                connection.commit();
            } catch (SQLException | RuntimeException failed) {
                connection.rollback();
                throw failed;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static boolean updated(Connection connection, InstanceRow found) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SET)) {
            update.setLong(1, Memory.otherThan(found.memoryMb()));
            update.setObject(2, found.uuid());
            update.setLong(3, found.rowVersion());
            return update.executeUpdate() == 1;
        }
    }
}
