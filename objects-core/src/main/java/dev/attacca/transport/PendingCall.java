package dev.attacca.transport;

import dev.attacca.error.Outcome;
import dev.attacca.object.Deadline;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A call between being written and being answered. It ends with an {@link End}, never exceptionally: the exception is made by
 * the thread that waited, so that its stack shows who that was.
 *
 * <p>Thread safety: the state is one atomic reference, which decides the race between sending a call and giving it up; the
 * request belongs to the event loop once it was handed over.
 */
final class PendingCall extends CompletableFuture<PendingCall.End> {
    private enum State {
        QUEUED,
        SENT,
        GIVEN_UP
    }

    /** How the waiting ended. */
    sealed interface End {
        /** The answer is here, read as far as its head. */
        record Answered(Message message) implements End {}

        /** There will be no answer. */
        record Broken(String why, Outcome outcome, @Nullable Throwable cause) implements End {}

        /** The deadline passed first. */
        record TimedOut(Outcome outcome) implements End {}

        /** The thread that waited was interrupted first. */
        record Interrupted(Outcome outcome) implements End {}
    }

    final String name;
    final int seqid;
    final int requestBytes;
    final Deadline deadline;
    final long startedNanos = System.nanoTime();
    private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);
    private @Nullable ByteBuf request;
    private @Nullable ReplyParts parts;
    private boolean partsUnwanted;

    /** The thread that waits for the end, or null when none does. Set before the call is offered to the event loop. */
    @Nullable
    Thread waiter;

    /** Whether the waiter may drive the event loop. Likewise. */
    boolean waiterMayDrive;

    /** Whether the waiter must be woken when the call ends. Set by the waiter before it looks at the call for the last time. */
    volatile boolean sleeps;

    // The event loop's: its list of calls that a thread waits for.
    @Nullable
    PendingCall previous;

    @Nullable
    PendingCall next;

    boolean listed;

    /** Told once, on the event loop or by whoever ends it otherwise. */
    private @Nullable Listener listener;

    /** Who is told of the end of a call that no thread waits for. */
    interface Listener {
        /** It has ended, and joining it costs no time. */
        void ended();
    }

    /** The buffer becomes this call's. */
    PendingCall(String name, int seqid, ByteBuf request, Deadline deadline) {
        this.name = name;
        this.seqid = seqid;
        this.request = request;
        this.requestBytes = request.readableBytes();
        this.deadline = deadline;
    }

    /** Before it is offered to the event loop: tells somebody of the end. */
    void whenEnded(Listener told) {
        listener = told;
    }

    @Override
    public boolean complete(End end) {
        boolean first = super.complete(end);
        Listener told = listener;
        if (first && told != null) {
            told.ended();
        }
        return first;
    }

    /** On the event loop: true for the one who may send it now. */
    boolean markSent() {
        return state.compareAndSet(State.QUEUED, State.SENT);
    }

    /** From any thread: {@link Outcome#REFUSED} when it now will never be sent, {@link Outcome#UNKNOWN} when it was already. */
    Outcome giveUp() {
        boolean unsent = state.compareAndSet(State.QUEUED, State.GIVEN_UP);
        return unsent || state.get() == State.GIVEN_UP ? Outcome.REFUSED : Outcome.UNKNOWN;
    }

    /** Whether its waiter can be expected to wait still. */
    boolean waits() {
        return !isDone() && state.get() != State.GIVEN_UP;
    }

    boolean queued() {
        return state.get() == State.QUEUED;
    }

    boolean sent() {
        return state.get() == State.SENT;
    }

    /** On the event loop: the buffer, which then belongs to the taker; null when it was taken before. */
    @Nullable
    ByteBuf takeRequest() {
        ByteBuf taken = request;
        request = null;
        return taken;
    }

    /** Whether its answer may come in parts. */
    boolean takesParts() {
        return name.equals(Message.ACT) || name.equals(Message.QUERY) || name.equals(Message.BATCH);
    }

    /** What has come of its answer; on the event loop, and by the reader of an answer once that is there. */
    @Nullable
    ReplyParts parts() {
        return parts;
    }

    /** On the event loop, before it is answered. */
    void parts(ReplyParts value) {
        parts = value;
    }

    /** On the event loop: nobody will read what has come and what is still to come. */
    void dropParts() {
        parts = null;
        partsUnwanted = true;
    }

    boolean partsUnwanted() {
        return partsUnwanted;
    }

    /** On the event loop: frees the request if nobody sent it; whether there was one to free. */
    boolean discard() {
        ByteBuf unsent = takeRequest();
        return unsent != null && unsent.release();
    }
}
