package dev.attacca.transport;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: a random part of a bound that doubles ("full jitter"), so that a fleet that lost its
 * conductor in one instant does not come back in one instant.
 *
 * <p>Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
record Backoff(Duration first, Duration longest) {
    /**
     * The pause after that many failed attempts.
     *
     * @param failures 0 for the pause before the first attempt after a connection was lost
     * @return at least 0, in nanoseconds
     */
    long pauseNanos(int failures, RandomGenerator random) {
        long bound = first.toNanos();
        for (int i = 0; i < failures && bound < longest.toNanos(); i++) {
            bound *= 2;
        }
        return random.nextLong(Math.min(bound, longest.toNanos()) + 1);
    }

    /** The pause of those who can wait because another connection serves them: the longest bound from the first attempt on. */
    long unhurriedNanos(RandomGenerator random) {
        return random.nextLong(longest.toNanos() + 1);
    }
}
