package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The thing asked for does not exist, or the caller may not know that it does.
 */
public final class NotFoundException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "NOT_FOUND";

    private static final long serialVersionUID = 1L;

    /** Creates the error with a message that ends with the remedy. */
    public NotFoundException(String message) {
        this(message, Map.of(), null);
    }

    /** Creates the error with facts for programs and the failure below, or null when this is the first one. */
    public NotFoundException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, false, Outcome.REFUSED, details, cause);
    }
}
