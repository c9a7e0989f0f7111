package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field was read that was never loaded or set, which is not the same as a field that holds null.
 */
public final class UnsetFieldException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "UNSET_FIELD";

    private static final long serialVersionUID = 1L;

    /** Creates the error with a message that ends with the remedy. */
    public UnsetFieldException(String message) {
        this(message, Map.of(), null);
    }

    /** Creates the error with facts for programs and the failure below, or null when this is the first one. */
    public UnsetFieldException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, false, Outcome.REFUSED, details, cause);
    }
}
