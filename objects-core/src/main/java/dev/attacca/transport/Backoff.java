package dev.attacca.transport;

import dev.attacca.error.OverloadedException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: a random part of a bound that doubles ("full jitter"), so that a fleet that lost its
 * conductor in one instant does not come back in one instant.
 *
 * <p>Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
record Backoff(Duration first, Duration longest) {
    private static final Duration LONGEST_ASKED = Duration.ofMinutes(1);

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

    /** What the conductor that refused asked for, at most a minute: it is a peer's word, and may be any number. Often nothing. */
    static Duration asked(Throwable failure) {
        Duration asked = failure instanceof OverloadedException overloaded ? overloaded.retryAfter() : null;
        return asked == null ? Duration.ZERO : asked.compareTo(LONGEST_ASKED) < 0 ? asked : LONGEST_ASKED;
    }

    /** The pause of those who can wait because another connection serves them: the longest bound from the first attempt on. */
    long unhurriedNanos(RandomGenerator random) {
        return random.nextLong(longest.toNanos() + 1);
    }
}
