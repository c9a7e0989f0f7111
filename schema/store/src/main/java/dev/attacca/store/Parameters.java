package dev.attacca.store;

import java.sql.SQLException;

/** Binds every parameter of a statement, in order. */
@FunctionalInterface
public interface Parameters {
    /** Binds nothing: for statements without parameters. */
    Parameters NONE = to -> {};

    /** Binds them all; may be called again if the call is tried again. */
    void bind(ColumnBinder to) throws SQLException;
}
