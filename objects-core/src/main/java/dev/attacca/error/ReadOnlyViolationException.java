package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A remotable that promises to write nothing tried to. Nothing was applied; it is the method's declaration that is wrong. */
public final class ReadOnlyViolationException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "READ_ONLY_VIOLATION";

    private static final long serialVersionUID = 1L;

    /** Creates the error with a message that ends with the remedy. */
    public ReadOnlyViolationException(String message) {
        this(message, Map.of(), null);
    }

    /** Creates the error with facts for programs and the failure below, or null when this is the first one. */
    public ReadOnlyViolationException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, false, Outcome.REFUSED, details, cause);
    }
}
