package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The conductor could not use its database.
 *
 * <p>The outcome is {@link Outcome#UNKNOWN} only when the connection broke after COMMIT was sent.
 */
public final class DatabaseUnavailableException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "DATABASE_UNAVAILABLE";

    private static final long serialVersionUID = 1L;

    /** Creates the error with a message that ends with the remedy. */
    public DatabaseUnavailableException(String message, Outcome outcome) {
        this(message, outcome, Map.of(), null);
    }

    /** Creates the error with facts for programs and the failure below, or null when this is the first one. */
    public DatabaseUnavailableException(
            String message, Outcome outcome, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, true, outcome, details, cause);
    }
}
