package dev.attacca.fleet;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Looks again every few milliseconds until something is as it should be: files and foreign processes tell nobody.
 *
 * <p>Thread safety: immutable.
 */
public final class Patience {
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final Duration atMost;

    private Patience(Duration atMost) {
        this.atMost = atMost;
    }

    /** How long to look at most. */
    public static Patience of(Duration atMost) {
        return new Patience(atMost);
    }

    /**
     * Looks until what is seen is good or the time is over.
     *
     * @param check made before each further look; what it throws ends the waiting
     * @return what was seen last, good or not
     * @throws FleetException if the thread is interrupted
     */
    public <T> T until(Supplier<T> look, Predicate<T> good, Runnable check) {
        long start = System.nanoTime();
        T seen = look.get();
        while (!good.test(seen) && System.nanoTime() - start < atMost.toNanos()) {
            check.run();
            pause();
            seen = look.get();
        }
        return seen;
    }

    /** Whether it became true in time. */
    public boolean until(Supplier<Boolean> look) {
        return until(look, seen -> seen, () -> {});
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new FleetException("interrupted while waiting (expected: nobody interrupts)", interrupted);
        }
    }
}
