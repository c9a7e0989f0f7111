package dev.attacca.error;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An error of a domain: what the body of a remotable throws so that its caller can tell it from others, wherever the body ran.
 * A concrete class carries an {@link ErrorCode}, is named by its domain ({@code ObjectDomain.errors()}) and has a constructor
 * with a {@link Received} as its only parameter, by which the caller's side makes it again:
 *
 * <pre>{@code
 * @ErrorCode(value = "QUOTA_EXCEEDED", refines = ConflictException.CODE)
 * public final class QuotaExceededException extends DomainException {
 *     public QuotaExceededException(String project, long limit) {
 *         super("project " + project + ": …", details("project", project, "limit", limit), null);
 *     }
 *
 *     QuotaExceededException(Received received) {
 *         super(received);
 *     }
 *
 *     public @Nullable Long limit() {
 *         return number("limit");
 *     }
 * }
 * }</pre>
 *
 * <p>Code, message, details and causes of ours cross; stacks and foreign causes do not, nor is a class ever loaded by a name
 * that a peer sent. Details are facts by name, so that releases may add some: an accessor answers null for one that the peer's
 * release did not know. None of them may hold a secret.
 *
 * <p>Thread safety: immutable, apart from what {@link Throwable} itself allows.
 */
public abstract class DomainException extends AttaccaException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the error where it happens. Whatever the body did is undone, so it was certainly not applied.
     *
     * @param message what happened and what to do, in the form {@code name: value (expected: condition)}
     * @param details see {@link #details(Object...)}
     * @param cause the failure below, or null when this is the first one
     */
    protected DomainException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(message, details, cause);
    }

    /** Makes again what a peer threw. */
    protected DomainException(Received received) {
        super(received.code, received.message, received.retryable, received.outcome, received.details, received.cause);
    }

    /**
     * Facts in the order for a person.
     *
     * @param namesAndValues a name, its value, a name, its value …; values by their {@code toString()}, null ones left out
     */
    protected static Map<String, String> details(@Nullable Object... namesAndValues) {
        Map<String, String> details = new LinkedHashMap<>();
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                details.put(String.valueOf(namesAndValues[i]), value.toString());
            }
        }
        return details;
    }

    /** A detail, or null if the peer sent none of that name. */
    protected final @Nullable String text(String name) {
        return details().get(name);
    }

    /** A detail that is a whole number, or null if the peer sent none of that name, or something else. */
    protected final @Nullable Long number(String name) {
        return detail(name, Long::valueOf);
    }

    /**
     * A detail of another type, or null if the peer sent none of that name, or something that cannot be read.
     *
     * @param read makes a value of its text; throws an {@link IllegalArgumentException} or a
     *     {@link java.time.DateTimeException} for any other
     */
    protected final <T> @Nullable T detail(String name, Function<String, T> read) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return read.apply(text);
        } catch (IllegalArgumentException | java.time.DateTimeException somethingElse) {
            return null;
        }
    }

    /** An error as it came from a peer. Made by the framework only. */
    public static final class Received {
        private final String code;
        private final String message;
        private final boolean retryable;
        private final Outcome outcome;
        private final Map<String, String> details;
        private final @Nullable Throwable cause;

        /** For the framework. */
        public Received(
                String code,
                String message,
                boolean retryable,
                Outcome outcome,
                Map<String, String> details,
                @Nullable Throwable cause) {
            this.code = code;
            this.message = message;
            this.retryable = retryable;
            this.outcome = outcome;
            this.details = details;
            this.cause = cause;
        }
    }
}
