package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value that a field or an argument does not admit.
 */
public final class InvalidValueException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "INVALID_VALUE";

    private static final long serialVersionUID = 1L;

    /** Creates the error with a message that ends with the remedy. */
    public InvalidValueException(String message) {
        this(message, Map.of(), null);
    }

    /** Creates the error with facts for programs and the failure below, or null when this is the first one. */
    public InvalidValueException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, false, Outcome.REFUSED, details, cause);
    }
}
