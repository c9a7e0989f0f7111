package dev.attacca.transport;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.ConductorUnavailableException;
import dev.attacca.error.OverloadedException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Which calls of an accepted connection begin, and why others are turned away: too many of this peer, too many bytes of all
 * peers, no worker with time for them.
 *
 * <p>Thread safety: {@link #begin} on the event loop of its connection, everything else from any thread.
 */
final class Admission {
    private static final Duration RETRY_AFTER_OVERLOAD = Duration.ofMillis(100);

    private final ServerParts parts;
    private final LoopCrew crew;
    private final ReadingGate gate;
    private final CallsInFlight inFlight;

    Admission(ServerParts parts, LoopCrew crew, ReadingGate gate, CallsInFlight inFlight) {
        this.parts = parts;
        this.crew = crew;
        this.gate = gate;
        this.inFlight = inFlight;
    }

    /** Has a call run whose sequence id is free: null when somebody will, else the reason why nobody does. */
    @Nullable
    AttaccaException begin(ServerCall call) {
        if (inFlight.size() >= parts.options().maxInFlight()) {
            return new OverloadedException(
                    OverloadedException.TOO_MANY_IN_FLIGHT,
                    "calls in flight: " + (inFlight.size() + 1) + " (expected: at most "
                            + parts.options().maxInFlight()
                            + " per connection); wait for answers before sending more",
                    Map.of(),
                    null);
        }
        if (gate.requestsFull()) {
            return OverloadedException.retryAfter(
                    OverloadedException.CODE,
                    "bytes of calls waiting: " + parts.requests().held() + " (expected: at most "
                            + parts.requests().limit() + " for all callers together); try again later",
                    RETRY_AFTER_OVERLOAD);
        }
        inFlight.begin(call);
        try {
            crew.take(call);
            return null;
        } catch (RejectedExecutionException e) {
            inFlight.ran(call);
            inFlight.end(call);
            return noWorker();
        }
    }

    /** Why a call is turned away for which no worker has time. */
    AttaccaException noWorker() {
        return parts.closing().getAsBoolean()
                ? new ConductorUnavailableException("this conductor is closing; use another one, or try again later")
                : OverloadedException.retryAfter(
                        OverloadedException.CODE,
                        "calls waiting: " + parts.options().backlog() + " (expected: fewer); try again later",
                        RETRY_AFTER_OVERLOAD);
    }

    /** Why no call of this connection should add an answer now, or null. */
    @Nullable
    OverloadedException unreadAnswers() {
        return gate.repliesFull()
                ? OverloadedException.retryAfter(
                        OverloadedException.CODE,
                        "bytes of answers waiting: " + parts.replies().held() + " (expected: at most "
                                + parts.replies().limit()
                                + " for all callers together); read answers before asking for more",
                        RETRY_AFTER_OVERLOAD)
                : null;
    }
}
