package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Somebody else held what the call needed for longer than the call could wait. Nothing was applied; it may be repeated. */
public final class BusyException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "CONFLICT_BUSY";

    private static final long serialVersionUID = 1L;

    /** Creates the error with facts for programs and the failure below, or null when this is the first one. */
    public BusyException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, true, Outcome.REFUSED, details, cause);
    }
}
