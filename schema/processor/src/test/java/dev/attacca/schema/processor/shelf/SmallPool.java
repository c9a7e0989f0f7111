package dev.attacca.schema.processor.shelf;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * Keeps connections over calls and cleans nothing: what is given back dirty is noted, where a real pool would hide it.
 */
final class SmallPool implements DataSource, AutoCloseable {
    private final DataSource source;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final List<String> dirty = new ArrayList<>();
    private @Nullable SQLException next;
    private int borrowed;
    private int taken;

    SmallPool(DataSource source) {
        this.source = source;
    }

    /** The next connection asked for is this error. */
    synchronized void failNext(SQLException error) {
        next = error;
    }

    /** How many connections are out. */
    synchronized int borrowed() {
        return borrowed;
    }

    /** How many were ever taken out. */
    synchronized int taken() {
        return taken;
    }

    /** In which ways connections came back dirty. */
    synchronized List<String> dirty() {
        return List.copyOf(dirty);
    }

    @Override
    public synchronized Connection getConnection() throws SQLException {
        SQLException failure = next;
        if (failure != null) {
            next = null;
            throw failure;
        }
        Connection connection = idle.poll();
        Connection kept = connection == null ? source.getConnection() : connection;
        borrowed++;
        taken++;
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> pass(kept, method, arguments));
    }

    private @Nullable Object pass(Connection kept, Method method, @Nullable Object[] arguments) throws Throwable {
        if (method.getName().equals("close")) {
            giveBack(kept);
            return null;
        }
        try {
            return method.invoke(kept, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getTargetException();
        }
    }

    private synchronized void giveBack(Connection kept) throws SQLException {
        borrowed--;
        if (kept.isClosed()) {
            return;
        }
        if (!kept.getAutoCommit()) {
            dirty.add("not in autocommit");
        }
        if (kept.getNetworkTimeout() != 0) {
            dirty.add("network timeout " + kept.getNetworkTimeout());
        }
        if (kept.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE) {
            dirty.add("in a transaction");
        }
        try (Statement look = kept.createStatement();
                ResultSet left = look.executeQuery(
                        "SELECT current_setting('statement_timeout') || current_setting('lock_timeout') || coalesce("
                                + "current_setting('attacca.user', true) || current_setting('attacca.project', true)"
                                + " || current_setting('attacca.request', true)"
                                + " || current_setting('attacca.agent', true), '')"
                                + " || regexp_replace(current_setting('application_name'), '^PostgreSQL.*', '')")) {
            left.next();
            if (!left.getString(1).equals("00")) {
                dirty.add("settings " + left.getString(1));
            }
        }
        idle.push(kept);
    }

    @Override
    public synchronized void close() {
        for (Connection connection : idle) {
            try {
                connection.close();
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        }
        idle.clear();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("user");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("log writer");
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("login timeout");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("logger");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException("unwrap");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
