package dev.attacca.store;

import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What may be told of a driver's exception: its SQLSTATE, its place in the code, the constraint and the column it names. */
final class SqlFault extends SQLException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String constraint;
    private final @Nullable String column;
    private final String serverWords;

    private SqlFault(
            String state,
            @Nullable String constraint,
            @Nullable String column,
            String serverWords,
            StackTraceElement[] trace) {
        super("SQLSTATE " + state, state);
        this.constraint = constraint;
        this.column = column;
        this.serverWords = serverWords;
        setStackTrace(trace);
    }

    static SqlFault of(SQLException thrown) {
        String state = SqlFailures.state(thrown);
        // Asked by name first, so that a foreign DataSource works on a class path without PostgreSQL's driver.
        if (thrown.getClass().getName().equals("org.postgresql.util.PSQLException")) {
            ServerErrorMessage said = ((PSQLException) thrown).getServerErrorMessage();
            if (said != null) {
                return new SqlFault(
                        state,
                        said.getConstraint(),
                        said.getColumn(),
                        words(said.getMessage()),
                        thrown.getStackTrace());
            }
        }
        return new SqlFault(state, null, null, words(thrown.getMessage()), thrown.getStackTrace());
    }

    private static String words(@Nullable String message) {
        return Objects.requireNonNullElse(message, "nothing more");
    }

    /** The constraint that was met, or {@code null}. */
    @Nullable
    String constraint() {
        return constraint;
    }

    /** The column that was met, or {@code null}. */
    @Nullable
    String column() {
        return column;
    }

    /** The server's message without its detail; for the log only. */
    String serverWords() {
        return serverWords;
    }
}
