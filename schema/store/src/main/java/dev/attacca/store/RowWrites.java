package dev.attacca.store;

import dev.attacca.error.InvalidValueException;
import dev.attacca.object.ObjectField;
import dev.attacca.object.Slots;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import dev.attacca.store.Statement.Kind;
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
 * Writes one row: adds it, or changes or removes it if it is what the write demands. What is demanded and written is what holds when
 * the write is asked for, though it may run later.
 *
 * <p>Thread safety: safe for use by several threads; the unit of work and the objects are the caller's own.
 *
 * @param <T> the class
 */
final class RowWrites<T extends VersionedObject> {
    private final TableDefinition<T> table;
    private final TableRows<T> rows;
    private final TableSql sql;
    private final RefusedWrite<T> refused;

    RowWrites(TableDefinition<T> table, TableRows<T> rows, TableSql sql) {
        this.table = table;
        this.rows = rows;
        this.sql = sql;
        this.refused = new RefusedWrite<>(table, rows, sql);
    }

    /** Adds a row of the fields that are set, and brings back all the others as the database made them. */
    void insert(UnitOfWork unit, T object) {
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

    void update(UnitOfWork unit, T object, List<Expectation<T>> expected) {
        Runnable write = updating(unit, object, object, expected);
        if (write != null) {
            write.run();
        }
    }

    /** The same once the bodies have returned: what the object holds now. From now on its changes count as stored. */
    void save(UnitOfWork unit, T object, List<Expectation<T>> expected) {
        // What is left of this object brings back the row version that this write must expect.
        unit.settle();
        Runnable write = updating(unit, object, asItIsNow(object), expected);
        if (write != null) {
            unit.atTheEnd(Kind.UPDATE, about(object), write);
            rows.stored(object, rows.columns(rows.fields(object.type()), Slots.changed(object)));
        }
    }

    private T asItIsNow(T object) {
        VersionedObject copy = Slots.values(object);
        Slots.masks(copy, Slots.present(object), Slots.changed(object));
        return table.type().cast(copy);
    }

    private @Nullable Runnable updating(UnitOfWork unit, T object, T values, List<Expectation<T>> expected) {
        List<ObjectField> fields = rows.fields(object.type());
        long touched = rows.columns(fields, Slots.changed(object)) & ~bit(Role.ROW_VERSION);
        refuseManaged(object, fields, touched);
        refuseNewKey(object, touched);
        if (touched == 0 && expected.isEmpty()) {
            return null;
        }
        Guard<T> guard = guard(object, expected, touched);
        return () -> update(unit, object, values, touched, guard);
    }

    private void update(UnitOfWork unit, T object, T values, long touched, Guard<T> guard) {
        boolean found;
        if (touched == 0) {
            Statement lock = sql.lock(guard.versioned(), guard.tests());
            found = !unit.query(lock, to -> bindGuard(guard, to), from -> true, about(object))
                    .isEmpty();
        } else {
            Statement update = sql.update(touched, guard.versioned(), guard.tests());
            found = run(unit, update, object, sql.updated(), to -> {
                rows.bind(values, touched, to);
                bindGuard(guard, to);
            });
        }
        if (!found) {
            throw refused.explain(unit, guard);
        }
        if (values == object) {
            rows.stored(object, touched);
        }
    }

    /** Removes the row, or marks it deleted. */
    void remove(UnitOfWork unit, T object, List<Expectation<T>> expected, boolean softly) {
        removing(unit, object, expected, softly).run();
    }

    /** The same once the bodies have returned, as the class has it. */
    void destroy(UnitOfWork unit, T object, List<Expectation<T>> expected) {
        unit.settle();
        Runnable write = removing(unit, object, expected, table.softDelete());
        unit.atTheEnd(table.softDelete() ? Kind.UPDATE : Kind.DELETE, about(object), write);
    }

    private Runnable removing(UnitOfWork unit, T object, List<Expectation<T>> expected, boolean softly) {
        Guard<T> guard = guard(object, expected, 0);
        Statement statement = softly
                ? sql.softDelete(guard.versioned(), guard.tests())
                : sql.delete(guard.versioned(), guard.tests());
        long broughtBack = softly ? sql.softDeleted() : 0;
        return () -> {
            if (!run(unit, statement, object, broughtBack, to -> bindGuard(guard, to))) {
                throw refused.explain(unit, guard);
            }
        };
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

    Object key(T object) {
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

    /** What errors call an object. */
    Supplier<String> about(T object) {
        return () -> {
            ObjectField key = rows.fields(object.type()).get(table.key().index());
            Object value = valueIfSet(object, key);
            return value == null ? object.type().name() : object.type().name() + " " + value;
        };
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
