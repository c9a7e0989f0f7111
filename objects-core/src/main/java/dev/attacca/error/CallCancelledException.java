package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The caller gave the call up before its body began, or its transaction was rolled back because of that.
 */
public final class CallCancelledException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "CANCELLED";

    private static final long serialVersionUID = 1L;

    /** Creates the error with a message that ends with the remedy. */
    public CallCancelledException(String message) {
        this(message, Map.of(), null);
    }

    /** Creates the error with facts for programs and the failure below, or null when this is the first one. */
    public CallCancelledException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, false, Outcome.REFUSED, details, cause);
    }
}
