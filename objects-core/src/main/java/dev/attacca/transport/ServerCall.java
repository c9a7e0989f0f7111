package dev.attacca.transport;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.CallCancelledException;
import dev.attacca.error.DeadlineExceededException;
import dev.attacca.error.Outcome;
import dev.attacca.error.ProtocolException;
import dev.attacca.transport.thrift.WireFault;
import io.netty.buffer.ByteBuf;
import java.util.Map;
import org.apache.thrift.TBase;
import org.apache.thrift.TSerializable;
import org.apache.thrift.protocol.TMessage;
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
            connection.answer(this, null);
            return;
        }
        ByteBuf frame = null;
        try {
            frame = answer();
        } finally {
            // Even without an answer the call must not stay in flight.
            connection.answer(this, frame);
        }
        giveBack();
    }

    private ByteBuf answer() {
        TSerializable result;
        try {
            if (cancelled) {
                connection.counters().cancelled.increment();
                throw new CallCancelledException(
                        message.name() + ": cancelled before it began; nothing was done", Outcome.REFUSED);
            }
            result = execute();
        } catch (Throwable e) {
            // Throwable: whatever a body dies of, an overflowing stack too, its caller is told and the worker lives.
            result = resultOf(faultOf(e));
        }
        try {
            return frameOf(result);
        } catch (ProtocolException e) {
            WireFault tooLong = Faults.toWire(new ProtocolException(
                    ProtocolException.FRAME_TOO_LARGE,
                    "reply of " + e.getMessage() + "; the call itself was carried out",
                    Outcome.UNKNOWN,
                    Map.of(),
                    null));
            connection.counters().faults.increment();
            return frameOf(resultOf(tooLong));
        }
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
                new TMessage(message.name(), TMessageType.REPLY, message.seqid()),
                result,
                connection.options().maxReplyBytes());
    }

    /** The frame that refuses this call without running it. */
    final ByteBuf refusal(AttaccaException reason) {
        connection.counters().faults.increment();
        return frameOf(resultOf(Faults.toWire(reason)));
    }

    /** Why the connection must end behind the answer, or null when it goes on. */
    final @Nullable CloseReason closeAfter() {
        return closeAfter;
    }
}
