package dev.attacca.conductor.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Decides what an error of a statement says about its connection, and about the others.
 *
 * @param databaseDied told when the error is one that the other connections have as well
 */
record ConnectionVerdict(Runnable databaseDied) implements SQLExceptionOverride {
    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException thrown) {
        String state = String.valueOf(thrown.getSQLState());
        if (state.equals("0A000")) {
            // A plan that no longer fits after a migration: the statement is prepared anew, the connection is sound.
            return SQLExceptionOverride.Override.DO_NOT_EVICT;
        }
        if (state.startsWith("08") || state.startsWith("57P0")) {
            databaseDied.run();
        }
        return SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
}
