package dev.attacca.store;

import dev.attacca.object.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of one unit of work: taken when it is needed, brought back to how it came, given back.
 *
 * <p>Thread safety: confined to the thread that runs the body.
 */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private static final int UNTOUCHED = -1;

    private final Connections connections;
    private final String call;
    private @Nullable Connection connection;
    private boolean eachItsOwn;
    private boolean autoCommitBefore;
    private int networkTimeoutBefore = UNTOUCHED;
    private boolean told;
    private boolean committed;

    Session(Connections connections, String call) {
        this.connections = connections;
        this.call = call;
    }

    /** Whether a connection was taken. */
    boolean isOpen() {
        return connection != null;
    }

    /**
     * The connection, taken now if there is none yet.
     *
     * @param ownTransactions whether each statement is to be a transaction of its own; of a connection that is open nothing changes
     * @param deadline until when waiting for one makes sense, or {@code null}
     */
    Connection open(boolean ownTransactions, @Nullable Deadline deadline) throws SQLException {
        Connection held = connection;
        if (held == null) {
            held = connections.connection(deadline);
            connection = held;
            eachItsOwn = ownTransactions;
            autoCommitBefore = held.getAutoCommit();
            if (autoCommitBefore != ownTransactions) {
                held.setAutoCommit(ownTransactions);
            }
        }
        return held;
    }

    /** Whether the next statement begins a transaction, whose server does not know yet on whose behalf it works. */
    boolean begins() {
        return eachItsOwn || !told;
    }

    /** A statement that told the server so was carried out. */
    void begun() {
        told = true;
    }

    /** Makes everything visible, if there is a transaction. */
    void commit(Duration longest) throws SQLException {
        Connection held = connection;
        if (held == null || eachItsOwn) {
            return;
        }
        awaitAtMost(longest);
        held.commit();
        committed = true;
    }

    /**
     * Limits the wait for what is sent next, a commit: from then on the truth counts and not the deadline, and only a connection
     * that has died may end the wait.
     */
    void awaitAtMost(Duration longest) throws SQLException {
        Connection held = connection;
        if (held != null) {
            if (networkTimeoutBefore == UNTOUCHED) {
                networkTimeoutBefore = held.getNetworkTimeout();
            }
            held.setNetworkTimeout(Runnable::run, Math.toIntExact(longest.toMillis()));
        }
    }

    /** Gives the connection back; what was not committed is undone. */
    void close() {
        Connection held = connection;
        connection = null;
        if (held == null) {
            return;
        }
        try {
            clean(held);
        } catch (SQLException thrown) {
            abandon(held, thrown);
        } finally {
            giveBack(held);
        }
    }

    private void clean(Connection held) throws SQLException {
        if (!eachItsOwn && !committed) {
            held.rollback();
        }
        if (held.getAutoCommit() != autoCommitBefore) {
            held.setAutoCommit(autoCommitBefore);
        }
        if (networkTimeoutBefore != UNTOUCHED) {
            held.setNetworkTimeout(Runnable::run, networkTimeoutBefore);
        }
    }

    /** A connection that cannot be brought back to a clean state must not be anybody else's. */
    private void abandon(Connection held, SQLException why) {
        LOG.debug("{}: connection given up", call, why);
        try {
            held.abort(Runnable::run);
        } catch (SQLException thrown) {
            LOG.debug("{}: connection could not even be aborted", call, thrown);
        }
    }

    private void giveBack(Connection held) {
        try {
            held.close();
        } catch (SQLException thrown) {
            LOG.debug("{}: connection could not be given back", call, thrown);
        }
    }
}
