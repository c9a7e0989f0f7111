package dev.attacca.store;

import dev.attacca.object.Deadline;
import java.sql.SQLException;

/**
 * Brings a deadline to the server, in the same round trip as the statement it limits. Sent as a statement of its own before it:
 * folded into the statement itself it would not bound that one, whose timer already runs.
 */
final class TimeLimits {
    /** Precedes a statement; its two parameters come first. Local to the transaction, also to that of a single statement. */
    static final String PREFIX =
            "SELECT set_config('statement_timeout', ?, true), set_config('lock_timeout', ?, true);\n";

    /** What is kept back for the answer to travel. */
    private static final long MARGIN_MILLIS = 50;

    private static final long LONGEST_LOCK_WAIT_MILLIS = 1_000;

    private TimeLimits() {}

    static void bind(Deadline deadline, ColumnBinder to) throws SQLException {
        long remaining = deadline.remaining().toMillis();
        // 0 would mean no limit at all.
        to.text(Long.toString(Math.max(1, remaining - MARGIN_MILLIS)));
        to.text(Long.toString(Math.max(1, Math.min(remaining / 2, LONGEST_LOCK_WAIT_MILLIS))));
    }
}
