package dev.attacca.error;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of a batch failed, so none was applied. The cause is what that call alone would have thrown; retryability is its
 * cause's.
 *
 * <p>{@link #details()} holds {@value #CALL} and {@value #METHOD}.
 */
public final class BatchFailedException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "BATCH_CALL_FAILED";

    /** Detail: which call, from 0 in the order in which they were added. */
    public static final String CALL = "call";

    /** Detail: what it called, such as {@code Instance.save}. */
    public static final String METHOD = "method";

    private static final long serialVersionUID = 1L;

    /** Creates the error with facts for programs and what the call threw. */
    public BatchFailedException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(
                CODE,
                message,
                cause instanceof AttaccaException known && known.retryable(),
                Outcome.REFUSED,
                details,
                cause);
    }

    /**
     * The plain case.
     *
     * @param call which call, from 0
     * @param calls of how many
     * @param method what it called
     * @param cause what it threw
     */
    public static BatchFailedException at(int call, int calls, String method, RuntimeException cause) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put(CALL, Integer.toString(call));
        details.put(METHOD, method);
        String why = cause instanceof AttaccaException ? cause.getMessage() : "it failed in a way that nobody foresaw";
        return new BatchFailedException(
                "batch: call " + call + " of " + calls + ", " + method + ": " + why, details, cause);
    }

    /** Which call failed, from 0 in the order in which they were added; -1 if the peer did not say. */
    public int call() {
        try {
            return Integer.parseInt(details().getOrDefault(CALL, "-1"));
        } catch (NumberFormatException somethingElse) {
            return -1;
        }
    }
}
