package dev.attacca.transport;

import dev.attacca.codec.CallCodec;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.ConnectionLostException;
import dev.attacca.error.Outcome;
import dev.attacca.indirection.ActionReply;
import dev.attacca.object.Deadline;
import dev.attacca.transport.thrift.Reply;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A call made without a thread that waits for it: attempts one after the other, by the same rules as for a call that is
 * waited for. Where a connection is at hand, the first attempt is written and sent on the calling thread; whatever comes
 * later happens on callback threads. Cancelling it cancels the attempt that is on its way and makes no other.
 *
 * <p>It is its own listener to each attempt, since a stage for each step costs more than the steps.
 *
 * <p>Thread safety: safe for use by several threads; attempts never overlap.
 */
final class AsyncAttempts extends CompletableFuture<ActionReply>
        implements BiConsumer<@Nullable Reply, @Nullable Throwable> {
    private final ConnectionSource<CallCodec> connections;
    private final Deadline deadline;
    private final RetryBudget budget;
    private final WrittenOnce question;
    private int attempt = 1;
    private @Nullable Connection<CallCodec> connection;
    private Outgoing.@Nullable Asked asked;
    private volatile @Nullable CompletableFuture<Reply> onItsWay;

    /** Attempts that have not begun. */
    AsyncAttempts(
            ConnectionSource<CallCodec> connections, WrittenOnce question, Deadline deadline, RetryBudget budget) {
        this.connections = connections;
        this.question = question;
        this.deadline = deadline;
        this.budget = budget;
    }

    /** Makes the first attempt. */
    AsyncAttempts begin() {
        attempt();
        return this;
    }

    private void attempt() {
        Connection<CallCodec> atHand = connections.atHand();
        if (atHand != null) {
            send(atHand);
            return;
        }
        var unused = connections.connection(deadline).whenComplete((opened, failure) -> {
            if (failure == null) {
                send(opened);
            } else {
                failed(failure);
            }
        });
    }

    private void send(Connection<CallCodec> on) {
        if (isDone()) {
            return;
        }
        CompletableFuture<Reply> sent;
        try {
            Outgoing.Asked written = question.forSession(on.session());
            connection = on;
            asked = written;
            sent = written.askAsync(on, deadline);
        } catch (Throwable thrown) {
            // Throwable: whatever it is, somebody waits for this stage.
            failed(thrown);
            return;
        }
        onItsWay = sent;
        if (sent instanceof ComingReply coming) {
            coming.tell(this);
        } else {
            var unused = sent.whenComplete(this);
        }
        if (isCancelled()) {
            sent.cancel(true);
        }
    }

    /** For the attempt that is on its way. */
    @Override
    public void accept(@Nullable Reply answer, @Nullable Throwable failure) {
        if (answer == null) {
            failed(Objects.requireNonNull(failure, "neither an answer nor a failure"));
            return;
        }
        ActionReply read;
        try {
            read = Objects.requireNonNull(asked).read(Objects.requireNonNull(connection), answer);
            question.answered();
        } catch (Throwable thrown) {
            // Throwable: whatever it is, somebody waits for this stage.
            failed(thrown);
            return;
        }
        complete(read);
    }

    private void failed(Throwable failure) {
        if (isDone()) {
            return;
        }
        Throwable actual =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (!(actual instanceof AttaccaException known)) {
            completeExceptionally(actual);
            return;
        }
        if (neverSent(known)) {
            attempt();
            return;
        }
        Duration pause = new Repetition(question.readOnly(), deadline, budget).pauseAfter(known, attempt++);
        if (pause == null) {
            complete(new ActionReply.Raised(known));
        } else {
            CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::attempt);
        }
    }

    /** As in {@link TransportClient#withConnection}: that happens to the unlucky when a conductor is restarted. */
    private boolean neverSent(AttaccaException failed) {
        return failed instanceof ConnectionLostException && failed.outcome() == Outcome.REFUSED && !deadline.passed();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        CompletableFuture<Reply> sent = onItsWay;
        if (cancelled && sent != null) {
            sent.cancel(true);
        }
        return cancelled;
    }
}
