package dev.attacca.conductor.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.pool.HikariPool;
import dev.attacca.object.Deadline;
import dev.attacca.store.Connections;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a conductor. When the database dies, all idle ones are given up with the first that fails, callers wait
 * briefly for new ones, and once it has been away for longer they are told at once; when it is back, so are the connections.
 *
 * <p>What is thrown tells the two apart: {@code SQLSTATE 08…} with a cause when the database gives no connection, a
 * {@link SQLTransientConnectionException} without either when all are in use.
 *
 * <p>Thread safety: safe for use by several threads.
 */
public final class ConnectionPool extends OwnDataSource implements Connections, AutoCloseable {
    /** How long a call waits for a connection, if its deadline does not come first. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration VALIDATION = Duration.ofSeconds(1);
    private static final int LEAST_IDLE = 4;
    /** One death is told by many calls; the connections made after it must not be given up by the stragglers. */
    private static final long EVICTION_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final PatientDataSource source;
    private final int most;
    private final HikariPool pool;
    private final AtomicLong lastEviction = new AtomicLong(System.nanoTime() - EVICTION_NANOS);

    /**
     * What the pool holds at one moment.
     *
     * @param active connections that calls use
     * @param idle connections that wait for a call
     * @param waiting calls that wait for a connection
     * @param most how many connections there can be
     */
    public record Use(int active, int idle, int waiting, int most) {}

    private ConnectionPool(PatientDataSource source, int size) {
        this.source = source;
        this.most = size;
        HikariConfig config = config(source, size);
        config.validate();
        // The pool itself: what wraps it has one patience for everybody, and a call has its own.
        this.pool = new HikariPool(config);
    }

    /** Starts a pool; returns at once, whether the database answers or not. */
    public static ConnectionPool open(DatabaseLogin login, int size) {
        return new ConnectionPool(new PatientDataSource(login, "attacca-conductor"), size);
    }

    private HikariConfig config(PatientDataSource connections, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("conductor");
        config.setDataSource(connections);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(Math.min(size, LEAST_IDLE));
        config.setConnectionTimeout(PATIENCE.toMillis());
        config.setValidationTimeout(VALIDATION.toMillis());
        config.setMaxLifetime(TimeUnit.MINUTES.toMillis(30));
        config.setKeepaliveTime(TimeUnit.SECONDS.toMillis(60));
        config.setInitializationFailTimeout(-1);
        config.setExceptionOverride(new ConnectionVerdict(this::giveUpIdle));
        AtomicInteger numbers = new AtomicInteger();
        config.setThreadFactory(task -> {
            Thread thread = new Thread(task, "conductor-pool-" + numbers.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        return config;
    }

    private void giveUpIdle() {
        long last = lastEviction.get();
        long now = System.nanoTime();
        if (now - last >= EVICTION_NANOS && lastEviction.compareAndSet(last, now)) {
            HikariPoolMXBean started = pool;
            // A connection may die while the pool is being made.
            if (started != null) {
                started.softEvictConnections();
            }
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        return connection(null);
    }

    @Override
    public Connection connection(@Nullable Deadline deadline) throws SQLException {
        if (pool.poolState == HikariPool.POOL_SHUTDOWN) {
            throw new SQLException(source + ": its connections are closed", "08003");
        }
        PatientDataSource.Failure known = source.failure();
        if (known != null && known.lastedMillis() > PATIENCE.toMillis() && pool.getTotalConnections() == 0) {
            throw unreachable(known.latest());
        }
        try {
            return pool.getConnection(patienceMillis(deadline));
        } catch (SQLTransientConnectionException timeout) {
            PatientDataSource.Failure failure = source.failure();
            throw failure == null ? timeout : unreachable(failure.latest());
        }
    }

    private static long patienceMillis(@Nullable Deadline deadline) {
        return deadline == null
                ? PATIENCE.toMillis()
                : Math.max(1, Math.min(PATIENCE.toMillis(), deadline.remaining().toMillis()));
    }

    private SQLTransientConnectionException unreachable(SQLException why) {
        return new SQLTransientConnectionException(
                source + " gives no connection: " + why.getMessage(), why.getSQLState(), why);
    }

    /** Whether the database answers now; takes two seconds at most when it does not. */
    public boolean answers() {
        if (source.failure() != null && pool.getTotalConnections() == 0) {
            return false;
        }
        try (Connection connection = getConnection()) {
            return connection.isValid(Math.toIntExact(VALIDATION.toSeconds()));
        } catch (SQLException away) {
            // All in use is busy, not away.
            return source.failure() == null && away.getSQLState() == null;
        }
    }

    /** What it holds now. */
    public Use use() {
        return new Use(
                pool.getActiveConnections(), pool.getIdleConnections(), pool.getThreadsAwaitingConnection(), most);
    }

    /** Closes all connections, those in use too, and ends the threads. A second call does nothing. */
    @Override
    public void close() {
        source.close();
        try {
            pool.shutdown();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
