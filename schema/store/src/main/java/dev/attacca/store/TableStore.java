package dev.attacca.store;

import dev.attacca.error.InvalidValueException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ReadDeleted;
import dev.attacca.object.Slots;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import dev.attacca.store.TableDefinition.Column;
import dev.attacca.store.TableDefinition.Role;
import dev.attacca.store.TableSql.Tested;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
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
    private final RefusedWrite<T> refused;

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
        this.refused = new RefusedWrite<>(table, rows, sql);
    }

    /** Adds a row of the fields that are set, and brings back all the others as the database made them. */
    public void insert(UnitOfWork unit, T object) {
        List<ObjectField> fields = rows.fields(object.type());
        refuseManaged(object, fields, rows.columns(fields, Slots.changed(object)));
        ObjectField key = fields.get(table.key().index());
        if ((Slots.present(object) & key.bit()) == 0 && key.type() == ValueType.Scalar.UUID) {
            Slots.load(object, key, UUID.randomUUID());
        }
        long given = rows.columns(fields, Slots.present(object)) & ~managed();
        Statement statement = sql.insert(given);
        long generated = sql.generated(given);
        run(unit, statement, object, generated, to -> rows.bind(object, given, to));
        rows.stored(object, given);
    }

    /**
     * Writes exactly the changed fields, if the row is alive, as old as the object knows and as expected, and if it holds what
     * {@code @WriteOnce} and {@code @Transitions} let a changed field follow on: a peer's word for that would not do.
     */
    public void update(UnitOfWork unit, T object, List<Expectation<T>> expected) {
        List<ObjectField> fields = rows.fields(object.type());
        long touched = rows.columns(fields, Slots.changed(object)) & ~bit(Role.ROW_VERSION);
        refuseManaged(object, fields, touched);
        refuseNewKey(object, touched);
        if (touched == 0 && expected.isEmpty()) {
            return;
        }
        Guard<T> guard = guard(object, expected, touched);
        boolean found;
        if (touched == 0) {
            Statement lock = sql.lock(guard.versioned(), guard.tests());
            found = !unit.query(lock, to -> bindGuard(guard, to), from -> true, about(object))
                    .isEmpty();
        } else {
            Statement update = sql.update(touched, guard.versioned(), guard.tests());
            found = run(unit, update, object, sql.updated(), to -> {
                rows.bind(object, touched, to);
                bindGuard(guard, to);
            });
        }
        if (!found) {
            throw refused.explain(unit, guard);
        }
        rows.stored(object, touched);
    }

    /** Marks the row deleted, if it is alive, as old as the object knows and as expected. Writes nothing else of the object. */
    public void softDelete(UnitOfWork unit, T object, List<Expectation<T>> expected) {
        Guard<T> guard = guard(object, expected, 0);
        Statement statement = sql.softDelete(guard.versioned(), guard.tests());
        if (!run(unit, statement, object, sql.softDeleted(), to -> bindGuard(guard, to))) {
            throw refused.explain(unit, guard);
        }
    }

    /** Removes the row, if it is as old as the object knows and as expected. */
    public void delete(UnitOfWork unit, T object, List<Expectation<T>> expected) {
        Guard<T> guard = guard(object, expected, 0);
        Statement statement = sql.delete(guard.versioned(), guard.tests());
        if (!run(unit, statement, object, 0, to -> bindGuard(guard, to))) {
            throw refused.explain(unit, guard);
        }
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
        Object key = key(object);
        ReadDeleted seen = unit.context().request().readDeleted();
        List<T> found = unit.query(
                sql.byKey(seen),
                to -> table.key().type().bind(to, key),
                from -> rows.load(object, sql.all(), from),
                about(object));
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

    /** What a write demands of its row. */
    record Guard<T extends VersionedObject>(
            T object, Object key, @Nullable Long rowVersion, List<Condition> conditions, List<Tested> tests) {
        boolean versioned() {
            return rowVersion != null;
        }
    }

    private Guard<T> guard(T object, List<Expectation<T>> expected, long touched) {
        List<ObjectField> fields = rows.fields(object.type());
        List<Condition> conditions =
                new ArrayList<>(expected.stream().map(Expectation::condition).toList());
        long former = touched & rows.former(object.type());
        if (former != 0) {
            FormerValues.add(
                    conditions,
                    table.type(),
                    object,
                    sql.columns(former).stream()
                            .map(column -> fields.get(column.index()))
                            .toList());
        }
        Column versionColumn = table.with(Role.ROW_VERSION);
        Object version = versionColumn == null ? null : valueIfSet(object, fields.get(versionColumn.index()));
        return new Guard<>(object, key(object), (Long) version, conditions, rows.tests(conditions));
    }

    private Object key(T object) {
        ObjectField field = rows.fields(object.type()).get(table.key().index());
        Object key = valueIfSet(object, field);
        if (key == null) {
            throw new InvalidValueException(
                    object.type().name() + "." + table.key().field()
                            + ": not set (expected: the key of a stored object); insert the object, or load it");
        }
        return key;
    }

    private static @Nullable Object valueIfSet(VersionedObject object, ObjectField field) {
        return (Slots.present(object) & field.bit()) == 0 ? null : Slots.value(object, field);
    }

    private void bindGuard(Guard<T> guard, ColumnBinder to) throws SQLException {
        table.key().type().bind(to, guard.key());
        Long version = guard.rowVersion();
        if (version != null) {
            to.bigint(version.longValue());
        }
        TableRows.bind(guard.conditions(), guard.tests(), to);
    }

    /** Runs a write of one row and brings back some columns; returns whether there was the row. */
    private boolean run(UnitOfWork unit, Statement statement, T object, long broughtBack, Parameters parameters) {
        if (broughtBack == 0) {
            return unit.execute(statement, parameters, about(object)) == 1;
        }
        return !unit.query(statement, parameters, from -> rows.load(object, broughtBack, from), about(object))
                .isEmpty();
    }

    private Supplier<String> about(T object) {
        return () -> {
            ObjectField key = rows.fields(object.type()).get(table.key().index());
            Object value = valueIfSet(object, key);
            return value == null ? object.type().name() : object.type().name() + " " + value;
        };
    }

    private String name(UnitOfWork unit, Object key) {
        return unit.context().factory().type(table.type()).name() + " " + key;
    }

    private long bit(Role role) {
        Column column = table.with(role);
        return column == null ? 0 : column.bit();
    }

    /** The columns that only the store writes. */
    private long managed() {
        return bit(Role.ROW_VERSION) | bit(Role.CREATED_AT) | bit(Role.UPDATED_AT) | bit(Role.DELETED_AT);
    }

    private void refuseManaged(T object, List<ObjectField> fields, long touched) {
        long wrong = touched & managed();
        if (wrong != 0) {
            throw new InvalidValueException(object.type().name() + "."
                    + fields.get(Long.numberOfTrailingZeros(wrong)).name()
                    + ": set by the caller (expected: left alone); the store writes it");
        }
    }

    private void refuseNewKey(T object, long touched) {
        if ((touched & table.key().bit()) != 0) {
            throw new InvalidValueException(
                    object.type().name() + "." + table.key().field()
                            + ": changed (expected: the key it was loaded with); insert a new object instead");
        }
    }
}
