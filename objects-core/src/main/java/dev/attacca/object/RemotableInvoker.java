package dev.attacca.object;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where a context sends the remotables of its objects. Implementations are safe for use by several threads. */
public interface RemotableInvoker {
    /**
     * Performs a remotable and brings the receiver up to date.
     *
     * @return the result; {@code null} for {@code void} or where the method may return it
     * @throws dev.attacca.error.AttaccaException what the body or the framework threw; the receiver is then untouched
     */
    @Nullable
    Object invoke(ActionRequest request);

    /**
     * Performs a remotable without keeping the calling thread waiting for an answer from elsewhere. Fails with what
     * {@link #invoke} throws; cancelling the future cancels the call.
     */
    CompletableFuture<? extends Answer> invokeAsync(ActionRequest request);

    /** Performs several requests as one, all or none; returns the list of their results. Otherwise as {@link #invoke}. */
    @Nullable
    Object invokeTogether(List<ActionRequest> requests);

    /** As {@link #invokeTogether}, otherwise as {@link #invokeAsync}. */
    CompletableFuture<? extends Answer> invokeTogetherAsync(List<ActionRequest> requests);

    /** An answer that was understood as a whole and not applied yet. */
    @FunctionalInterface
    interface Answer {
        /**
         * Brings the receiver up to date and returns the result.
         *
         * @throws dev.attacca.error.AttaccaException what the call came to instead; the receiver is then untouched
         */
        @Nullable
        Object apply();
    }
}
