package dev.attacca.transport;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.CallCancelledException;
import dev.attacca.error.DeadlineExceededException;
import dev.attacca.error.Outcome;
import dev.attacca.error.OverloadedException;
import dev.attacca.error.ProtocolException;
import dev.attacca.transport.thrift.Reply;
import dev.attacca.transport.thrift.WireFault;
import io.netty.buffer.ByteBuf;
import java.util.Map;
import org.apache.thrift.TBase;
import org.apache.thrift.TSerializable;
import org.apache.thrift.protocol.TMessageType;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way through the server: made on the event loop, run by a worker, answered exactly once unless its connection
 * is gone.
 *
 * <p>Thread safety: {@link #cancel} from any thread; everything else by the worker that runs it.
 */
abstract sealed class ServerCall implements Runnable permits ActionCall, HelloCall {
    final ServerConnection connection;
    final Message message;
    final long arrivedNanos = System.nanoTime();
    private volatile boolean cancelled;

    // What the worker hands to the event loop: the answer, whole or in parts, or neither, when nobody is left to read
    // it.
    @Nullable
    ByteBuf answer;

    @Nullable
    PartedReply answerInParts;

    /** Whether the answer is read, by the event loop, when the worker is done with the call. */
    private boolean inParts;

    private @Nullable CloseReason closeAfter;

    ServerCall(ServerConnection connection, Message message) {
        this.connection = connection;
        this.message = message;
    }

    /** Runs the body and returns the result struct that answers it. */
    abstract TBase<?, ?> execute() throws WireFault;

    /** The result struct that carries a fault. */
    abstract TBase<?, ?> resultOf(WireFault fault);

    /** What the event loop must do before the answer goes out. */
    void beforeAnswer() {}

    /** The reply within the result of a body that came to its end, or null where there is none. */
    @Nullable
    Reply reply() {
        return null;
    }

    /** Why nobody wants the answer any more although the body has ended; null when it is awaited. */
    @Nullable
    AttaccaException unwanted() {
        return cancelled
                ? new CallCancelledException(
                        message.name() + ": cancelled while its result was being sent; the call itself was carried out",
                        Outcome.UNKNOWN)
                : null;
    }

    /**
     * How long calls of the same method took so far, or null where that is not known before the call runs. On the event loop;
     * reads the message, but nothing in its body.
     */
    @Nullable
    RunTimes times() {
        return null;
    }

    final void cancel() {
        cancelled = true;
    }

    public final boolean cancelled() {
        return cancelled || connection.gone();
    }

    /** What must not outlive the call: its frame, and memory that its answer was put together in. */
    void giveBack() {}

    @Override
    public final void run() {
        if (connection.gone()) {
            connection.counters().dropped.increment();
            connection.unanswered(this);
            return;
        }
        boolean answered = false;
        long begin = System.nanoTime();
        try {
            answered = answer();
        } finally {
            RunTimes times = times();
            if (times != null) {
                times.ran(System.nanoTime() - begin);
            }
            if (!answered) {
                // Even without an answer the call must not stay in flight.
                connection.unanswered(this);
            }
        }
        if (!inParts) {
            giveBack();
        }
    }

    private boolean answer() {
        TBase<?, ?> result;
        try {
            if (cancelled) {
                connection.counters().cancelled.increment();
                throw new CallCancelledException(
                        message.name() + ": cancelled before it began; nothing was done", Outcome.REFUSED);
            }
            OverloadedException crowded = connection.admission().unreadAnswers();
            if (crowded != null) {
                connection.counters().overloaded.increment();
                throw crowded;
            }
            result = execute();
            Reply reply = reply();
            int bodyBytes = reply == null ? 0 : reply.bufferForBody().remaining();
            if (bodyBytes > connection.writer().maxReplyBytes()) {
                throw tooLong("reply of " + message.name() + ": longer than "
                        + connection.writer().maxReplyBytes()
                        + " bytes (expected: at most that); ask for less at once");
            }
            if (reply != null && bodyBytes > connection.writer().partBytes()) {
                inParts = true;
                connection.answer(
                        this,
                        new PartedReply(this, result, reply, connection.writer().partBytes()));
                return true;
            }
        } catch (Throwable e) {
            // Throwable: whatever a body dies of, an overflowing stack too, its caller is told and the worker lives.
            result = resultOf(faultOf(e));
        }
        ByteBuf frame;
        try {
            frame = frameOf(result);
        } catch (ProtocolException e) {
            connection.counters().faults.increment();
            frame = frameOf(resultOf(Faults.toWire(tooLong("reply of " + e.getMessage()))));
        }
        connection.answer(this, frame);
        return true;
    }

    private static ProtocolException tooLong(String what) {
        return new ProtocolException(
                ProtocolException.FRAME_TOO_LARGE,
                what + "; the call itself was carried out",
                Outcome.UNKNOWN,
                Map.of(),
                null);
    }

    private WireFault faultOf(Throwable failure) {
        connection.counters().faults.increment();
        if (failure instanceof ProtocolException broken && broken.code().equals(ProtocolException.BAD_FRAME)) {
            // Its frames were cut right and still make no sense: nothing it sends later can be trusted to.
            closeAfter = CloseReason.BAD_FRAME;
        } else if (failure instanceof ProtocolException refused
                && refused.code().equals(ProtocolException.BAD_PROTOCOL)) {
            closeAfter = CloseReason.BAD_PROTOCOL;
        } else if (failure instanceof DeadlineExceededException late && late.outcome() == Outcome.REFUSED) {
            connection.counters().expired.increment();
        }
        return Faults.toWire(failure);
    }

    /** The answer in a frame: same encoding, name and sequence id as the question. */
    final ByteBuf frameOf(TSerializable result) {
        return Message.write(
                connection.allocator(),
                message.encoding(),
                message.name(),
                TMessageType.REPLY,
                message.seqid(),
                result,
                connection.writer().maxAnswerBytes());
    }

    /** The frame that carries a failure in place of a result. */
    final ByteBuf refusal(AttaccaException reason) {
        connection.counters().faults.increment();
        return frameOf(resultOf(Faults.toWire(reason)));
    }

    /** The frame that takes the place of what is left of the answer when nobody wants that any more, or null. */
    final @Nullable ByteBuf unwantedAnswer() {
        AttaccaException why = unwanted();
        return why == null ? null : refusal(why);
    }

    /** Answers that no worker has time for it; by any thread. */
    final void turnAway() {
        connection.counters().overloaded.increment();
        connection.answer(this, refusal(connection.admission().noWorker()));
    }

    /** Why the connection must end behind the answer, or null when it goes on. */
    final @Nullable CloseReason closeAfter() {
        return closeAfter;
    }
}
