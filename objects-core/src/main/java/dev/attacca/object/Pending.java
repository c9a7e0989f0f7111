package dev.attacca.object;

import dev.attacca.error.InvalidCallException;
import org.jspecify.annotations.Nullable;

/**
 * The result of one call of a {@link Batch}: there once the batch is committed.
 *
 * <p>Thread safety: safe for use by several threads.
 *
 * @param <R> what the call returns
 */
public final class Pending<R extends @Nullable Object> {
    private final String method;
    private volatile @Nullable Settled settled;

    private record Settled(@Nullable Object result) {}

    Pending(String method) {
        this.method = method;
    }

    void settle(@Nullable Object result) {
        settled = new Settled(result);
    }

    /**
     * The result.
     *
     * @throws InvalidCallException if its batch was not committed, or failed
     */
    public R get() {
        Settled known = settled;
        if (known == null) {
            throw new InvalidCallException(
                    method + ": no result (expected: after its batch was committed and did not fail)");
        }
        return typed(known.result());
    }

    /** A result as what the method that was called declares. */
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
    static <R extends @Nullable Object> R typed(@Nullable Object result) {
        return (R) result;
    }
}
