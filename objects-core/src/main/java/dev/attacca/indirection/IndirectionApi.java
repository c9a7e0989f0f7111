package dev.attacca.indirection;

import dev.attacca.object.ActionRequest;
import dev.attacca.object.RemotableInvoker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The seam between "here" and "there": performs action requests in place or on a conductor. Implementations are safe for
 * use by several threads.
 *
 * <p>Source: the role of nova's {@code indirection_api}, which is a class attribute there; here a context carries it.
 */
public interface IndirectionApi extends RemotableInvoker {
    /** Performs one request; what goes wrong comes back as {@link ActionReply.Raised}. */
    ActionReply perform(ActionRequest request);

    /**
     * Performs one request without keeping the calling thread waiting for an answer from elsewhere; here in place, so that
     * the future is complete. It never fails, unless it is cancelled: that cancels the call.
     */
    default CompletableFuture<ActionReply> performAsync(ActionRequest request) {
        return CompletableFuture.completedFuture(perform(request));
    }

    /**
     * Performs several requests of one context as one, all or none. The result is the list of their results.
     *
     * @param requests at least one
     */
    ActionReply performTogether(List<ActionRequest> requests);

    /** As {@link #performTogether}, otherwise as {@link #performAsync}. */
    default CompletableFuture<ActionReply> performTogetherAsync(List<ActionRequest> requests) {
        return CompletableFuture.completedFuture(performTogether(requests));
    }

    @Override
    default CompletableFuture<ActionReply> invokeTogetherAsync(List<ActionRequest> requests) {
        return performTogetherAsync(requests);
    }

    @Override
    default @Nullable Object invokeTogether(List<ActionRequest> requests) {
        return performTogether(requests).apply();
    }

    @Override
    default @Nullable Object invoke(ActionRequest request) {
        return perform(request).apply();
    }

    @Override
    default CompletableFuture<ActionReply> invokeAsync(ActionRequest request) {
        return performAsync(request);
    }
}
