package dev.attacca.error;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything Attacca throws on purpose.
 *
 * <p>Code, message, outcome and details cross the wire as they are, so none of them may hold a secret, a row or SQL. A domain
 * derives its errors from {@link DomainException}; where the peer does not know a code, it sees a {@link RemoteFailureException}
 * that keeps all of them.
 *
 * <p>Thread safety: immutable, apart from what {@link Throwable} itself allows.
 */
public abstract class AttaccaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean retryable;
    private final Outcome outcome;
    private final LinkedHashMap<String, String> details;

    /**
     * Creates the error.
     *
     * @param code stable upper-case name of the kind of failure, the same in every language and release
     * @param message what happened and what to do, in the form {@code name: value (expected: condition)}
     * @param retryable see {@link #retryable()}
     * @param outcome see {@link #outcome()}
     * @param details facts for programs, in the order in which a person would want to read them; copied
     * @param cause the failure below, or null when this is the first one
     */
    protected AttaccaException(
            String code,
            String message,
            boolean retryable,
            Outcome outcome,
            Map<String, String> details,
            @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retryable = retryable;
        this.outcome = outcome;
        this.details = new LinkedHashMap<>(details);
    }

    /** For errors of domains, whose class says what they are. */
    AttaccaException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(message, cause);
        ErrorCode declared = getClass().getAnnotation(ErrorCode.class);
        if (declared == null) {
            throw new IllegalStateException(
                    getClass().getName() + ": no @ErrorCode (expected: one on the class itself)");
        }
        this.code = declared.value();
        this.retryable = declared.retryable();
        this.outcome = Outcome.REFUSED;
        this.details = new LinkedHashMap<>(details);
    }

    /** The stable name of this kind of failure, such as {@code CONFLICT}; equal on both sides of the wire. */
    public final String code() {
        return code;
    }

    /**
     * Whether the same call may succeed if it is made again without changing anything. With outcome {@link Outcome#UNKNOWN} a
     * writing call must then be repeated with the same call id.
     */
    public final boolean retryable() {
        return retryable;
    }

    /** Whether the failed call was certainly not applied. */
    public final Outcome outcome() {
        return outcome;
    }

    /** Facts for programs, such as {@code entity} or {@code expected}: unmodifiable, in a stable order, often empty. */
    public final Map<String, String> details() {
        return Collections.unmodifiableMap(details);
    }
}
