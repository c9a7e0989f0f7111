package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * No conductor could be reached, or the one reached is going away; the call was not started.
 */
public final class ConductorUnavailableException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "UNAVAILABLE";

    private static final long serialVersionUID = 1L;

    /** Creates the error with a message that ends with the remedy. */
    public ConductorUnavailableException(String message) {
        this(message, Map.of(), null);
    }

    /** Creates the error with facts for programs and the failure below, or null when this is the first one. */
    public ConductorUnavailableException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, true, Outcome.REFUSED, details, cause);
    }
}
