package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The database refused a statement for a reason that no caller can mend: a table or a column that is not there, a right that
 * was not granted, a fault of the server. The conductor's log and the detail {@code sqlState} tell an operator which.
 */
public final class StoreFailureException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "STORE_FAILURE";

    private static final long serialVersionUID = 1L;

    /** Creates the error with facts for programs and the failure below, or null when this is the first one. */
    public StoreFailureException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, false, Outcome.REFUSED, details, cause);
    }
}
