package dev.attacca.transport;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.Outcome;
import dev.attacca.object.Deadline;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * When a failed call is made again by itself: a few times, within its deadline and the client's budget, not before the conductor
 * wants it, and only where that cannot apply it twice, because it was certainly not applied or writes nothing.
 *
 * @param readOnly whether the call writes nothing
 * @param deadline until when it must be answered
 * @param budget that of its client
 */
record Repetition(boolean readOnly, Deadline deadline, RetryBudget budget) {
    private static final int MOST_ATTEMPTS = 3;
    private static final long FIRST_PAUSE_MILLIS = 50;

    /**
     * How long to wait before the next attempt, a random part of a doubling bound after what the conductor asked for; or
     * {@code null} for no other attempt, so that this failure is the call's.
     *
     * @param attempt which one failed, from 1
     */
    @Nullable
    Duration pauseAfter(AttaccaException failed, int attempt) {
        boolean harmless = failed.outcome() == Outcome.REFUSED || readOnly;
        if (!failed.retryable() || !harmless || attempt == MOST_ATTEMPTS) {
            return null;
        }
        Duration pause = Duration.ofMillis(ThreadLocalRandom.current().nextLong(FIRST_PAUSE_MILLIS << attempt) + 1)
                .plus(Backoff.asked(failed));
        return deadline.remaining().compareTo(pause) > 0 && budget.repeat() ? pause : null;
    }
}
