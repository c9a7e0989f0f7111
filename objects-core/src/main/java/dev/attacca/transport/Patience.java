package dev.attacca.transport;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Whether it has been worth it lately to wait awake for a while. While it is not, it is tried now and then.
 *
 * <p>Thread safety: safe for use by many threads; what two of them learn at once may count once.
 */
final class Patience {
    /** How often to look before sleeping: for about as long as it takes to be woken. */
    static final int LOOKS = 20;

    private static final int MOST = 64;

    /** What one wait in vain takes away: it is worth it where four of five waits end awake. */
    private static final int IN_VAIN = 4;

    private static final int TRY_ONE_OF = 32;

    private volatile int left = MOST;

    /** Whether to wait awake. */
    boolean lasts() {
        return left > 0 || ThreadLocalRandom.current().nextInt(TRY_ONE_OF) == 0;
    }

    /** Between two looks: lets others have the processor. */
    @SuppressWarnings("ThreadPriorityCheck") // Only how soon something is seen depends on the scheduler.
    static void giveWay() {
        Thread.yield();
    }

    /** What came of it. */
    void learned(boolean ended) {
        int before = left;
        int after = ended ? Math.min(MOST, before + 1) : Math.max(0, before - IN_VAIN);
        if (after != before) {
            left = after;
        }
    }
}
