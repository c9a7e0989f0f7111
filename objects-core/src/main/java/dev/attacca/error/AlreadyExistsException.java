package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stored object already has what must be unique, so nothing was written.
 *
 * <p>{@link #details()} holds {@value #ENTITY} and, where it is known, {@value #CONSTRAINT}.
 */
public final class AlreadyExistsException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "ALREADY_EXISTS";

    /** Detail: what was to be written, such as {@code Instance 4711}. */
    public static final String ENTITY = "entity";

    /** Detail: the name of the constraint that was met. */
    public static final String CONSTRAINT = "constraint";

    private static final long serialVersionUID = 1L;

    /** Creates the error with facts for programs and the failure below, or null when this is the first one. */
    public AlreadyExistsException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, false, Outcome.REFUSED, details, cause);
    }
}
