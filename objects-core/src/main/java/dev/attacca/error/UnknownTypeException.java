package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A class or class id that no registered domain contains.
 */
public final class UnknownTypeException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "UNKNOWN_TYPE";

    private static final long serialVersionUID = 1L;

    /** Creates the error with a message that ends with the remedy. */
    public UnknownTypeException(String message) {
        this(message, Map.of(), null);
    }

    /** Creates the error with facts for programs and the failure below, or null when this is the first one. */
    public UnknownTypeException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, false, Outcome.REFUSED, details, cause);
    }
}
