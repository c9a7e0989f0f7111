package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A remotable found more than it may return at once; what its body wrote was undone.
 */
public final class TooManyResultsException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "TOO_MANY_RESULTS";

    private static final long serialVersionUID = 1L;

    /** Creates the error with a message that ends with the remedy. */
    public TooManyResultsException(String message) {
        this(message, Map.of(), null);
    }

    /** Creates the error with facts for programs and the failure below, or null when this is the first one. */
    public TooManyResultsException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, false, Outcome.REFUSED, details, cause);
    }
}
