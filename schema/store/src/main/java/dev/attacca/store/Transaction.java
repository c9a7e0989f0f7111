package dev.attacca.store;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.CallCancelledException;
import dev.attacca.error.DeadlineExceededException;
import dev.attacca.error.Outcome;
import dev.attacca.error.ReadOnlyViolationException;
import dev.attacca.object.Deadline;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the views of one unit of work share: its session, what was left to the end, and what went wrong.
 *
 * <p>Thread safety: confined to the thread that runs the body.
 */
final class Transaction {
    private final StoreUnitOfWorkFactory store;
    private final ObjectContext context;
    private final String call;
    private final boolean readOnly;
    private final Session session;
    private final AfterCommit afterCommit;
    private @Nullable RuntimeException failure;
    private @Nullable RemotableMethod body;
    private @Nullable Runnable left;
    private boolean alone;

    Transaction(StoreUnitOfWorkFactory store, ObjectContext context, String call, boolean readOnly) {
        this.store = store;
        this.context = context;
        this.call = call;
        this.readOnly = readOnly;
        this.session = new Session(store.connections(), call);
        this.afterCommit = new AfterCommit(call);
    }

    /** Told whose statements come next: those of a read-only body must not write, though another call of the unit may. */
    void begin(RemotableMethod method) {
        body = method;
    }

    AfterCommit afterCommit() {
        return afterCommit;
    }

    int run(Statement statement, Parameters parameters, Supplier<String> about, Results results) {
        settle();
        check(statement.kind(), about);
        Deadline deadline = context.request().deadline();
        Connection held = connection(about);
        ObjectContext onBehalf = session.begins() ? context : null;
        SessionSettings settings = store.settings();
        long start = System.nanoTime();
        int rows = -1;
        try (PreparedStatement prepared =
                held.prepareStatement(settings.before(statement.sql(), deadline != null, onBehalf != null))) {
            ColumnBinder to = new ColumnBinder(prepared);
            settings.bind(deadline, onBehalf, to);
            parameters.bind(to);
            if (alone && deadline != null) {
                session.awaitAtMost(deadline.remaining().plus(store.commitTimeout()));
            }
            prepared.execute();
            session.begun();
            if (deadline != null || onBehalf != null) {
                prepared.getMoreResults();
            }
            rows = results.take(prepared);
            return rows;
        } catch (SQLException thrown) {
            AttaccaException translated = alone && statement.kind().writes()
                    ? SqlFailures.ofWholeUnit(thrown, statement, about.get())
                    : SqlFailures.ofStatement(thrown, statement, about.get());
            failure = readOnly ? null : translated;
            throw translated;
        } finally {
            store.listener()
                    .ran(new StatementListener.Run(context.request(), statement, rows, System.nanoTime() - start));
        }
    }

    /**
     * Leaves a write to the end of the bodies: one that is the only statement of its unit is then a transaction of its own, without
     * the round trip of COMMIT. Any statement that comes first has it done before itself, in order, and so does {@link #settle}. If it
     * fails, the whole call does, whatever becomes of the error in a body.
     *
     * @param kind what the write does
     * @param about what it is about, for errors
     * @param write runs one statement, and others only to explain why that met no row
     */
    void atTheEnd(Statement.Kind kind, Supplier<String> about, Runnable write) {
        settle();
        check(kind, about);
        left = write;
    }

    void settle() {
        Runnable due = left;
        if (due == null) {
            return;
        }
        left = null;
        try {
            due.run();
        } catch (RuntimeException thrown) {
            failure = thrown;
            throw thrown;
        }
    }

    /** Whether a write that was left is the unit's only statement. */
    boolean endsAlone() {
        return left != null && !session.isOpen() && failure == null;
    }

    /** Does what was left, alone only where {@link #endsAlone}: it is then visible when this returns. */
    void finish(boolean inItsOwnTransaction) {
        alone = inItsOwnTransaction;
        settle();
        if (alone) {
            afterCommit.committed();
        }
    }

    private void check(Statement.Kind kind, Supplier<String> about) {
        RemotableMethod running = body;
        boolean mayOnlyRead = readOnly || (running != null && running.readOnly());
        if (mayOnlyRead && !kind.readOnly()) {
            throw new ReadOnlyViolationException((running == null ? call : running.qualifiedName()) + ": " + kind
                    + " in a read-only call (expected: only SELECT;" + " leave out readOnly = true)");
        }
        refuseAfterFailure();
        refuseWhatNobodyAwaits(about);
    }

    private void refuseAfterFailure() {
        RuntimeException before = failure;
        if (before != null) {
            throw before;
        }
    }

    private void refuseWhatNobodyAwaits(Supplier<String> about) {
        if (context.caller().gone()) {
            throw new CallCancelledException(
                    about.get() + ": its caller gave the call up (expected: one that waits); nothing was applied",
                    Outcome.REFUSED);
        }
        Deadline deadline = context.request().deadline();
        if (deadline != null && deadline.passed()) {
            throw new DeadlineExceededException(
                    about.get() + ": the deadline passed "
                            + -deadline.remaining().toMillis()
                            + " ms ago (expected: time left); nothing was applied, allow more time",
                    Outcome.REFUSED);
        }
    }

    private Connection connection(Supplier<String> about) {
        try {
            return session.open(readOnly || alone, context.request().deadline());
        } catch (SQLException thrown) {
            // Whatever kept the connection away: this call has no time left for another.
            refuseWhatNobodyAwaits(about);
            throw SqlFailures.ofConnecting(thrown);
        }
    }

    void commit() {
        refuseAfterFailure();
        settle();
        if (!readOnly && !alone && session.isOpen()) {
            refuseWhatNobodyAwaits(() -> call);
        }
        try {
            session.commit(store.commitTimeout());
        } catch (SQLException thrown) {
            throw SqlFailures.ofCommit(thrown);
        }
        afterCommit.committed();
    }

    void close() {
        session.close();
        afterCommit.run();
    }

    /** Takes what a statement returned. */
    @FunctionalInterface
    interface Results {
        int take(PreparedStatement executed) throws SQLException;
    }
}
