package dev.attacca.object;

import dev.attacca.error.InvalidCallException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one context's objects: performed at once, or captured so that they can be performed otherwise; and which
 * objects have one on its way.
 *
 * <p>Thread safety: confined to one thread at a time like its context, except that a call lands on the thread that answers it.
 */
final class ContextCalls {
    private final ObjectContext context;
    private final CallsInFlight inFlight;

    ContextCalls(ObjectContext context, CallsInFlight inFlight) {
        this.context = context;
        this.inFlight = inFlight;
    }

    /** What a generated remotable does when its body does not run in place. */
    @Nullable
    Object call(ActionRequest given) {
        RemotableMethod method = given.method();
        ActionRequest request = given.arguments().length == 0
                ? given
                : new ActionRequest(given.receiver(), method, method.values().arguments(given.arguments()));
        CallCapture capturing = CallingThread.current().capture();
        if (capturing != null) {
            return capturing.note(request);
        }
        inFlight.refuse(request.receiver());
        return context.invoker().invoke(request);
    }

    /** The one remotable that a function calls on the receiver; nothing is performed. */
    <T extends ContextBound> ActionRequest captured(T receiver, Function<? super T, ?> function) {
        CallCapture own = new CallCapture(receiver);
        return captured(own, () -> own.returned(function.apply(receiver)));
    }

    /** The one remotable that an action calls on the receiver; nothing is performed. */
    <T extends ContextBound> ActionRequest capturedRun(T receiver, Consumer<? super T> action) {
        return captured(new CallCapture(receiver), () -> action.accept(receiver));
    }

    private ActionRequest captured(CallCapture own, Runnable calling) {
        if (own.receiver().context() != context) {
            throw new InvalidCallException(
                    own.receiver().typeName()
                            + ": bound to another context (expected: an object of the context that is asked); use its context()");
        }
        CallingThread thread = CallingThread.current();
        thread.refuseWhileCapturing("a call");
        try {
            thread.capturing(own, calling);
        } catch (RuntimeException thrown) {
            throw own.explained(thrown);
        }
        return own.request();
    }

    /**
     * Performs a request without waiting; inside a unit of work its body runs in place, as any other.
     *
     * @param kept what the stage completes with, made of the result
     */
    <R extends @Nullable Object> CallInFlight<R> start(ActionRequest request, Function<@Nullable Object, R> kept) {
        CallInFlight<R> call = departed(List.of(request), kept);
        try {
            if (context.insideUnit()) {
                Object result = request.method().invoke(request.receiver(), request.arguments());
                call.follow(CompletableFuture.<RemotableInvoker.Answer>completedFuture(() -> result));
            } else {
                call.follow(context.invoker().invokeAsync(request));
            }
        } catch (RuntimeException thrown) {
            call.follow(CompletableFuture.failedFuture(thrown));
        }
        return call;
    }

    /**
     * Performs requests as one, without waiting.
     *
     * @param kept what the stage completes with, made of the list of the results
     */
    <R extends @Nullable Object> CallInFlight<R> startTogether(
            List<ActionRequest> requests, Function<@Nullable Object, R> kept) {
        CallInFlight<R> call = departed(requests, kept);
        try {
            call.follow(context.invoker().invokeTogetherAsync(requests));
        } catch (RuntimeException thrown) {
            call.follow(CompletableFuture.failedFuture(thrown));
        }
        return call;
    }

    /** Performs requests as one; returns the list of the results. */
    @Nullable
    Object callTogether(List<ActionRequest> requests) {
        refuse(requests);
        return context.invoker().invokeTogether(requests);
    }

    /** A batch within a body would be a second unit of work, or could not be undone by itself. */
    void refuseInsideUnit(String what) {
        if (context.insideUnit()) {
            throw new InvalidCallException(
                    what + " inside a remotable's body (expected: outside); call one after the other,"
                            + " they are one unit of work already");
        }
    }

    /** Refuses what cannot be carried out now, before anything is. */
    void refuse(List<ActionRequest> requests) {
        CallingThread.current().refuseWhileCapturing("a batch");
        for (int i = 0; i < requests.size(); i++) {
            inFlight.refuse(requests.get(i).receiver());
        }
    }

    private <R extends @Nullable Object> CallInFlight<R> departed(
            List<ActionRequest> requests, Function<@Nullable Object, R> kept) {
        refuse(requests);
        inFlight.depart(requests);
        return new CallInFlight<>(kept, inFlight, requests);
    }
}
