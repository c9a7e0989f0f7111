package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A method that cannot be called from afar.
 *
 * <p>The message never tells a private, an inherited or an unmarked method from one that does not exist.
 */
public final class UnknownMethodException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "UNKNOWN_METHOD";

    private static final long serialVersionUID = 1L;

    /** Creates the error with a message that ends with the remedy. */
    public UnknownMethodException(String message) {
        this(message, Map.of(), null);
    }

    /** Creates the error with facts for programs and the failure below, or null when this is the first one. */
    public UnknownMethodException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, false, Outcome.REFUSED, details, cause);
    }
}
