package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connection broke while a call was waiting for its answer.
 *
 * <p>The outcome is {@link Outcome#REFUSED} when the request never left this process, and {@link Outcome#UNKNOWN} from the moment
 * its first byte was handed to the operating system.
 */
public final class ConnectionLostException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "CONNECTION_LOST";

    private static final long serialVersionUID = 1L;

    /** Creates the error with a message that ends with the remedy. */
    public ConnectionLostException(String message, Outcome outcome) {
        this(message, outcome, Map.of(), null);
    }

    /** Creates the error with facts for programs and the failure below, or null when this is the first one. */
    public ConnectionLostException(
            String message, Outcome outcome, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, true, outcome, details, cause);
    }
}
