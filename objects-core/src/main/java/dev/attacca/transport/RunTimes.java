package dev.attacca.transport;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long the calls of one method take, as far as it matters: whether the next one can be expected to be over before another
 * thread would have begun with it. Nothing is quick at first; a method becomes it by a row of short runs. Now and then a short
 * run takes long because the processor was elsewhere, which is forgiven where it is rare; a run that did not come to its end in time is
 * remembered for hundreds of runs.
 *
 * <p>Thread safety: safe for use by many threads; now and then a run may go uncounted.
 */
final class RunTimes {
    private static final int QUICK = 64;
    private static final int BEST = 256;
    private static final int NOT_SHORT = -8;
    private static final int HANGS = -2 * BEST;
    private static final int WORST = -10_000;

    private final long shortNanos;
    private final AtomicInteger score = new AtomicInteger();

    /** Of a method whose runs are short when they take less than that; some five times what it costs to hand a call to another thread. */
    RunTimes(long shortNanos) {
        this.shortNanos = shortNanos;
    }

    /** Whether the next run can be expected to be short. */
    boolean quick() {
        return score.get() >= QUICK;
    }

    /** Takes note of a run, by wall clock. */
    void ran(long nanos) {
        int now = score.get();
        if (nanos < shortNanos) {
            if (now < BEST) {
                score.lazySet(now + 1);
            }
        } else {
            score.lazySet(Math.max(WORST, now + NOT_SHORT));
        }
    }

    /** Takes note of a run that does not come to its end. */
    void hangs() {
        score.set(Math.max(WORST, score.get() + HANGS));
    }
}
