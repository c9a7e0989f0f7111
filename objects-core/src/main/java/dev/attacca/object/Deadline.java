package dev.attacca.object;

import java.time.Duration;

/**
 * The moment after which nobody waits for an answer any more, on this process's monotonic clock. Crosses processes only
 * as the time that remains. Immutable.
 */
public final class Deadline {
    private static final Duration MOST = Duration.ofMinutes(10);
    private static final long MOST_NANOS = MOST.toNanos();

    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    /**
     * A deadline that far from now.
     *
     * @param remaining positive, at most ten minutes
     * @throws IllegalArgumentException if it is not
     */
    public static Deadline after(Duration remaining) {
        if (remaining.isNegative() || remaining.isZero() || remaining.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("deadline: " + remaining + " (expected: more than 0, at most PT10M)");
        }
        return new Deadline(System.nanoTime() + remaining.toNanos());
    }

    /** A deadline so many nanoseconds from now, otherwise as {@link #after}. */
    public static Deadline afterNanos(long remaining) {
        if (remaining <= 0 || remaining > MOST_NANOS) {
            return after(Duration.ofNanos(remaining));
        }
        return new Deadline(System.nanoTime() + remaining);
    }

    /** The time left; negative once it has passed. */
    public Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    /** The time left in nanoseconds; negative once it has passed. */
    public long remainingNanos() {
        return nanos - System.nanoTime();
    }

    /** Whether it has passed. */
    public boolean passed() {
        return remainingNanos() <= 0;
    }

    @Override
    public String toString() {
        return "in " + remaining().toMillis() + " ms";
    }
}
