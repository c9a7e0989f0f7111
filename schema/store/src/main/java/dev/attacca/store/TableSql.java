package dev.attacca.store;

import dev.attacca.object.ReadDeleted;
import dev.attacca.store.Statement.Kind;
import dev.attacca.store.TableDefinition.Column;
import dev.attacca.store.TableDefinition.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a table's statements. The text depends only on which columns and which tests, never on a value, and is made once per
 * shape; as callers choose the shapes, only so many are kept.
 *
 * <p>Thread safety: safe for use by several threads.
 */
final class TableSql {
    private static final int MOST_SHAPES = 256;

    private final TableDefinition<?> table;
    private final ConcurrentHashMap<Shape, Statement> made = new ConcurrentHashMap<>();

    TableSql(TableDefinition<?> table) {
        this.table = table;
    }

    /** A test on a column, without its values. */
    record Tested(Column column, Condition.Test test) {}

    /** Everything that a text depends on. */
    private record Shape(String verb, long columns, boolean versioned, ReadDeleted readDeleted, List<Tested> tests) {}

    /** Columns whose values are given; the row version and the time of creation are added, all others come back. */
    Statement insert(long given) {
        return once(new Shape("insert", given, false, ReadDeleted.NO, List.of()), () -> {
            List<String> names = new ArrayList<>();
            List<String> values = new ArrayList<>();
            for (Column column : columns(given)) {
                names.add(column.name());
                values.add(column.type().placeholder());
            }
            add(names, values, Role.ROW_VERSION, "1");
            add(names, values, Role.CREATED_AT, "now()");
            String what = names.isEmpty()
                    ? " DEFAULT VALUES"
                    : " (" + String.join(", ", names) + ") VALUES (" + String.join(", ", values) + ")";
            return statement(Kind.INSERT, "INSERT INTO " + table.name() + what + returning(generated(given)));
        });
    }

    private void add(List<String> names, List<String> values, Role role, String value) {
        Column column = table.with(role);
        if (column != null) {
            names.add(column.name());
            values.add(value);
        }
    }

    /** The columns that an insert of the given ones brings back. */
    long generated(long given) {
        return all() & ~given;
    }

    Statement update(long changed, boolean versioned, List<Tested> tests) {
        return once(new Shape("update", changed, versioned, ReadDeleted.NO, tests), () -> {
            List<String> sets = new ArrayList<>();
            for (Column column : columns(changed)) {
                sets.add(column.name() + " = " + column.type().placeholder());
            }
            raiseVersion(sets);
            Column updatedAt = table.with(Role.UPDATED_AT);
            if (updatedAt != null) {
                sets.add(updatedAt.name() + " = now()");
            }
            return statement(
                    Kind.UPDATE,
                    "UPDATE " + table.name() + " SET " + String.join(", ", sets) + whereLive(versioned, tests)
                            + returning(updated()));
        });
    }

    /** The columns that an update brings back. */
    long updated() {
        return bit(Role.ROW_VERSION) | bit(Role.UPDATED_AT);
    }

    Statement softDelete(boolean versioned, List<Tested> tests) {
        return once(new Shape("soft delete", 0, versioned, ReadDeleted.NO, tests), () -> {
            List<String> sets = new ArrayList<>();
            // Rows that die together share the number, so that they can be brought back together.
            sets.add("deleted = pg_current_xact_id()::text::bigint");
            Column deletedAt = table.with(Role.DELETED_AT);
            if (deletedAt != null) {
                sets.add(deletedAt.name() + " = now()");
            }
            raiseVersion(sets);
            return statement(
                    Kind.UPDATE,
                    "UPDATE " + table.name() + " SET " + String.join(", ", sets) + whereLive(versioned, tests)
                            + returning(softDeleted()));
        });
    }

    /** The columns that a soft delete brings back. */
    long softDeleted() {
        return bit(Role.DELETED_AT) | bit(Role.ROW_VERSION);
    }

    Statement delete(boolean versioned, List<Tested> tests) {
        return once(
                new Shape("delete", 0, versioned, ReadDeleted.NO, tests),
                () -> statement(Kind.DELETE, "DELETE FROM " + table.name() + whereLive(versioned, tests)));
    }

    /** Checks a row without changing it, and keeps it as it is until the unit ends. */
    Statement lock(boolean versioned, List<Tested> tests) {
        return once(
                new Shape("lock", 0, versioned, ReadDeleted.NO, tests),
                () -> statement(
                        Kind.LOCK,
                        "SELECT " + table.key().name() + " FROM " + table.name() + whereLive(versioned, tests)
                                + " FOR UPDATE"));
    }

    Statement byKey(ReadDeleted readDeleted) {
        return once(new Shape("by key", all(), false, readDeleted, List.of()), () -> {
            List<String> tests = new ArrayList<>();
            tests.add(table.key().name() + " = ?");
            life(tests, readDeleted);
            return statement(Kind.SELECT, select(all()) + where(tests));
        });
    }

    Statement find(ReadDeleted readDeleted, List<Tested> tests) {
        return once(new Shape("find", all(), false, readDeleted, tests), () -> {
            List<String> all = new ArrayList<>();
            life(all, readDeleted);
            tests.forEach(tested -> all.add(test(tested)));
            return statement(
                    Kind.SELECT,
                    select(all()) + where(all) + " ORDER BY " + table.key().name() + " LIMIT ?");
        });
    }

    /** Reads some columns of a row, dead or alive; for a soft-deleting class whether it lives comes first. */
    Statement look(long columns) {
        return once(new Shape("look", columns, false, ReadDeleted.YES, List.of()), () -> {
            String life = table.softDelete() ? "deleted = 0" : "true";
            String more = columns == 0 ? "" : ", " + names(columns);
            return statement(
                    Kind.SELECT,
                    "SELECT " + life + more + " FROM " + table.name() + " WHERE "
                            + table.key().name() + " = ?");
        });
    }

    /** The mask of every column. */
    long all() {
        return table.columns().size() == Long.SIZE
                ? -1L
                : (1L << table.columns().size()) - 1;
    }

    /** The columns of a mask, in order. */
    List<Column> columns(long mask) {
        return table.columns().stream()
                .filter(column -> (mask & column.bit()) != 0)
                .toList();
    }

    private long bit(Role role) {
        Column column = table.with(role);
        return column == null ? 0 : column.bit();
    }

    private void raiseVersion(List<String> sets) {
        Column rowVersion = table.with(Role.ROW_VERSION);
        if (rowVersion != null) {
            sets.add(rowVersion.name() + " = " + rowVersion.name() + " + 1");
        }
    }

    private String select(long mask) {
        return "SELECT " + names(mask) + " FROM " + table.name();
    }

    private String names(long mask) {
        return columns(mask).stream().map(Column::name).collect(Collectors.joining(", "));
    }

    private String returning(long mask) {
        return mask == 0 ? "" : " RETURNING " + names(mask);
    }

    private String whereLive(boolean versioned, List<Tested> tests) {
        List<String> all = new ArrayList<>();
        all.add(table.key().name() + " = ?");
        life(all, ReadDeleted.NO);
        Column rowVersion = versioned ? table.with(Role.ROW_VERSION) : null;
        if (rowVersion != null) {
            all.add(rowVersion.name() + " = ?");
        }
        tests.forEach(tested -> all.add(test(tested)));
        return where(all);
    }

    /** A literal, since with a parameter PostgreSQL could not use a partial index. */
    private void life(List<String> tests, ReadDeleted readDeleted) {
        if (table.softDelete() && readDeleted != ReadDeleted.YES) {
            tests.add(readDeleted == ReadDeleted.NO ? "deleted = 0" : "deleted <> 0");
        }
    }

    private static String where(List<String> tests) {
        return tests.isEmpty() ? "" : " WHERE " + String.join(" AND ", tests);
    }

    private static String test(Tested tested) {
        String column = tested.column().name();
        ColumnType type = tested.column().type();
        return switch (tested.test()) {
            case NULL, NOT_NULL -> column + " " + tested.test().sql();
            case ONE_OF -> column + " = ANY (" + type.arrayPlaceholder() + ")";
            case ONE_OF_OR_NULL -> "(" + column + " IS NULL OR " + column + " = ANY (" + type.arrayPlaceholder() + "))";
            default -> column + " " + tested.test().sql() + " " + type.placeholder();
        };
    }

    private Statement statement(Kind kind, String sql) {
        return new Statement(sql, List.of(table.name()), table.domain(), kind);
    }

    private Statement once(Shape shape, Supplier<Statement> write) {
        @Nullable Statement known = made.get(shape);
        if (known != null) {
            return known;
        }
        Statement written = write.get();
        if (made.size() < MOST_SHAPES) {
            made.put(shape, written);
        }
        return written;
    }
}
