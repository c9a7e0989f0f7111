package dev.attacca.object;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stage of a call that is on its way: completes once its answer was applied, fails with what the blocking call would
 * throw. Whoever completes it otherwise, by a cancel, a value or a timeout of its own, cancels the call; an answer that comes
 * after that is not applied.
 *
 * <p>Thread safety: safe for use by several threads. One atomic flag decides between the answer and everybody else.
 *
 * @param <R> what the call returns
 */
final class CallInFlight<R extends @Nullable Object> extends CompletableFuture<R>
        implements BiConsumer<RemotableInvoker.@Nullable Answer, @Nullable Throwable> {
    private static final VarHandle DECIDED;

    static {
        try {
            DECIDED = MethodHandles.lookup().findVarHandle(CallInFlight.class, "decided", boolean.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final Function<@Nullable Object, R> kept;
    private final CallsInFlight inFlight;
    private final List<ActionRequest> requests;

    @SuppressWarnings("unused") // By DECIDED.
    private volatile boolean decided;

    private volatile @Nullable CompletableFuture<?> coming;

    /**
     * A call that has not begun.
     *
     * @param kept what the stage completes with, made of what the call returns
     * @param inFlight where these requests are noted as departed; they land before the stage completes
     */
    CallInFlight(Function<@Nullable Object, R> kept, CallsInFlight inFlight, List<ActionRequest> requests) {
        this.kept = kept;
        this.inFlight = inFlight;
        this.requests = requests;
    }

    /** Completes with an answer that is on its way. */
    void follow(CompletableFuture<? extends RemotableInvoker.Answer> answer) {
        coming = answer;
        var unused = answer.whenComplete(this);
    }

    /** For the answer that it follows. */
    @Override
    public void accept(RemotableInvoker.@Nullable Answer answer, @Nullable Throwable failure) {
        if (!DECIDED.compareAndSet(this, false, true)) {
            return;
        }
        if (answer == null) {
            inFlight.land(requests);
            super.completeExceptionally(
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure);
            return;
        }
        R result;
        try {
            result = kept.apply(answer.apply());
        } catch (Throwable thrown) {
            // Throwable: whatever it is, somebody waits for this stage.
            inFlight.land(requests);
            super.completeExceptionally(thrown);
            return;
        }
        inFlight.land(requests);
        super.complete(result);
    }

    /** Gives the call up, unless its answer was faster. */
    private boolean givenUp() {
        if (!DECIDED.compareAndSet(this, false, true)) {
            return false;
        }
        CompletableFuture<?> known = coming;
        if (known != null) {
            known.cancel(true);
        }
        inFlight.land(requests);
        return true;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return givenUp() ? super.cancel(mayInterruptIfRunning) : isCancelled();
    }

    @Override
    public boolean complete(R value) {
        return givenUp() && super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return givenUp() && super.completeExceptionally(failure);
    }

    @Override
    public CompletableFuture<R> completeAsync(Supplier<? extends R> supplier, Executor executor) {
        executor.execute(() -> {
            try {
                complete(supplier.get());
            } catch (Throwable thrown) {
                // Throwable: whatever it is, somebody waits for this stage.
                completeExceptionally(thrown);
            }
        });
        return this;
    }

    @Override
    public void obtrudeValue(R value) {
        givenUp();
        super.obtrudeValue(value);
    }

    @Override
    public void obtrudeException(Throwable failure) {
        givenUp();
        super.obtrudeException(failure);
    }
}
