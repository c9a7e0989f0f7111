package dev.attacca.store;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.DeadlineExceededException;
import dev.attacca.error.Outcome;
import dev.attacca.error.ReadOnlyViolationException;
import dev.attacca.object.Deadline;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call's transaction, and the only way to the database: {@code context.service(UnitOfWork.class)} inside the body of a
 * remotable. Generated mappers use it; so may SQL written by hand, which then says in its {@link Statement} what it touches.
 *
 * <p>No connection is taken before the first statement. BEGIN and the time limits travel with the statement they precede, so a
 * body of one statement costs two round trips, its own and COMMIT; a read-only one costs one, in its own transaction. After a
 * statement failed in a writing unit the transaction is lost: every later statement and the commit throw the same error again.
 *
 * <p>Thread safety: confined to the thread that runs the body.
 */
public final class UnitOfWork {
    private static final Logger LOG = LoggerFactory.getLogger(UnitOfWork.class);

    private static final int UNTOUCHED = -1;

    private final StoreUnitOfWorkFactory store;
    private final ObjectContext context;
    private final String call;
    private final boolean readOnly;
    private final @Nullable UnitOfWork shared;
    private @Nullable Connection connection;
    private @Nullable AttaccaException failure;
    private boolean autoCommitBefore;
    private int networkTimeoutBefore = UNTOUCHED;
    private boolean committed;
    private @Nullable RemotableMethod body;

    UnitOfWork(StoreUnitOfWorkFactory store, ObjectContext context, String call, boolean readOnly) {
        this.store = store;
        this.context = context;
        this.call = call;
        this.readOnly = readOnly;
        this.shared = null;
    }

    private UnitOfWork(UnitOfWork shared, ObjectContext context) {
        this.store = shared.store;
        this.context = context;
        this.call = shared.call;
        this.readOnly = shared.readOnly;
        this.shared = shared;
    }

    /** Told whose statements come next: those of a read-only body must not write, though another call of the unit may. */
    void begin(RemotableMethod method) {
        body = method;
    }

    /** The same transaction, for a context derived from the call's own. */
    UnitOfWork seenBy(ObjectContext other) {
        return other == context ? this : new UnitOfWork(this, other);
    }

    /** The context of the call, or the one derived from it that asked: what it may see and until when. */
    public ObjectContext context() {
        return context;
    }

    /**
     * Runs a statement that returns rows, {@code INSERT … RETURNING} included.
     *
     * @return what the reader made of each row, in order
     * @throws AttaccaException one type per cause, see {@link dev.attacca.error}
     * @throws ReadOnlyViolationException if the call is read-only and the statement is not
     */
    public <R> List<R> query(Statement statement, Parameters parameters, RowReader<R> reader) {
        return query(statement, parameters, reader, () -> subject(statement));
    }

    <R> List<R> query(Statement statement, Parameters parameters, RowReader<R> reader, Supplier<String> about) {
        List<R> rows = new ArrayList<>();
        run(statement, parameters, about, executed -> {
            try (ResultSet results = executed.getResultSet()) {
                ColumnReader from = new ColumnReader(results);
                while (from.nextRow()) {
                    rows.add(reader.read(from));
                }
            }
            return rows.size();
        });
        return rows;
    }

    /**
     * Runs a statement that returns no rows.
     *
     * @return how many rows it changed
     * @throws AttaccaException one type per cause, see {@link dev.attacca.error}
     * @throws ReadOnlyViolationException if the call is read-only and the statement is not
     */
    public int execute(Statement statement, Parameters parameters) {
        return execute(statement, parameters, () -> subject(statement));
    }

    int execute(Statement statement, Parameters parameters, Supplier<String> about) {
        return run(statement, parameters, about, PreparedStatement::getUpdateCount);
    }

    private static String subject(Statement statement) {
        return String.join(", ", statement.tables());
    }

    private int run(Statement statement, Parameters parameters, Supplier<String> about, Results results) {
        if (shared != null) {
            return shared.run(statement, parameters, about, results);
        }
        check(statement, about);
        Deadline deadline = context.request().deadline();
        Connection held = connection();
        long start = System.nanoTime();
        int rows = -1;
        try (PreparedStatement prepared =
                held.prepareStatement(deadline == null ? statement.sql() : TimeLimits.PREFIX + statement.sql())) {
            ColumnBinder to = new ColumnBinder(prepared);
            if (deadline != null) {
                TimeLimits.bind(deadline, to);
            }
            parameters.bind(to);
            prepared.execute();
            if (deadline != null) {
                prepared.getMoreResults();
            }
            rows = results.take(prepared);
            return rows;
        } catch (SQLException thrown) {
            AttaccaException translated = SqlFailures.ofStatement(thrown, statement, about.get());
            failure = readOnly ? null : translated;
            throw translated;
        } finally {
            store.listener()
                    .ran(new StatementListener.Run(context.request(), statement, rows, System.nanoTime() - start));
        }
    }

    private void check(Statement statement, Supplier<String> about) {
        RemotableMethod running = shared == null ? body : shared.body;
        boolean mayOnlyRead = readOnly || (running != null && running.readOnly());
        if (mayOnlyRead && !statement.kind().readOnly()) {
            throw new ReadOnlyViolationException(
                    (running == null ? call : running.qualifiedName()) + ": " + statement.kind()
                            + " in a read-only call (expected: only SELECT;" + " leave out readOnly = true)");
        }
        refuseAfterFailure();
        refuseAfterDeadline(about);
    }

    private void refuseAfterFailure() {
        AttaccaException before = failure;
        if (before != null) {
            throw before;
        }
    }

    private void refuseAfterDeadline(Supplier<String> about) {
        Deadline deadline = context.request().deadline();
        if (deadline != null && deadline.passed()) {
            throw new DeadlineExceededException(
                    about.get() + ": the deadline passed "
                            + -deadline.remaining().toMillis()
                            + " ms ago (expected: time left); nothing was applied, allow more time",
                    Outcome.REFUSED);
        }
    }

    private Connection connection() {
        Connection held = connection;
        if (held != null) {
            return held;
        }
        try {
            held = store.dataSource().getConnection();
            connection = held;
            autoCommitBefore = held.getAutoCommit();
            if (autoCommitBefore != readOnly) {
                held.setAutoCommit(readOnly);
            }
            return held;
        } catch (SQLException thrown) {
            throw SqlFailures.ofConnecting(thrown);
        }
    }

    void commit() {
        refuseAfterFailure();
        Connection held = connection;
        if (held == null || readOnly) {
            return;
        }
        refuseAfterDeadline(() -> call);
        try {
            // From here on the truth counts and not the deadline; only a connection that has died may end the wait.
            networkTimeoutBefore = held.getNetworkTimeout();
            held.setNetworkTimeout(
                    Runnable::run, Math.toIntExact(store.commitTimeout().toMillis()));
            held.commit();
            committed = true;
        } catch (SQLException thrown) {
            throw SqlFailures.ofCommit(thrown);
        }
    }

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
        if (!readOnly && !committed) {
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

    /** Takes what a statement returned. */
    @FunctionalInterface
    private interface Results {
        int take(PreparedStatement executed) throws SQLException;
    }
}
