package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The time allowed for a call ran out.
 *
 * <p>The outcome is {@link Outcome#REFUSED} when whoever reports it knows that the body never ran or was rolled back, and
 * {@link Outcome#UNKNOWN} when only the waiting ended.
 */
public final class DeadlineExceededException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "DEADLINE_EXCEEDED";

    private static final long serialVersionUID = 1L;

    /** Creates the error with a message that ends with the remedy. */
    public DeadlineExceededException(String message, Outcome outcome) {
        this(message, outcome, Map.of(), null);
    }

    /** Creates the error with facts for programs and the failure below, or null when this is the first one. */
    public DeadlineExceededException(
            String message, Outcome outcome, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, false, outcome, details, cause);
    }
}
