package dev.attacca.object;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
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
final class CallInFlight<R extends @Nullable Object> extends CompletableFuture<R> {
    private final AtomicBoolean decided = new AtomicBoolean();
    private final Function<@Nullable Object, R> kept;
    private final Runnable landed;
    private volatile @Nullable CompletableFuture<?> coming;

    /**
     * A call that has not begun.
     *
     * @param kept what the stage completes with, made of what the call returns
     * @param landed runs once, before the stage completes
     */
    CallInFlight(Function<@Nullable Object, R> kept, Runnable landed) {
        this.kept = kept;
        this.landed = landed;
    }

    /** Completes with an answer that is on its way. */
    void follow(CompletableFuture<RemotableInvoker.Answer> answer) {
        coming = answer;
        var unused = answer.whenComplete(this::arrived);
    }

    private void arrived(RemotableInvoker.@Nullable Answer answer, @Nullable Throwable failure) {
        if (!decided.compareAndSet(false, true)) {
            return;
        }
        if (answer == null) {
            landed.run();
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
            landed.run();
            super.completeExceptionally(thrown);
            return;
        }
        landed.run();
        super.complete(result);
    }

    /** Gives the call up, unless its answer was faster. */
    private boolean givenUp() {
        if (!decided.compareAndSet(false, true)) {
            return false;
        }
        CompletableFuture<?> known = coming;
        if (known != null) {
            known.cancel(true);
        }
        landed.run();
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
