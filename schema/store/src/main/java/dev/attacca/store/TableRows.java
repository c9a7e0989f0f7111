package dev.attacca.store;

import dev.attacca.error.InvalidValueException;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ObjectType;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import dev.attacca.store.TableDefinition.Column;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows which field of an object is which column of its table, and moves values between them.
 *
 * <p>Thread safety: safe for use by several threads; the fields found last are kept in one immutable holder.
 *
 * @param <T> the class
 */
final class TableRows<T extends VersionedObject> {
    private final TableDefinition<T> table;
    private final RowMapping<T> mapping;
    private volatile @Nullable Resolved last;

    TableRows(TableDefinition<T> table, RowMapping<T> mapping) {
        this.table = table;
        this.mapping = mapping;
    }

    private record Resolved(ObjectType<?> type, List<ObjectField> fields, long former) {}

    /** The field of each column. A type comes from a registry and a process may have several, so they are looked up per type. */
    List<ObjectField> fields(ObjectType<?> type) {
        return resolved(type).fields();
    }

    /** The columns of fields whose limits depend on what the row holds. */
    long former(ObjectType<?> type) {
        return resolved(type).former();
    }

    private Resolved resolved(ObjectType<?> type) {
        Resolved known = last;
        if (known == null || known.type() != type) {
            List<ObjectField> fields = resolve(type);
            long former = 0;
            for (Column column : table.columns()) {
                former |= FormerValues.matter(fields.get(column.index())) ? column.bit() : 0;
            }
            known = new Resolved(type, fields, former);
            last = known;
        }
        return known;
    }

    private List<ObjectField> resolve(ObjectType<?> type) {
        List<ObjectField> fields = new ArrayList<>();
        for (Column column : table.columns()) {
            ObjectField field = type.field(column.field());
            if (field == null) {
                throw new IllegalStateException(type.name() + "." + column.field()
                        + ": the mapper has it and the class has not (expected: both of one build; compile again)");
            }
            fields.add(field);
        }
        return List.copyOf(fields);
    }

    /** The columns whose fields have their bit in a mask of fields. */
    long columns(List<ObjectField> fields, long fieldMask) {
        long columns = 0;
        for (int i = 0; i < fields.size(); i++) {
            if ((fieldMask & fields.get(i).bit()) != 0) {
                columns |= 1L << i;
            }
        }
        return columns;
    }

    void bind(T object, long columns, ColumnBinder to) throws SQLException {
        for (long left = columns; left != 0; left &= left - 1) {
            mapping.bind(object, Long.numberOfTrailingZeros(left), to);
        }
    }

    static void bind(List<Condition> conditions, List<TableSql.Tested> tests, ColumnBinder to) throws SQLException {
        for (int i = 0; i < tests.size(); i++) {
            Condition condition = conditions.get(i);
            ColumnType type = tests.get(i).column().type();
            switch (condition.test()) {
                case NULL, NOT_NULL -> {
                    // Nothing to compare with.
                }
                case ONE_OF, ONE_OF_OR_NULL ->
                    to.textArray(condition.values().stream().map(type::text).toList());
                default -> type.bind(to, condition.values().get(0));
            }
        }
    }

    @Nullable
    Object read(Column column, ColumnReader from) throws SQLException {
        return mapping.read(column.index(), from);
    }

    /** Brings stored values into an object, not as changes. NULL makes a field without null unset. */
    T load(T object, long columns, ColumnReader from) throws SQLException {
        List<ObjectField> fields = fields(object.type());
        for (long left = columns; left != 0; left &= left - 1) {
            int column = Long.numberOfTrailingZeros(left);
            Object value = mapping.read(column, from);
            ObjectField field = fields.get(column);
            if (value == null && (field.primitive() || !field.nullable())) {
                Slots.unset(object, field);
            } else {
                Slots.load(object, field, value);
            }
        }
        return object;
    }

    /** Forgets that the fields of these columns were changed: they are stored now. */
    void stored(T object, long columns) {
        List<ObjectField> fields = fields(object.type());
        long stored = 0;
        for (long left = columns; left != 0; left &= left - 1) {
            stored |= fields.get(Long.numberOfTrailingZeros(left)).bit();
        }
        Slots.masks(object, Slots.present(object), Slots.changed(object) & ~stored);
    }

    /** The columns that conditions test. */
    List<TableSql.Tested> tests(List<Condition> conditions) {
        return conditions.stream()
                .map(condition -> new TableSql.Tested(column(condition), condition.test()))
                .toList();
    }

    private Column column(Condition condition) {
        Column column = condition.field().owner().isAssignableFrom(table.type())
                ? table.ofField(condition.field().name())
                : null;
        if (column == null) {
            throw new InvalidValueException(condition.field() + ": no column (expected: one of "
                    + table.columns().stream().map(Column::field).toList() + ")");
        }
        return column;
    }
}
