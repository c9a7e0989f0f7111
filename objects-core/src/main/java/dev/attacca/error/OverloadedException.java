package dev.attacca.error;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A limit of the conductor or of this connection was reached, so the call was turned away before its body began. */
public final class OverloadedException extends AttaccaException {
    /** The {@link #code()} when the process has too much to do. */
    public static final String CODE = "OVERLOADED";

    /** The {@link #code()} when one connection carries more unanswered calls than were agreed. */
    public static final String TOO_MANY_IN_FLIGHT = "TOO_MANY_IN_FLIGHT";

    /** Detail: how long to wait before asking again, in milliseconds. */
    public static final String RETRY_AFTER_MILLIS = "retryAfterMillis";

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param code {@link #CODE} or {@link #TOO_MANY_IN_FLIGHT}
     * @param message ends with the remedy
     * @param details facts for programs
     * @param cause the failure below, or null when this is the first one
     */
    public OverloadedException(String code, String message, Map<String, String> details, @Nullable Throwable cause) {
        super(code, message, true, Outcome.REFUSED, details, cause);
    }

    /** A call turned away with advice on when to come back. */
    public static OverloadedException retryAfter(String code, String message, Duration wait) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put(RETRY_AFTER_MILLIS, Long.toString(wait.toMillis()));
        return new OverloadedException(code, message, details, null);
    }

    /** How long to wait before asking again, or null when the conductor gave no advice. */
    public @Nullable Duration retryAfter() {
        String millis = details().get(RETRY_AFTER_MILLIS);
        // Written by a peer, so anything but a plain number counts as no advice.
        return millis == null || !millis.matches("[0-9]{1,9}") ? null : Duration.ofMillis(Long.parseLong(millis));
    }
}
