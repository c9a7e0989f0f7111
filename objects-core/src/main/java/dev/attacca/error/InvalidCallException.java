package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call that was put together wrongly: no remotable or several where one is expected, an object whose call is still on its
 * way, a batch over its limits. Nothing was sent.
 */
public final class InvalidCallException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "INVALID_CALL";

    private static final long serialVersionUID = 1L;

    /** Creates the error with a message that ends with the remedy. */
    public InvalidCallException(String message) {
        this(message, Map.of(), null);
    }

    /** Creates the error with facts for programs and the failure below, or null when this is the first one. */
    public InvalidCallException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, false, Outcome.REFUSED, details, cause);
    }
}
