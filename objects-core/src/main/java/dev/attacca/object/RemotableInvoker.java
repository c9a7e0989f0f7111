package dev.attacca.object;

import org.jspecify.annotations.Nullable;

/** Where a context sends the remotables of its objects. Implementations are safe for use by several threads. */
@FunctionalInterface
public interface RemotableInvoker {
    /**
     * Performs a remotable and brings the receiver up to date.
     *
     * @param receiver an object or a query
     * @param method which remotable
     * @param arguments one per parameter
     * @return the result; {@code null} for {@code void} or where the method may return it
     * @throws dev.attacca.error.AttaccaException what the body or the framework threw; the receiver is then untouched
     */
    @Nullable
    Object invoke(ContextBound receiver, RemotableMethod method, @Nullable Object[] arguments);
}
