package dev.attacca.transport;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.CallCancelledException;
import dev.attacca.error.ConnectionLostException;
import dev.attacca.error.DeadlineExceededException;
import dev.attacca.error.Outcome;
import dev.attacca.error.OverloadedException;
import dev.attacca.error.ProtocolException;
import dev.attacca.error.RemoteFailureException;
import dev.attacca.object.Deadline;
import dev.attacca.registry.DomainErrors;
import dev.attacca.transport.thrift.Batch;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Reply;
import dev.attacca.transport.thrift.WireFault;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TBase;
import org.apache.thrift.protocol.TMessageType;
import org.jspecify.annotations.Nullable;

/**
 * A link with what was agreed on it: turns calls into messages and messages into replies or exceptions, on the thread of
 * whoever waits.
 */
final class ClientConnection<S> implements Connection<S> {
    private final ClientLink link;
    private final S session;
    private final Callbacks callbacks;
    private final ExchangeListener listener;
    private final DomainErrors errors;
    private volatile boolean spared;
    private volatile long sparedUntil;

    ClientConnection(ClientLink link, S session, Callbacks callbacks, ExchangeListener listener, DomainErrors errors) {
        this.errors = errors;
        this.link = link;
        this.session = session;
        this.callbacks = callbacks;
        this.listener = listener;
    }

    ClientLink link() {
        return link;
    }

    @Override
    public S session() {
        return session;
    }

    @Override
    public SocketAddress remoteAddress() {
        return link.peer();
    }

    @Override
    public boolean usable() {
        return link.usable();
    }

    /** Whether its conductor asked to be left alone for a while that is not over. */
    boolean spared() {
        if (spared && System.nanoTime() - sparedUntil >= 0) {
            spared = false;
        }
        return spared;
    }

    @Override
    public int inFlight() {
        return link.pending();
    }

    /** Whether fewer calls than that are in flight, and one more would neither wait here nor be refused. */
    boolean hasRoom(int most) {
        int pending = link.pending();
        return pending < most && pending < link.mostInFlight();
    }

    @Override
    public Reply act(Call call, Deadline deadline) {
        return now(objectCall(call, deadline), this::objectReply);
    }

    @Override
    public Reply query(Call call, Deadline deadline) {
        return now(classCall(call, deadline), this::classReply);
    }

    @Override
    public CompletableFuture<Reply> actAsync(Call call, Deadline deadline) {
        return later(objectCall(call, deadline), this::objectReply);
    }

    @Override
    public CompletableFuture<Reply> queryAsync(Call call, Deadline deadline) {
        return later(classCall(call, deadline), this::classReply);
    }

    @Override
    public Reply batch(Batch batch, Deadline deadline) {
        return now(batchCall(batch, deadline), this::batchReply);
    }

    @Override
    public CompletableFuture<Reply> batchAsync(Batch batch, Deadline deadline) {
        return later(batchCall(batch, deadline), this::batchReply);
    }

    @Override
    public void ping(Deadline deadline) {
        Message answer = await(link, listener, link.prepare(Message.PING, new Conductor.ping_args(), deadline));
        read(answer, new Conductor.ping_result());
    }

    @Override
    @SuppressWarnings("ByteBufferBackingArray") // The whole of the array goes back, wherever the body begins in it.
    public void wasRead(Reply reply) {
        ByteBuffer body = reply.bufferForBody();
        if (body != null && body.hasArray()) {
            // Told twice, two calls to come would share the array.
            reply.unsetBody();
            ByteArrays.SHARED.giveBack(body.array());
        }
    }

    private PendingCall objectCall(Call call, Deadline deadline) {
        return link.prepare(Message.ACT, new Conductor.act_args(StatedDeadline.in(call, deadline)), deadline);
    }

    private PendingCall classCall(Call call, Deadline deadline) {
        return link.prepare(Message.QUERY, new Conductor.query_args(StatedDeadline.in(call, deadline)), deadline);
    }

    private PendingCall batchCall(Batch batch, Deadline deadline) {
        return link.prepare(Message.BATCH, new Conductor.batch_args(StatedDeadline.in(batch, deadline)), deadline);
    }

    private Reply objectReply(Message answer) {
        Conductor.act_result result = read(answer, new Conductor.act_result());
        return replied(result.getSuccess(), result.getFault());
    }

    private Reply classReply(Message answer) {
        Conductor.query_result result = read(answer, new Conductor.query_result());
        return replied(result.getSuccess(), result.getFault());
    }

    private Reply batchReply(Message answer) {
        Conductor.batch_result result = read(answer, new Conductor.batch_result());
        return replied(result.getSuccess(), result.getFault());
    }

    /** Reads an answer. One that makes no sense says nothing of what became of its call, and its conductor is not to be trusted with another. */
    private <T extends TBase<?, ?>> T read(Message answer, T result) {
        try {
            return answer.read(result);
        } catch (ProtocolException unreadable) {
            throw distrusted(unreadable);
        }
    }

    private ProtocolException distrusted(ProtocolException unreadable) {
        link.breakOff(unreadable);
        return new ProtocolException(
                unreadable.code(),
                String.valueOf(unreadable.getMessage()),
                Outcome.UNKNOWN,
                unreadable.details(),
                unreadable);
    }

    private Reply replied(@Nullable Reply success, @Nullable WireFault fault) {
        try {
            return succeeded(success, fault, errors);
        } catch (ProtocolException unreadable) {
            throw fault == null ? distrusted(unreadable) : unreadable;
        } catch (OverloadedException overloaded) {
            long asked = Backoff.asked(overloaded).toNanos();
            if (asked > 0) {
                sparedUntil = System.nanoTime() + asked;
                spared = true;
            }
            throw overloaded;
        }
    }

    /** The result of an answer, where there is one. */
    static <T> T succeeded(@Nullable T success, @Nullable WireFault fault, DomainErrors errors) {
        if (fault != null) {
            throw Faults.toException(fault, errors);
        }
        if (success == null) {
            throw new ProtocolException(
                    ProtocolException.BAD_FRAME, "answer: neither a result nor a fault (expected: one of them)");
        }
        return success;
    }

    private Reply now(PendingCall call, Function<Message, Reply> read) {
        return whole(call, read.apply(await(link, listener, call)));
    }

    private CompletableFuture<Reply> later(PendingCall call, Function<Message, Reply> read) {
        ComingReply reply = new ComingReply(this, call, read);
        call.whenEnded(reply);
        link.offer(call);
        return reply;
    }

    /** On a callback thread: the reply to a call that has ended. */
    Reply ended(PendingCall call, Function<Message, Reply> read) {
        return whole(call, read.apply(answerOf(link, listener, call, call.join())));
    }

    Callbacks callbacks() {
        return callbacks;
    }

    private static Reply whole(PendingCall call, Reply end) {
        ReplyParts parts = call.parts();
        return parts == null ? end : parts.before(end);
    }

    /** Sends a prepared call and waits for the answer, which is read by the thread that needs it. */
    static Message await(ClientLink link, ExchangeListener listener, PendingCall call) {
        return answerOf(link, listener, call, link.await(call));
    }

    private static Message answerOf(ClientLink link, ExchangeListener listener, PendingCall call, PendingCall.End end) {
        link.tally().ended(end);
        if (end instanceof PendingCall.End.Answered answered) {
            Message message = answered.message();
            ReplyParts parts = call.parts();
            int replyBytes = message.frameBytes() + (parts == null ? 0 : parts.frameBytes());
            if (listener != ExchangeListener.NONE) {
                listener.answered(new ExchangeListener.Exchange(
                        call.name, call.requestBytes, replyBytes, System.nanoTime() - call.startedNanos));
            }
            if (message.type() == TMessageType.EXCEPTION) {
                throw rejection(link, message);
            }
            return message;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - call.startedNanos);
        if (end instanceof PendingCall.End.Broken broken) {
            throw new ConnectionLostException(
                    call.name + ": no answer from " + link.peer() + " after " + millis + " ms: " + broken.why() + "; "
                            + advice(broken.outcome()),
                    broken.outcome(),
                    Map.of(),
                    broken.cause());
        }
        if (end instanceof PendingCall.End.Interrupted interrupted) {
            throw new CallCancelledException(
                    call.name + ": the waiting thread was interrupted; " + advice(interrupted.outcome()),
                    interrupted.outcome(),
                    Map.of(),
                    null);
        }
        Outcome outcome = ((PendingCall.End.TimedOut) end).outcome();
        throw new DeadlineExceededException(
                call.name + ": no answer from " + link.peer() + " within " + millis + " ms; " + advice(outcome),
                outcome);
    }

    private static String advice(Outcome outcome) {
        return outcome == Outcome.REFUSED
                ? "it was not sent, so it can be made again"
                : "it may have been carried out: ask again with the same call id, or read";
    }

    /** Thrift's own way to say that a message makes no sense to the peer. */
    private static AttaccaException rejection(ClientLink link, Message message) {
        try {
            TApplicationException rejection = message.read(new TApplicationException());
            String text = String.valueOf(rejection.getMessage());
            return rejection.getType() == TApplicationException.UNKNOWN_METHOD
                    ? new ProtocolException(ProtocolException.BAD_METHOD, text)
                    : new RemoteFailureException(
                            RemoteFailureException.INTERNAL, text, false, Outcome.UNKNOWN, Map.of(), null, rejection);
        } catch (ProtocolException e) {
            link.breakOff(e);
            return new ProtocolException(
                    ProtocolException.BAD_FRAME, "answer: an unreadable rejection", Outcome.UNKNOWN, Map.of(), e);
        }
    }
}
