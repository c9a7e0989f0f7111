package dev.attacca.benchmarks.stored.subject;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What a caller who writes without objects knows of an instance at hand. Confined to its caller. */
final class Held {
    final UUID uuid;
    private long rowVersion;
    private long memoryMb;
    private @Nullable Instant updatedAt;

    private Held(UUID uuid, long rowVersion, long memoryMb) {
        this.uuid = uuid;
        this.rowVersion = rowVersion;
        this.memoryMb = memoryMb;
    }

    /** The instances of a share as they are stored. */
    static List<Held> all(DataSource connections, Share share) throws SQLException {
        List<Held> all = new ArrayList<>();
        try (Connection connection = connections.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT uuid, row_version, memory_mb FROM instances WHERE uuid = ANY (?)")) {
            select.setArray(1, connection.createArrayOf("uuid", share.keys().toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    all.add(new Held(rows.getObject(1, UUID.class), rows.getLong(2), rows.getLong(3)));
                }
            }
        }
        return all;
    }

    long rowVersion() {
        return rowVersion;
    }

    /** Another memory than before. */
    long otherMemory() {
        return Memory.otherThan(memoryMb);
    }

    void stored(long memory, long version, Instant at) {
        if (version != rowVersion + 1) {
            throw new IllegalStateException(
                    "row version: " + version + " (expected: one more than " + rowVersion + ")");
        }
        memoryMb = memory;
        rowVersion = version;
        updatedAt = at;
    }

    void stored(long memory, long version, OffsetDateTime at) {
        stored(memory, version, at.toInstant());
    }

    /** When it was written last, as far as is known. */
    @Nullable
    Instant updatedAt() {
        return updatedAt;
    }

    /** What is thrown when a write found no row. */
    static IllegalStateException stale(UUID uuid) {
        return new IllegalStateException(
                "instance " + uuid + ": written by somebody else (expected: by its caller alone)");
    }

    /** Instances in turn. */
    static final class Turn {
        private final List<Held> all;
        private int next;

        Turn(List<Held> all) {
            this.all = all;
        }

        Held next() {
            next = next + 1 == all.size() ? 0 : next + 1;
            return all.get(next);
        }
    }
}
