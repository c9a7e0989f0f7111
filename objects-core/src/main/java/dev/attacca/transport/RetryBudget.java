package dev.attacca.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How much a client may add to its calls by repeating them: within ten seconds a tenth of the calls of these ten seconds, and ten
 * more for clients that call seldom. Where everything fails, repeating everything would treble the load of those who can least
 * bear it.
 *
 * <p>Source: Finagle's {@code RetryBudget}; "Addressing Cascading Failures", Site Reliability Engineering, 2016.
 *
 * <p>Thread safety: safe for use by many threads.
 */
final class RetryBudget {
    private static final int SECONDS = 10;
    private static final int REPETITIONS_PER_SECOND = 1;
    private static final int CALLS_PER_REPETITION = 10;

    private final LongSupplier nanoTime;
    private final long start;
    private final LongAdder calls = new LongAdder();

    /** For each of the last seconds, by its number modulo theirs: the calls that were counted when it began. */
    @GuardedBy("this")
    private final long[] callsBefore = new long[SECONDS];

    @GuardedBy("this")
    private final int[] repetitions = new int[SECONDS];

    @GuardedBy("this")
    private long repeated;

    private volatile long second;

    RetryBudget(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** A call is made. */
    void called() {
        if (now() != second) {
            turn();
        }
        calls.increment();
    }

    /** Whether a call may be repeated; if so, that is counted. */
    synchronized boolean repeat() {
        turn();
        int spent = 0;
        for (int each : repetitions) {
            spent += each;
        }
        long oldest = callsBefore[index(second + 1)];
        if (spent >= SECONDS * REPETITIONS_PER_SECOND + (calls.sum() - oldest) / CALLS_PER_REPETITION) {
            return false;
        }
        repetitions[index(second)]++;
        repeated++;
        return true;
    }

    /** How many were, ever. */
    synchronized long repeated() {
        return repeated;
    }

    private synchronized void turn() {
        long now = now();
        for (long next = Math.max(second + 1, now - SECONDS + 1); next <= now; next++) {
            callsBefore[index(next)] = calls.sum();
            repetitions[index(next)] = 0;
        }
        second = Math.max(second, now);
    }

    private long now() {
        return TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - start);
    }

    private static int index(long second) {
        return (int) (second % SECONDS);
    }
}
