package dev.attacca.benchmarks.stored.load;

import dev.attacca.conductor.database.ConnectionPool;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections of the pool of the moment, so that what a library prepares once it need not prepare for each pool.
 *
 * <p>Thread safety: safe for use by several threads.
 */
final class SwitchedPool implements DataSource {
    private volatile @Nullable ConnectionPool pool;

    /** Closes the pool of the moment and takes another, or none. */
    void to(@Nullable ConnectionPool other) {
        ConnectionPool before = pool;
        pool = other;
        if (before != null) {
            before.close();
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        ConnectionPool held = pool;
        if (held == null) {
            throw new SQLException("pool: none (expected: connect before)", "08003");
        }
        return held.getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("user: another one (expected: the login's own)");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("logger: none of java.util.logging");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("unwrap: " + type.getName() + " (expected: nothing)");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
