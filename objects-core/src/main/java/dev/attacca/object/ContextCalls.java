package dev.attacca.object;

import dev.attacca.error.InvalidCallException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one context's objects: performed at once, or captured so that they can be performed otherwise; and which
 * objects have one on its way.
 *
 * <p>Thread safety: confined to one thread at a time like its context, except that a call lands on the thread that answers it.
 */
final class ContextCalls {
    private final ObjectContext context;
    private @Nullable Set<ContextBound> inFlight;
    private @Nullable CallCapture capture;

    ContextCalls(ObjectContext context) {
        this.context = context;
    }

    /** What a generated remotable does when its body does not run in place. */
    @Nullable
    Object call(ActionRequest given) {
        RemotableMethod method = given.method();
        ActionRequest request =
                new ActionRequest(given.receiver(), method, method.values().arguments(given.arguments()));
        CallCapture capturing = capture;
        if (capturing != null) {
            return capturing.note(request);
        }
        refuseInFlight(request.receiver());
        return context.invoker().invoke(request);
    }

    private void refuseInFlight(ContextBound receiver) {
        if (inFlight != null && inFlight.contains(receiver)) {
            throw new InvalidCallException(
                    receiver.typeName()
                            + ": a call of this object is on its way (expected: one at a time); go on when its stage completes");
        }
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
        if (capture != null) {
            throw new InvalidCallException(
                    "a call within a function that names a call (expected: one remotable); begin it before or after");
        }
        ObjectContext.UnitServices unit = context.enter(null);
        capture = own;
        try {
            calling.run();
        } catch (RuntimeException thrown) {
            throw own.explained(thrown);
        } finally {
            capture = null;
            context.enter(unit);
        }
        return own.request();
    }

    /**
     * Performs a request without waiting; inside a unit of work its body runs in place, as any other.
     *
     * @param kept what the stage completes with, made of the result
     */
    <R extends @Nullable Object> CallInFlight<R> start(ActionRequest request, Function<@Nullable Object, R> kept) {
        return start(List.of(request), kept, () -> {
            if (context.insideUnit()) {
                Object result = Slots.invoke(request.method().body(), request.receiver(), request.arguments());
                return CompletableFuture.completedFuture(() -> result);
            }
            return context.invoker().invokeAsync(request);
        });
    }

    /**
     * Performs requests as one, without waiting.
     *
     * @param kept what the stage completes with, made of the list of the results
     */
    <R extends @Nullable Object> CallInFlight<R> startTogether(
            List<ActionRequest> requests, Function<@Nullable Object, R> kept) {
        return start(requests, kept, () -> context.invoker().invokeTogetherAsync(requests));
    }

    /** Performs requests as one; returns the list of the results. */
    @Nullable
    Object callTogether(List<ActionRequest> requests) {
        requests.forEach(request -> refuseInFlight(request.receiver()));
        return context.invoker().invokeTogether(requests);
    }

    private <R extends @Nullable Object> CallInFlight<R> start(
            List<ActionRequest> requests,
            Function<@Nullable Object, R> kept,
            Supplier<CompletableFuture<RemotableInvoker.Answer>> performing) {
        requests.forEach(request -> refuseInFlight(request.receiver()));
        CallInFlight<R> call = new CallInFlight<>(kept, depart(requests));
        CompletableFuture<RemotableInvoker.Answer> answer;
        try {
            answer = performing.get();
        } catch (RuntimeException thrown) {
            answer = CompletableFuture.failedFuture(thrown);
        }
        call.follow(answer);
        return call;
    }

    /** Notes that calls of objects are on their way; returns what forgets it. A query has no state to protect. */
    private Runnable depart(List<ActionRequest> requests) {
        Set<ContextBound> all = inFlight;
        if (all == null) {
            all = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>(4)));
            inFlight = all;
        }
        List<ContextBound> departed = requests.stream()
                .map(ActionRequest::receiver)
                .filter(VersionedObject.class::isInstance)
                .toList();
        all.addAll(departed);
        Set<ContextBound> flying = all;
        return () -> departed.forEach(flying::remove);
    }
}
