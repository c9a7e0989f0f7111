package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A lazy field that was not loaded was read in a context that forbids to fetch fields one by one.
 */
public final class LazyLoadForbiddenException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "LAZY_LOAD_FORBIDDEN";

    private static final long serialVersionUID = 1L;

    /** Creates the error with a message that ends with the remedy. */
    public LazyLoadForbiddenException(String message) {
        this(message, Map.of(), null);
    }

    /** Creates the error with facts for programs and the failure below, or null when this is the first one. */
    public LazyLoadForbiddenException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, false, Outcome.REFUSED, details, cause);
    }
}
