package dev.attacca.transport;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.ConnectionLostException;
import dev.attacca.error.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call made without a thread that waits for it: attempts one after the other, by the same rules as for a call that is
 * waited for. Where a connection is at hand, the first attempt is written and sent on the calling thread; whatever comes
 * later happens on callback threads. Cancelling it cancels the attempt that is on its way and makes no other.
 *
 * <p>Thread safety: safe for use by several threads; attempts never overlap.
 *
 * @param <S> what a handshake agrees on
 * @param <R> what an answer becomes
 */
final class AsyncAttempts<S, R> extends CompletableFuture<R> {
    private final Supplier<CompletionStage<Connection<S>>> connecting;
    private final Repetition repetition;
    private final Function<Connection<S>, CompletableFuture<R>> sending;
    private final Function<AttaccaException, R> raised;
    private int attempt = 1;
    private volatile @Nullable CompletableFuture<R> onItsWay;

    /**
     * Attempts that have not begun.
     *
     * @param connecting gives a connection, at once where one is at hand
     * @param sending writes the call for a connection, sends it, and reads its answer
     * @param raised what a failure for good becomes
     */
    AsyncAttempts(
            Supplier<CompletionStage<Connection<S>>> connecting,
            Repetition repetition,
            Function<Connection<S>, CompletableFuture<R>> sending,
            Function<AttaccaException, R> raised) {
        this.connecting = connecting;
        this.repetition = repetition;
        this.sending = sending;
        this.raised = raised;
    }

    /** Makes the first attempt. */
    AsyncAttempts<S, R> begin() {
        attempt();
        return this;
    }

    private void attempt() {
        var unused = connecting.get().thenCompose(this::send).whenComplete(this::ended);
    }

    private CompletionStage<R> send(Connection<S> connection) {
        if (isDone()) {
            return CompletableFuture.failedFuture(new java.util.concurrent.CancellationException());
        }
        CompletableFuture<R> sent = sending.apply(connection);
        onItsWay = sent;
        if (isCancelled()) {
            sent.cancel(true);
        }
        return sent;
    }

    private void ended(@Nullable R answer, @Nullable Throwable failure) {
        if (failure == null) {
            @SuppressWarnings("NullAway") // Without a failure the answer is there.
            R there = answer;
            complete(there);
            return;
        }
        Throwable actual =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (isDone()) {
            return;
        }
        if (!(actual instanceof AttaccaException known)) {
            completeExceptionally(actual);
            return;
        }
        if (neverSent(known)) {
            attempt();
            return;
        }
        Duration pause = repetition.pauseAfter(known, attempt++);
        if (pause == null) {
            complete(raised.apply(known));
        } else {
            CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::attempt);
        }
    }

    /** As in {@link TransportClient#withConnection}: that happens to the unlucky when a conductor is restarted. */
    private boolean neverSent(AttaccaException failed) {
        return failed instanceof ConnectionLostException
                && failed.outcome() == Outcome.REFUSED
                && !repetition.deadline().passed();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        CompletableFuture<R> sent = onItsWay;
        if (cancelled && sent != null) {
            sent.cancel(true);
        }
        return cancelled;
    }
}
