package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A remotable was called on an object without a context: nothing says where its body should run.
 */
public final class OrphanedObjectException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "ORPHANED_OBJECT";

    private static final long serialVersionUID = 1L;

    /** Creates the error with a message that ends with the remedy. */
    public OrphanedObjectException(String message) {
        this(message, Map.of(), null);
    }

    /** Creates the error with facts for programs and the failure below, or null when this is the first one. */
    public OrphanedObjectException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, false, Outcome.REFUSED, details, cause);
    }
}
