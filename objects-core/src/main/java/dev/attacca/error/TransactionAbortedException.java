package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the database undid a whole transaction because it met another one: a deadlock or a serialization failure.
 * Nothing was applied, and running the body again is the remedy; the local indirection does so a few times by itself.
 */
public final class TransactionAbortedException extends AttaccaException {
    /** The code of this error. */
    public static final String CODE = "TRANSACTION_ABORTED";

    private static final long serialVersionUID = 1L;

    /** An error with details and its cause. */
    public TransactionAbortedException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, true, Outcome.REFUSED, details, cause);
    }
}
