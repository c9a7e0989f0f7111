package dev.attacca.store;

import dev.attacca.object.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where units of work get their connections: a {@link DataSource} that knows how long its caller can wait. Implementations are
 * safe for use by several threads.
 */
@FunctionalInterface
public interface Connections {
    /**
     * A connection of the caller's own until it is closed, in the state of a new one.
     *
     * @param deadline when waiting for it has no sense any more, or {@code null} where only the source's own patience counts
     * @throws java.sql.SQLTransientConnectionException without SQLSTATE and cause if all are in use for that long
     * @throws SQLException if none can be had
     */
    Connection connection(@Nullable Deadline deadline) throws SQLException;

    /** Those of a source that has its own patience only. */
    static Connections of(DataSource source) {
        return deadline -> source.getConnection();
    }
}
