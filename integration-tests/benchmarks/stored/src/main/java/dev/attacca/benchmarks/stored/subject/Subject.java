package dev.attacca.benchmarks.stored.subject;

import java.util.Set;
import javax.sql.DataSource;

/** One of those that are measured. Thread safety: safe for use by several threads. */
public interface Subject {
    /** What it can do. */
    Set<Operation> operations();

    /** Begins to work over a pool of connections. */
    Session open(DataSource connections);

    /** A subject over a pool. Thread safety: safe for use by several threads; its tasks are not. */
    interface Session extends AutoCloseable {
        /** What a caller does; whatever it has to know of its rows it reads now. */
        Task task(Operation operation, Share share) throws Exception;

        @Override
        default void close() {}
    }
}
