package dev.attacca.store;

import dev.attacca.object.VersionedObject;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Moves one column's value between an object and a statement; what a generated mapper adds to a {@link TableDefinition}.
 * Without state, so safe for use by several threads.
 *
 * @param <T> the class
 */
public interface RowMapping<T extends VersionedObject> {
    /**
     * Binds a field that is set as the next parameter.
     *
     * @param column position in the definition
     */
    void bind(T object, int column, ColumnBinder to) throws SQLException;

    /**
     * Reads the next column.
     *
     * @param column position in the definition
     */
    @Nullable
    Object read(int column, ColumnReader from) throws SQLException;
}
