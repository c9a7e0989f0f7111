package dev.attacca.benchmarks.stored.subject;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * JDBI's statements with named parameters. Rows are mapped by hand: its own mapper of records looks for the constructor's
 * nineteen names in every result, which took ten times as long as everything else.
 */
final class JdbiSubject implements Subject {
    private static final String FIND =
            "SELECT " + InstanceRow.COLUMNS + " FROM instances WHERE uuid = :uuid AND deleted = 0";
    private static final String SET =
            "UPDATE instances SET memory_mb = :memory, row_version = row_version + 1, updated_at = now()"
                    + " WHERE uuid = :uuid AND deleted = 0 AND row_version = :version";
    private static final String UPDATE = SET + " RETURNING row_version, updated_at";

    /** What an update brings back. */
    private record Stored(long rowVersion, Instant updatedAt) {}

    @Override
    public Set<Operation> operations() {
        return Set.of(Operation.FIND, Operation.UPDATE, Operation.LOAD_AND_UPDATE);
    }

    private static Jdbi over(DataSource connections) {
        return Jdbi.create(connections)
                .registerRowMapper(InstanceRow.class, (rows, context) -> JdbcSubject.read(rows))
                .registerRowMapper(
                        Stored.class,
                        (rows, context) -> new Stored(
                                rows.getLong(1),
                                rows.getObject(2, OffsetDateTime.class).toInstant()));
    }

    @Override
    public Session open(DataSource connections) {
        Jdbi jdbi = over(connections);
        return (operation, share) -> switch (operation) {
            case FIND -> {
                UUID[] keys = Share.allKeys();
                yield () -> {
                    UUID key = Share.anyKey(keys);
                    InstanceRow.check(key, jdbi.withHandle(handle -> find(handle, key)));
                };
            }
            case UPDATE -> {
                Held.Turn turn = new Held.Turn(Held.all(connections, share));
                yield () -> jdbi.useHandle(handle -> update(handle, turn.next()));
            }
            case LOAD_AND_UPDATE -> {
                Held.Turn turn = new Held.Turn(Held.all(connections, share));
                yield () -> jdbi.useTransaction(handle -> loadAndUpdate(handle, turn.next().uuid));
            }
            default -> throw new IllegalArgumentException(operation.word());
        };
    }

    private static InstanceRow find(Handle handle, UUID key) {
        return handle.createQuery(FIND)
                .bind("uuid", key)
                .mapTo(InstanceRow.class)
                .one();
    }

    private static void update(Handle handle, Held held) {
        long memory = held.otherMemory();
        Stored stored = handle.createQuery(UPDATE)
                .bind("memory", memory)
                .bind("uuid", held.uuid)
                .bind("version", held.rowVersion())
                .mapTo(Stored.class)
                .findOne()
                .orElseThrow(() -> Held.stale(held.uuid));
        held.stored(memory, stored.rowVersion(), stored.updatedAt());
    }

    private static void loadAndUpdate(Handle handle, UUID key) {
        InstanceRow found = find(handle, key);
        int updated = handle.createUpdate(SET)
                .bind("memory", Memory.otherThan(found.memoryMb()))
                .bind("uuid", key)
                .bind("version", found.rowVersion())
                .execute();
        if (updated != 1) {
            throw Held.stale(key);
        }
    }
}
