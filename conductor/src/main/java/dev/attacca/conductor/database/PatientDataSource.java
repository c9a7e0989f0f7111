package dev.attacca.conductor.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the pool gets its connections: tries until it has one. The pool's own pauses between tries grow to five seconds, too
 * long for a server that is back within one; here they stay short, yet random, so that conductors do not come back in step.
 *
 * <p>Thread safety: safe for use by several threads, though the pool uses one.
 */
final class PatientDataSource extends LoginDataSource {
    private static final Logger LOG = LoggerFactory.getLogger(PatientDataSource.class);
    private static final long SHORTEST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 300;

    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Failure failure;

    /** Since when connecting fails, and why; the first and the latest. */
    record Failure(long sinceNanos, SQLException latest) {
        long lastedMillis() {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos);
        }
    }

    PatientDataSource(DatabaseLogin login, String applicationName) {
        super(login, applicationName);
    }

    /** Why there is no new connection to be had at the moment, or null as long as nothing is known against it. */
    @Nullable
    Failure failure() {
        return failure;
    }

    @Override
    public Connection getConnection() throws SQLException {
        while (true) {
            try {
                Connection connection = limited(super.getConnection());
                succeeded();
                return connection;
            } catch (SQLException refused) {
                failed(refused);
                if (!pause()) {
                    throw refused;
                }
            }
        }
    }

    private static Connection limited(Connection connection) throws SQLException {
        try (Statement limits = connection.createStatement()) {
            limits.execute(ServerLimits.SQL);
            return connection;
        } catch (SQLException refused) {
            connection.close();
            throw refused;
        }
    }

    private synchronized void succeeded() {
        Failure before = failure;
        failure = null;
        if (before != null) {
            LOG.info("database {} is back after {} ms", this, before.lastedMillis());
        }
    }

    private synchronized void failed(SQLException refused) {
        Failure before = failure;
        failure = new Failure(before == null ? System.nanoTime() : before.sinceNanos(), refused);
        if (before == null) {
            LOG.warn(
                    "database {} gives no connection, trying until it does: {}; see that it runs and admits us",
                    this,
                    refused.getMessage());
        }
    }

    /** Waits a moment; false when nobody wants a connection any more. */
    private boolean pause() {
        long millis = ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
        try {
            return !closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends the tries. */
    void close() {
        closed.countDown();
    }
}
