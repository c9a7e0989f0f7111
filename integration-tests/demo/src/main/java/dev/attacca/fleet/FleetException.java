package dev.attacca.fleet;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.Outcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A process did not start, ended before its time, or did not do what was waited for; the message ends with the tail of its log. */
public final class FleetException extends AttaccaException {
    /** The {@link #code()} of this error. */
    public static final String CODE = "FLEET";

    private static final long serialVersionUID = 1L;

    /** With what happened and what to do. */
    public FleetException(String message) {
        this(message, null);
    }

    /** With the failure below. */
    public FleetException(String message, @Nullable Throwable cause) {
        super(CODE, message, false, Outcome.REFUSED, Map.of(), cause);
    }
}
