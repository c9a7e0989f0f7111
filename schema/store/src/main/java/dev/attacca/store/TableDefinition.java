package dev.attacca.store;

import dev.attacca.object.VersionedObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table as its mapper knows it: at most 64 columns, one of them the key. Made once by generated code. Immutable.
 *
 * @param <T> the class whose objects are its rows
 */
public final class TableDefinition<T extends VersionedObject> {
    private final Class<T> type;
    private final String name;
    private final String domain;
    private final boolean softDelete;
    private final List<Column> columns;
    private final Column key;

    private TableDefinition(Builder<T> builder, Column key) {
        this.type = builder.type;
        this.name = builder.name;
        this.domain = builder.domain;
        this.softDelete = builder.softDelete;
        this.columns = List.copyOf(builder.columns);
        this.key = key;
    }

    /**
     * Begins the definition of a table.
     *
     * @param type the class
     * @param name the table
     * @param domain its schema domain
     */
    public static <T extends VersionedObject> Builder<T> of(Class<T> type, String name, String domain) {
        return new Builder<>(type, name, domain);
    }

    /** The class. */
    public Class<T> type() {
        return type;
    }

    /** The table's name. */
    public String name() {
        return name;
    }

    /** The schema domain that it belongs to. */
    public String domain() {
        return domain;
    }

    /** Whether its dead rows stay, marked by the column {@code deleted}. */
    public boolean softDelete() {
        return softDelete;
    }

    /** The columns; a column's {@link Column#index()} is its position. */
    public List<Column> columns() {
        return columns;
    }

    Column key() {
        return key;
    }

    @Nullable
    Column with(Role role) {
        for (Column column : columns) {
            if (column.role() == role) {
                return column;
            }
        }
        return null;
    }

    @Nullable
    Column ofField(String field) {
        for (Column column : columns) {
            if (column.field().equals(field)) {
                return column;
            }
        }
        return null;
    }

    /** What the store itself does with a column. */
    public enum Role {
        /** Nothing. */
        PLAIN(false),
        /** Finds the row; never changes. A UUID is drawn for a new object without one. */
        KEY(false),
        /** Counts the row's writes from 1, and refuses those based on an older count. */
        ROW_VERSION(true),
        /** Holds the database's time of the insert. */
        CREATED_AT(true),
        /** Holds the database's time of the last update. */
        UPDATED_AT(true),
        /** Holds the database's time of the soft delete. */
        DELETED_AT(true);

        private final boolean writtenByStore;

        Role(boolean writtenByStore) {
            this.writtenByStore = writtenByStore;
        }

        /** Whether only the store writes it. */
        boolean writtenByStore() {
            return writtenByStore;
        }
    }

    /**
     * A column.
     *
     * @param index position in the definition
     * @param field the field's name
     * @param name the column's name
     * @param type how values are kept
     * @param role what the store does with it
     */
    public record Column(int index, String field, String name, ColumnType type, Role role) {
        /** Its bit in a mask of columns. */
        long bit() {
            return 1L << index;
        }
    }

    /**
     * Collects a definition.
     *
     * @param <T> the class
     */
    public static final class Builder<T extends VersionedObject> {
        private final Class<T> type;
        private final String name;
        private final String domain;
        private final List<Column> columns = new ArrayList<>();
        private boolean softDelete;

        private Builder(Class<T> type, String name, String domain) {
            this.type = type;
            this.name = name;
            this.domain = domain;
        }

        /** Adds a column that the store only carries. */
        public Builder<T> column(String field, String column, ColumnType columnType) {
            return column(field, column, columnType, Role.PLAIN);
        }

        /** Adds a column with a role. */
        public Builder<T> column(String field, String column, ColumnType columnType, Role role) {
            columns.add(new Column(columns.size(), field, column, columnType, role));
            return this;
        }

        /** Says that dead rows stay, marked by the column {@code deleted}. */
        public Builder<T> softDelete() {
            softDelete = true;
            return this;
        }

        /**
         * Ends the definition.
         *
         * @throws IllegalStateException if it has no key or more than 64 columns
         */
        public TableDefinition<T> build() {
            List<Column> keys =
                    columns.stream().filter(column -> column.role() == Role.KEY).toList();
            if (keys.size() != 1 || columns.size() > Long.SIZE) {
                throw new IllegalStateException(name + ": " + columns.size() + " columns, " + keys.size()
                        + " keys (expected: at most 64 columns and one key; compile the class again)");
            }
            return new TableDefinition<>(this, keys.get(0));
        }
    }
}
