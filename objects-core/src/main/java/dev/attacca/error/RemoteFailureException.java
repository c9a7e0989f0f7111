package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure where the body ran that has no class of its own here: an error of the domain, of a newer release, or an internal one that
 * the peer describes by an incident number only. Code, message, retryability, outcome and details are the peer's.
 */
public final class RemoteFailureException extends AttaccaException {
    /** The {@link #code()} of a failure that the peer did not foresee; its log has the stack under the incident number. */
    public static final String INTERNAL = "INTERNAL";

    /** Detail: the number under which the peer logged what it does not tell. */
    public static final String INCIDENT = "incident";

    private static final long serialVersionUID = 1L;

    private final @Nullable String type;

    /**
     * Creates the error.
     *
     * @param code the peer's code, kept even when this release does not know it
     * @param message the peer's message
     * @param retryable the peer's answer to "may I ask again?"
     * @param outcome the peer's answer to "was it applied?"
     * @param details the peer's facts
     * @param type see {@link #type()}
     * @param cause what the peer gave as the cause, or null when it gave none
     */
    public RemoteFailureException(
            String code,
            String message,
            boolean retryable,
            Outcome outcome,
            Map<String, String> details,
            @Nullable String type,
            @Nullable Throwable cause) {
        super(code, message, retryable, outcome, details, cause);
        this.type = type;
    }

    /** A failure that nobody foresaw, where the body ran in this process: it alone has the cause. */
    public static RemoteFailureException unforeseen(String message, Outcome outcome, Throwable cause) {
        return new RemoteFailureException(INTERNAL, message, false, outcome, Map.of(), null, cause);
    }

    /** The identifier of the error class in the peer's domain, or null when the failure is not one of the domain's. */
    public @Nullable String type() {
        return type;
    }
}
