package dev.attacca.conductor.database;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.Outcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The database was reached and cannot be used as it stands: it does not admit us, does not exist, lacks rights, is too old, or
 * belongs to something else. Somebody must change something; trying again does not help.
 */
public final class DatabaseRefusedException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "DATABASE_REFUSED";

    private static final long serialVersionUID = 1L;

    DatabaseRefusedException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, false, Outcome.REFUSED, details, cause);
    }
}
