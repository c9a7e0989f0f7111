package dev.attacca.store;

import dev.attacca.error.InvalidValueException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ReadDeleted;
import dev.attacca.object.VersionedObject;
import dev.attacca.store.TableSql.Tested;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a generated mapper does with one table. A mapper adds the types: its methods are one call into here.
 *
 * <p>Errors: {@link dev.attacca.error.NotFoundException}, {@link dev.attacca.error.ConflictException} and what the database
 * refuses, one type per cause; none holds SQL or the contents of rows.
 *
 * <p>Thread safety: safe for use by several threads; the unit of work and the objects are the caller's own.
 *
 * @param <T> the class whose objects are the table's rows
 */
public final class TableStore<T extends VersionedObject> {
    private final TableDefinition<T> table;
    private final TableRows<T> rows;
    private final TableSql sql;
    private final RowWrites<T> writes;

    /**
     * Creates the store of a table.
     *
     * @param table the table
     * @param mapping moves the values of its columns
     */
    public TableStore(TableDefinition<T> table, RowMapping<T> mapping) {
        this.table = table;
        this.rows = new TableRows<>(table, mapping);
        this.sql = new TableSql(table);
        this.writes = new RowWrites<>(table, rows, sql);
    }

    /** Adds a row of the fields that are set, and brings back all the others as the database made them. */
    public void insert(UnitOfWork unit, T object) {
        writes.insert(unit, object);
    }

    /**
     * Writes exactly the changed fields, if the row is alive, as old as the object knows and as expected, and if it holds what
     * {@code @WriteOnce} and {@code @Transitions} let a changed field follow on: a peer's word for that would not do.
     */
    public void update(UnitOfWork unit, T object, List<Expectation<T>> expected) {
        writes.update(unit, object, expected);
    }

    /**
     * As {@link #update}, once the body has returned, or before the next statement if there is one. What is written is what the
     * object holds now; from now on its changes count as stored.
     */
    public void save(UnitOfWork unit, T object, List<Expectation<T>> expected) {
        writes.save(unit, object, expected);
    }

    /** Marks the row deleted, if it is alive, as old as the object knows and as expected. Writes nothing else of the object. */
    public void softDelete(UnitOfWork unit, T object, List<Expectation<T>> expected) {
        writes.remove(unit, object, expected, true);
    }

    /** Removes the row, if it is as old as the object knows and as expected. */
    public void delete(UnitOfWork unit, T object, List<Expectation<T>> expected) {
        writes.remove(unit, object, expected, false);
    }

    /**
     * As {@link #softDelete} or, where dead rows do not stay, {@link #delete}: once the body has returned, or before the next
     * statement if there is one.
     */
    public void destroy(UnitOfWork unit, T object, List<Expectation<T>> expected) {
        writes.destroy(unit, object, expected);
    }

    /** The object of that key, among the rows the request may see, or {@code null}. */
    public @Nullable T byKey(UnitOfWork unit, Object key) {
        ObjectContext context = unit.context();
        Statement statement = sql.byKey(context.request().readDeleted());
        List<T> found = unit.query(
                statement,
                to -> table.key().type().bind(to, key),
                from -> rows.load(context.create(table.type()), sql.all(), from),
                () -> name(unit, key));
        return found.isEmpty() ? null : found.get(0);
    }

    /**
     * The object of that key, among the rows the request may see.
     *
     * @throws dev.attacca.error.NotFoundException if there is none
     */
    public T requireByKey(UnitOfWork unit, Object key) {
        T found = byKey(unit, key);
        if (found == null) {
            throw RefusedWrite.notFound(
                    name(unit, key),
                    table.softDelete() ? unit.context().request().readDeleted() : null);
        }
        return found;
    }

    /**
     * Brings an object up to date with its row, if the request may see it. Every field that is a column shows what is stored
     * and no longer counts as changed; fields that are no columns stay as they are.
     *
     * @throws dev.attacca.error.NotFoundException if there is no such row; the object is untouched
     */
    public void refresh(UnitOfWork unit, T object) {
        Object key = writes.key(object);
        ReadDeleted seen = unit.context().request().readDeleted();
        List<T> found = unit.query(
                sql.byKey(seen),
                to -> table.key().type().bind(to, key),
                from -> rows.load(object, sql.all(), from),
                writes.about(object));
        if (found.isEmpty()) {
            throw RefusedWrite.notFound(name(unit, key), table.softDelete() ? seen : null);
        }
    }

    /**
     * The objects that pass, among the rows the request may see, in key order.
     *
     * @throws InvalidValueException if a filter's field is no column, or if there are more than {@value Select#MOST_ROWS} and
     *     the selection has no limit
     */
    public List<T> find(UnitOfWork unit, Select<T> select) {
        ObjectContext context = unit.context();
        List<Condition> conditions =
                select.filters().stream().map(Filter::condition).toList();
        List<Tested> tests = rows.tests(conditions);
        Statement statement = sql.find(context.request().readDeleted(), tests);
        // One more than allowed: a list that was cut off without a word would be taken for the whole.
        int asked = select.limited() ? select.limit() : select.limit() + 1;
        List<T> found = unit.query(
                statement,
                to -> {
                    TableRows.bind(conditions, tests, to);
                    to.integer(asked);
                },
                from -> rows.load(context.create(table.type()), sql.all(), from),
                () -> context.factory().type(table.type()).name());
        if (found.size() > select.limit()) {
            throw new InvalidValueException(
                    context.factory().type(table.type()).name() + ": more than " + select.limit()
                            + " found (expected: at most that many); give a limit, and page by Filter.gt on the key");
        }
        return found;
    }

    private String name(UnitOfWork unit, Object key) {
        return unit.context().factory().type(table.type()).name() + " " + key;
    }
}
