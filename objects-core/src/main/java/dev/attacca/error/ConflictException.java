package dev.attacca.error;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stored state is not the one that the call expected, so nothing was written.
 *
 * <p>{@link #details()} holds {@value #ENTITY} and, where they are known, {@value #EXPECTED} and {@value #ACTUAL}.
 */
public final class ConflictException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "CONFLICT";

    /** Detail: what conflicted, such as {@code Instance[uuid]}. */
    public static final String ENTITY = "entity";

    /** Detail: the state that the caller required. */
    public static final String EXPECTED = "expected";

    /** Detail: the state that was found. */
    public static final String ACTUAL = "actual";

    private static final long serialVersionUID = 1L;

    /** Creates the error with facts for programs and the failure below, or null when this is the first one. */
    public ConflictException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, false, Outcome.REFUSED, details, cause);
    }

    /**
     * The plain case: an expectation that did not hold.
     *
     * @param entity what conflicted, such as {@code Instance[uuid]}
     * @param expected the state that the caller required, such as {@code vmState=ACTIVE}
     * @param actual the state that was found, or null when it was not read
     */
    public static ConflictException expected(String entity, String expected, @Nullable String actual) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put(ENTITY, entity);
        details.put(EXPECTED, expected);
        if (actual != null) {
            details.put(ACTUAL, actual);
        }
        String found = actual == null ? "something else" : actual;
        return new ConflictException(
                entity + ": " + found + " (expected: " + expected + "); read it again and decide anew", details, null);
    }
}
