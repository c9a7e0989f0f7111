package dev.attacca.store;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.ReadOnlyViolationException;
import dev.attacca.object.ObjectContext;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One call's transaction, and the only way to the database: {@code context.service(UnitOfWork.class)} inside the body of a
 * remotable. Generated mappers use it; so may SQL written by hand, which then says in its {@link Statement} what it touches.
 *
 * <p>No connection is taken before the first statement, and none is waited for beyond the deadline. BEGIN, the time limits and on
 * whose behalf the call runs travel with the statement they precede, so a body of one statement costs two round trips, its own and
 * COMMIT; a read-only one costs one, in its own transaction, and so does one that ends with a mapper's {@code save} or
 * {@code destroy} and runs no other statement. After a statement failed in a writing unit the transaction is lost:
 * every later statement and the commit throw the same error again.
 *
 * <p>Policies of row-level security find {@code attacca.user}, {@code attacca.project}, {@code attacca.request} and
 * {@code attacca.agent} (who TLS has proven the caller to be) by {@code current_setting(…, true)}: empty where there is none, and
 * empty or null outside a unit of work, so {@code nullif(current_setting('attacca.project', true), '')} is what to compare with.
 *
 * <p>Thread safety: confined to the thread that runs the body.
 */
public final class UnitOfWork {
    private final Transaction transaction;
    private final ObjectContext context;

    UnitOfWork(Transaction transaction, ObjectContext context) {
        this.transaction = transaction;
        this.context = context;
    }

    /** The same transaction, for a context derived from the call's own. */
    UnitOfWork seenBy(ObjectContext other) {
        return other == context ? this : new UnitOfWork(transaction, other);
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
        transaction.run(statement, parameters, about, executed -> {
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
        return transaction.run(statement, parameters, about, PreparedStatement::getUpdateCount);
    }

    private static String subject(Statement statement) {
        return String.join(", ", statement.tables());
    }

    /**
     * Does now what mappers' {@code save} and {@code destroy} have left to the end: for a body that must see what they bring back.
     *
     * @throws AttaccaException what they throw; the call then fails with it in any case
     */
    public void settle() {
        transaction.settle();
    }

    /**
     * Has something done once everything that was written is certainly visible: after the commit of a writing call, after the body
     * of a read-only one. Not done if the call is undone or its outcome is unknown, and not for a try that was repeated. Runs on
     * this thread before the answer leaves, outside the unit and without a connection, so it should be short; a remotable that it
     * calls is a call of its own. What it throws is logged and changes nothing.
     *
     * @param action done once, in the order of these calls
     */
    public void afterCommit(Runnable action) {
        transaction.afterCommit().add(action);
    }

    /** See {@link Transaction#atTheEnd}. */
    void atTheEnd(Statement.Kind kind, Supplier<String> about, Runnable write) {
        transaction.atTheEnd(kind, about, write);
    }
}
