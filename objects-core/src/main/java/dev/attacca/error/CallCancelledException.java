package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The caller gave the call up.
 *
 * <p>The outcome is {@link Outcome#REFUSED} when the body certainly never began or was rolled back, and {@link Outcome#UNKNOWN}
 * when only the waiting ended.
 */
public final class CallCancelledException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "CANCELLED";

    private static final long serialVersionUID = 1L;

    /** Creates the error with a message that ends with the remedy. */
    public CallCancelledException(String message, Outcome outcome) {
        this(message, outcome, Map.of(), null);
    }

    /** Creates the error with facts for programs and the failure below, or null when this is the first one. */
    public CallCancelledException(
            String message, Outcome outcome, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, false, outcome, details, cause);
    }
}
