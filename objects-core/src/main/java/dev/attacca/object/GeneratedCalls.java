package dev.attacca.object;

import dev.attacca.value.Bytes;
import org.jspecify.annotations.Nullable;

/** What generated subclasses call. Not for application code. */
public final class GeneratedCalls {
    private GeneratedCalls() {}

    /** Whether a remotable must go through the indirection rather than run its body here and now. */
    public static boolean elsewhere(ContextBound receiver) {
        ObjectContext bound = receiver.context;
        return bound == null || !bound.insideUnit();
    }

    /** Bytes as an array of the caller's own. */
    public static byte @Nullable [] array(@Nullable Bytes bytes) {
        return bytes == null ? null : bytes.toArray();
    }

    /**
     * Performs a remotable through the context's indirection, or notes it where a context only wants to know what is called.
     *
     * @throws dev.attacca.error.OrphanedObjectException if the receiver has no context
     */
    public static @Nullable Object call(ContextBound receiver, int method, @Nullable Object[] arguments) {
        return receiver.context().calls().call(new ActionRequest(receiver, receiver.remotable(method), arguments));
    }
}
