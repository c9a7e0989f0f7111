package dev.attacca.store;

import java.sql.SQLException;

/**
 * Makes a value of a row.
 *
 * @param <R> the value
 */
@FunctionalInterface
public interface RowReader<R> {
    /** Reads the columns of one row, in the statement's order. */
    R read(ColumnReader from) throws SQLException;
}
