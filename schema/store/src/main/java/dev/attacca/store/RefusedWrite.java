package dev.attacca.store;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.ConflictException;
import dev.attacca.error.NotFoundException;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ReadDeleted;
import dev.attacca.object.VersionedObject;
import dev.attacca.store.RowWrites.Guard;
import dev.attacca.store.TableDefinition.Column;
import dev.attacca.store.TableDefinition.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a write met no row: it is gone, or it is not what the write expected. Looks at the row again in the same unit
 * of work, so the answer costs a statement only when something is wrong.
 *
 * @param <T> the class
 */
final class RefusedWrite<T extends VersionedObject> {
    private final TableDefinition<T> table;
    private final TableRows<T> rows;
    private final TableSql sql;

    RefusedWrite(TableDefinition<T> table, TableRows<T> rows, TableSql sql) {
        this.table = table;
        this.rows = rows;
        this.sql = sql;
    }

    AttaccaException explain(UnitOfWork unit, Guard<T> guard) {
        String entity = guard.object().type().name() + " " + guard.key();
        long columns = 0;
        Column versionColumn = guard.versioned() ? table.with(Role.ROW_VERSION) : null;
        if (versionColumn != null) {
            columns |= versionColumn.bit();
        }
        for (TableSql.Tested tested : guard.tests()) {
            columns |= tested.column().bit();
        }
        List<Column> looked = sql.columns(columns);
        List<Map<Column, @Nullable Object>> found = unit.query(
                sql.look(columns),
                to -> table.key().type().bind(to, guard.key()),
                from -> {
                    Map<Column, @Nullable Object> row = new LinkedHashMap<>();
                    if (Boolean.FALSE.equals(from.bool())) {
                        return row;
                    }
                    row.put(table.key(), guard.key());
                    for (Column column : looked) {
                        row.put(column, rows.read(column, from));
                    }
                    return row;
                },
                () -> entity);
        if (found.isEmpty() || found.get(0).isEmpty()) {
            return notFound(entity, table.softDelete() ? ReadDeleted.NO : null);
        }
        return conflict(entity, guard, versionColumn, found.get(0));
    }

    private AttaccaException conflict(
            String entity, Guard<T> guard, @Nullable Column versionColumn, Map<Column, @Nullable Object> row) {
        List<ObjectField> fields = rows.fields(guard.object().type());
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        List<String> demanded = new ArrayList<>();
        if (versionColumn != null) {
            String wanted = versionColumn.field() + "=" + guard.rowVersion();
            demanded.add(wanted);
            Object found = row.get(versionColumn);
            if (!String.valueOf(guard.rowVersion()).equals(String.valueOf(found))) {
                expected.add(wanted);
                actual.add(versionColumn.field() + "=" + found);
            }
        }
        for (int i = 0; i < guard.tests().size(); i++) {
            Column column = guard.tests().get(i).column();
            Condition condition = guard.conditions().get(i);
            boolean sensitive = fields.get(column.index()).sensitive();
            String wanted = condition.describe(sensitive);
            demanded.add(wanted);
            if (!condition.holds(row.get(column))) {
                expected.add(wanted);
                actual.add(column.field() + "=" + (sensitive ? "***" : row.get(column)));
            }
        }
        if (expected.isEmpty()) {
            // Between the write and the look somebody made it so; by then it was too late.
            return ConflictException.expected(entity, String.join(", ", demanded), null);
        }
        return ConflictException.expected(entity, String.join(", ", expected), String.join(", ", actual));
    }

    /**
     * The error for a row that is not there.
     *
     * @param seen which rows were looked at, or {@code null} of a class whose dead rows do not stay
     */
    static NotFoundException notFound(String entity, @Nullable ReadDeleted seen) {
        String expected = switch (seen == null ? ReadDeleted.YES : seen) {
            case NO -> "one that is stored and not deleted";
            case ONLY -> "one that is deleted";
            case YES -> "one that is stored";
        };
        return new NotFoundException(
                entity + ": not found (expected: " + expected + "); check the key", Map.of("entity", entity), null);
    }
}
