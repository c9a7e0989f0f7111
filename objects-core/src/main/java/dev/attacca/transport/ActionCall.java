package dev.attacca.transport;

import dev.attacca.codec.BodyMemory;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.DeadlineExceededException;
import dev.attacca.error.Outcome;
import dev.attacca.error.ProtocolException;
import dev.attacca.object.Deadline;
import dev.attacca.object.Origin;
import dev.attacca.transport.thrift.Batch;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Reply;
import dev.attacca.transport.thrift.WireFault;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.thrift.TBase;
import org.jspecify.annotations.Nullable;

/** An object action, a class action or a batch on its way through the server. */
final class ActionCall extends ServerCall implements CallControl, BodyMemory {
    /** For a caller that states no deadline; nobody waits for ever. */
    static final int DEFAULT_DEADLINE_MILLIS = 10_000;

    private static final int MOST_CALLS = dev.attacca.object.Batch.MOST_CALLS;

    private static final int MAX_DEADLINE_MILLIS = 600_000;

    /** Frame length, message header, field headers and their ends. */
    private static final int AROUND_BODY = 64;

    private final ServerSession session;
    private final @Nullable Origin origin;
    private final @Nullable RunTimes times;
    private boolean read;
    private @Nullable Call call;
    private @Nullable ProtocolException unreadable;
    private CallNumbers numbers = CallNumbers.NONE;
    private byte @Nullable [] answerBytes;
    private @Nullable Reply reply;
    private @Nullable Deadline deadline;

    ActionCall(ServerConnection connection, Message message, ServerSession session) {
        super(connection, message);
        this.session = session;
        this.origin = connection.introduction().origin();
        this.times = readTimes();
    }

    @Override
    public int maxReplyBodyBytes() {
        return Math.max(0, connection.writer().maxReplyBytes() - AROUND_BODY);
    }

    @Override
    @Nullable
    Reply reply() {
        return reply;
    }

    @Override
    @Nullable
    AttaccaException unwanted() {
        Deadline stated = deadline;
        return stated != null && stated.passed()
                ? new DeadlineExceededException(
                        message.name() + ": its time was over while its result was being sent; the call itself was"
                                + " carried out; allow more time, or ask for less at once",
                        Outcome.UNKNOWN)
                : super.unwanted();
    }

    @Override
    public BodyMemory memory() {
        return this;
    }

    /** Only one body at a time is put together here. */
    @Override
    public byte[] array(int length) {
        byte[] taken = ByteArrays.SHARED.take(length);
        answerBytes = taken;
        return taken;
    }

    @Override
    void giveBack() {
        message.giveBack();
        byte[] taken = answerBytes;
        if (taken != null) {
            ByteArrays.SHARED.giveBack(taken);
        }
    }

    @Override
    TBase<?, ?> execute() throws WireFault {
        if (message.name().equals(Message.BATCH)) {
            return batch();
        }
        boolean onObject = onObject();
        Call call = read();
        if (call == null || !call.isSetBody()) {
            throw new ProtocolException(
                    ProtocolException.BAD_FRAME,
                    message.name() + ": no call or no body (expected: a Call with a body)");
        }
        deadline = deadlineOf(call.isSetDeadlineMillis() ? call.getDeadlineMillis() : DEFAULT_DEADLINE_MILLIS);
        numbers = CallNumbers.of(origin, call);
        connection.counters().executed.increment();
        if (onObject) {
            return new Conductor.act_result().setSuccess(present(session.act(call, this)));
        }
        return new Conductor.query_result().setSuccess(present(session.query(call, this)));
    }

    @Override
    @Nullable
    RunTimes times() {
        return times;
    }

    /** On the event loop: finds out what it calls. What is wrong with the message shows when the call runs. */
    private @Nullable RunTimes readTimes() {
        if (message.name().equals(Message.BATCH)) {
            return null;
        }
        try {
            read();
        } catch (ProtocolException e) {
            unreadable = e;
        }
        return call == null ? null : connection.runTimes(session.methodOf(call, !onObject()));
    }

    private boolean onObject() {
        return message.name().equals(Message.ACT);
    }

    /** Reads the message, once. */
    private @Nullable Call read() {
        if (unreadable != null) {
            throw unreadable;
        }
        if (!read) {
            read = true;
            call = onObject()
                    ? message.read(new Conductor.act_args()).getCall()
                    : message.read(new Conductor.query_args()).getCall();
        }
        return call;
    }

    private TBase<?, ?> batch() throws WireFault {
        Batch batch = message.read(new Conductor.batch_args()).getBatch();
        if (batch == null || !batch.isSetBody() || !batch.isSetCalls()) {
            throw new ProtocolException(
                    ProtocolException.BAD_FRAME, "batch: no calls or no body (expected: a Batch with both)");
        }
        int calls = batch.getCallsSize();
        if (calls < 1 || calls > MOST_CALLS) {
            throw new ProtocolException(
                    ProtocolException.UNSUPPORTED,
                    "batch: " + calls + " calls (expected: 1 to " + MOST_CALLS + "); make several of it");
        }
        deadline = deadlineOf(batch.isSetDeadlineMillis() ? batch.getDeadlineMillis() : DEFAULT_DEADLINE_MILLIS);
        numbers = CallNumbers.of(origin, batch);
        connection.counters().executed.increment();
        return new Conductor.batch_result().setSuccess(present(session.batch(batch, this)));
    }

    @Override
    TBase<?, ?> resultOf(WireFault fault) {
        return switch (message.name()) {
            case Message.ACT -> new Conductor.act_result().setFault(fault);
            case Message.BATCH -> new Conductor.batch_result().setFault(fault);
            default -> new Conductor.query_result().setFault(fault);
        };
    }

    @Override
    public Deadline deadline() {
        return Objects.requireNonNull(deadline, "asked for by those that carry the call out");
    }

    @Override
    public SocketAddress peer() {
        return connection.peer();
    }

    @Override
    public CallNumbers numbers() {
        return numbers;
    }

    private Deadline deadlineOf(int millis) {
        if (millis <= 0) {
            throw new ProtocolException(
                    ProtocolException.BAD_DEADLINE,
                    "deadlineMillis: " + millis + " (expected: 1 to " + MAX_DEADLINE_MILLIS + ", the time left)");
        }
        long waited = System.nanoTime() - arrivedNanos;
        long left = TimeUnit.MILLISECONDS.toNanos(Math.min(millis, MAX_DEADLINE_MILLIS)) - waited;
        if (left <= 0) {
            throw new DeadlineExceededException(
                    message.name() + ": not begun, its " + millis + " ms were over after "
                            + TimeUnit.NANOSECONDS.toMillis(waited)
                            + " ms of waiting for a worker; allow more time, or ask for less at once",
                    Outcome.REFUSED);
        }
        return Deadline.afterNanos(left);
    }

    /** An answer without a body would reach the caller as no answer at all. */
    private Reply present(Reply answer) {
        reply = answer.isSetBody() ? answer : answer.setBody(new byte[0]);
        return reply;
    }
}
