package dev.attacca.store;

import dev.attacca.error.AlreadyExistsException;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.BusyException;
import dev.attacca.error.DatabaseUnavailableException;
import dev.attacca.error.DeadlineExceededException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.error.Outcome;
import dev.attacca.error.OverloadedException;
import dev.attacca.error.StillReferencedException;
import dev.attacca.error.StoreFailureException;
import dev.attacca.error.TransactionAbortedException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what the driver throws into one type per cause, told by SQLSTATE and constraint name, never by text.
 *
 * <p>The driver's exception never becomes a cause: causes cross the wire, and its message may hold values of the row. What is
 * attached instead knows the SQLSTATE and the place. The server's own words go to the log.
 *
 * <p>Source: PostgreSQL 15, appendix A (error codes).
 */
final class SqlFailures {
    private static final Logger LOG = LoggerFactory.getLogger(SqlFailures.class);
    private static final Duration POOL_RETRY = Duration.ofMillis(250);

    private SqlFailures() {}

    /**
     * A statement failed before any COMMIT was sent, so nothing of it will be applied.
     *
     * @param about what the statement was about, such as {@code Instance 4711}
     */
    static AttaccaException ofStatement(SQLException thrown, Statement statement, String about) {
        String state = state(thrown);
        SqlFault fault = SqlFault.of(thrown);
        LOG.debug("{}: SQLSTATE {}: {}", statement.sql(), state, fault.serverWords());
        return switch (state) {
            case "23505", "23P01" ->
                new AlreadyExistsException(
                        about + ": already there" + by(fault)
                                + " (expected: values that no other row has); choose others, or use what is there",
                        details(about, fault),
                        fault);
            case "23503" -> referenceFailure(statement, about, fault);
            case "23502" ->
                new InvalidValueException(
                        about + ": no value for a column that needs one" + by(fault)
                                + " (expected: a value); set the field",
                        details(about, fault),
                        fault);
            case "55P03" ->
                new BusyException(
                        about + ": locked by another call (expected: free within the lock timeout); try again",
                        details(about, fault),
                        fault);
            case "57014" ->
                new DeadlineExceededException(
                        about + ": the statement ran out of time (expected: an answer by the deadline);"
                                + " nothing was applied, allow more time",
                        Outcome.REFUSED,
                        details(about, fault),
                        fault);
            case "40001", "40P01", "0A000", "26000" ->
                new TransactionAbortedException(
                        about + ": the database undid the transaction (expected: none that collides); run it again",
                        details(about, fault),
                        fault);
            default -> byClass(state, statement, about, fault);
        };
    }

    private static AttaccaException byClass(String state, Statement statement, String about, SqlFault fault) {
        String kind = state.substring(0, 2);
        if (kind.equals("22") || kind.equals("23")) {
            return new InvalidValueException(
                    about + ": a value that the database does not admit" + by(fault)
                            + " (expected: values within the column's type and checks); mend the value",
                    details(about, fault),
                    fault);
        }
        if (unavailable(state)) {
            return new DatabaseUnavailableException(
                    about
                            + ": the database gave up the call (expected: a running primary with space and connections left);"
                            + " try again",
                    Outcome.REFUSED,
                    details(about, fault),
                    fault);
        }
        LOG.warn(
                "SQLSTATE {}: {}; check that the migrations and the rights of the database fit this release. Statement: {}",
                state,
                fault.serverWords(),
                statement.sql());
        return new StoreFailureException(
                about + ": the database refused the statement, SQLSTATE " + state
                        + " (expected: a schema and rights that fit this release); an operator finds more in the log",
                details(about, fault),
                fault);
    }

    private static AttaccaException referenceFailure(Statement statement, String about, SqlFault fault) {
        if (statement.kind() == Statement.Kind.DELETE) {
            return new StillReferencedException(
                    about + ": still referred to" + by(fault) + " (expected: no references); remove those first",
                    details(about, fault),
                    fault);
        }
        return new InvalidValueException(
                about + ": refers to something that does not exist" + by(fault)
                        + " (expected: references to stored objects); store that first",
                details(about, fault),
                fault);
    }

    /** No connection could be had, so nothing was sent. */
    static AttaccaException ofConnecting(SQLException thrown) {
        SqlFault fault = SqlFault.of(thrown);
        LOG.debug("no connection: {}", thrown.getMessage());
        if (thrown instanceof SQLTransientConnectionException
                && thrown.getSQLState() == null
                && thrown.getCause() == null) {
            // How a pool says that all its connections are in use, as opposed to that it cannot make one.
            return OverloadedException.retryAfter(
                    OverloadedException.CODE,
                    "database connections: all in use (expected: one free within the pool's time limit); try again later",
                    POOL_RETRY);
        }
        return new DatabaseUnavailableException(
                "database: no connection" + login(state(thrown))
                        + " (expected: a reachable database that admits the conductor);"
                        + " nothing was applied, try again",
                Outcome.REFUSED,
                details("database", fault),
                fault);
    }

    /** The same while a process starts, told to whoever started it: the server's own words included. */
    static AttaccaException ofConnectingAtStart(SQLException thrown) {
        SqlFault fault = SqlFault.of(thrown);
        return new DatabaseUnavailableException(
                "database: no connection" + login(state(thrown)) + ": " + fault.serverWords()
                        + " (expected: a reachable database that admits this user); check the URL, the user and the password",
                Outcome.REFUSED,
                details("database", fault),
                fault);
    }

    private static String login(String state) {
        return switch (state) {
            case "28000", "28P01" -> ", the login was refused";
            case "3D000" -> ", there is no database of that name";
            case "53300" -> ", it has too many";
            default -> "";
        };
    }

    /** COMMIT failed: refused where the server said so before it could be done, unknown where it may have been. */
    static AttaccaException ofCommit(SQLException thrown) {
        String state = state(thrown);
        SqlFault fault = SqlFault.of(thrown);
        LOG.debug("COMMIT: SQLSTATE {}: {}", state, fault.serverWords());
        if (state.startsWith("40") && !state.equals("40003")) {
            return new TransactionAbortedException(
                    "commit: the database undid the transaction (expected: none that collides); run it again",
                    details("commit", fault),
                    fault);
        }
        if (state.startsWith("23")) {
            String problem = "commit: a deferred constraint does not hold" + by(fault)
                    + " (expected: rows that satisfy it together); nothing was applied";
            return state.equals("23505") || state.equals("23P01")
                    ? new AlreadyExistsException(problem, details("commit", fault), fault)
                    : new InvalidValueException(problem, details("commit", fault), fault);
        }
        // Class 25 means that there was no transaction left to commit: the server had ended it before COMMIT came.
        // Without
        // resources, and when a timer ends it, COMMIT itself was refused.
        boolean refused = state.startsWith("25") || state.startsWith("53") || state.equals("57014");
        return new DatabaseUnavailableException(
                refused
                        ? "commit: refused (expected: a running primary); nothing was applied, try again"
                        : "commit: the connection broke before the answer (expected: an answer to COMMIT);"
                                + " ask again with the same call id to learn whether it was applied",
                refused ? Outcome.REFUSED : Outcome.UNKNOWN,
                details("commit", fault),
                fault);
    }

    /**
     * A statement failed that was a transaction of its own: what the server refused was not applied; where it did not say so, that
     * is unknown.
     *
     * @param about what the statement was about
     */
    static AttaccaException ofWholeUnit(SQLException thrown, Statement statement, String about) {
        String state = state(thrown);
        boolean refused = !(state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("58")
                || state.startsWith("XX")
                || state.equals("40003"));
        if (refused) {
            return ofStatement(thrown, statement, about);
        }
        SqlFault fault = SqlFault.of(thrown);
        LOG.debug("{}: SQLSTATE {}: {}", statement.sql(), state, fault.serverWords());
        return new DatabaseUnavailableException(
                about + ": the connection broke before the answer (expected: an answer to the write);"
                        + " ask again with the same call id to learn whether it was applied",
                Outcome.UNKNOWN,
                details(about, fault),
                fault);
    }

    /** Whether a later try may find the database able: connections, resources, shutdown, read-only after a failover. */
    static boolean unavailable(String state) {
        return state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P")
                || state.startsWith("58")
                || state.equals("25P03")
                || state.equals("25P04")
                || state.equals("25006")
                || state.equals("72000");
    }

    /** The five characters of the code, or {@code 08000} where the driver gave none: it does so when the socket broke. */
    static String state(SQLException thrown) {
        String state = thrown.getSQLState();
        return state == null || state.length() != 5 ? "08000" : state;
    }

    private static String by(SqlFault fault) {
        String constraint = fault.constraint();
        if (constraint != null) {
            return ", says " + constraint;
        }
        String column = fault.column();
        return column == null ? "" : ", says " + column;
    }

    private static Map<String, String> details(String about, SqlFault fault) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("entity", about);
        String constraint = fault.constraint();
        if (constraint != null) {
            details.put("constraint", constraint);
        }
        String column = fault.column();
        if (column != null) {
            details.put("column", column);
        }
        details.put("sqlState", fault.getSQLState());
        return details;
    }
}
