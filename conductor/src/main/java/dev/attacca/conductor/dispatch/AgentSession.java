package dev.attacca.conductor.dispatch;

import dev.attacca.codec.CallCodec;
import dev.attacca.codec.InboundBatch;
import dev.attacca.codec.InboundCall;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.Outcome;
import dev.attacca.error.RemoteFailureException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.transport.BatchedCalls;
import dev.attacca.transport.CallControl;
import dev.attacca.transport.Faults;
import dev.attacca.transport.Peer;
import dev.attacca.transport.PeerIdentity;
import dev.attacca.transport.RequestContexts;
import dev.attacca.transport.ServerHandshake;
import dev.attacca.transport.ServerSession;
import dev.attacca.transport.thrift.Batch;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Context;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Reply;
import dev.attacca.transport.thrift.Welcome;
import dev.attacca.transport.thrift.WireFault;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One agent's connection: its handshake, then its calls, each decoded, run in a unit of work, compared with what was there
 * before, and answered in the agent's versions before the unit is committed; so that an answer that cannot be given undoes
 * its call.
 *
 * <p>Thread safety: the handshake comes first and alone; calls run on several workers.
 */
final class AgentSession implements ServerSession {
    private static final Logger LOG = LoggerFactory.getLogger(AgentSession.class);
    private static final int LONGEST_NAME = 128;

    private final ActionDispatcher dispatcher;
    private final @Nullable String identity;
    private volatile String peer;
    private volatile @Nullable CallCodec codec;

    AgentSession(ActionDispatcher dispatcher, Peer connected) {
        this.dispatcher = dispatcher;
        this.peer = connected.address().toString();
        PeerIdentity proven = connected.identity();
        this.identity = proven == null ? null : proven.name();
    }

    @Override
    public Welcome hello(Hello hello) {
        ServerHandshake.Answer answer = dispatcher.handshake().answer(hello);
        CallCodec agreed = answer.codec();
        if (agreed != null) {
            peer = printable(hello.getPeer());
            codec = agreed;
            LOG.info(
                    "{} connected, identity {}, schema set {}, skew {}",
                    peer,
                    identity,
                    agreed.agreement().theirs().shortHash(),
                    agreed.agreement().skew());
        }
        return answer.welcome();
    }

    /** The agent's name for itself; before its handshake its address. */
    String peer() {
        return peer;
    }

    /** Who TLS has proven it to be, or null where nothing was proven. */
    @Nullable
    String identity() {
        return identity;
    }

    /** A peer's name is its own word: cut, and without anything that could forge a log line. */
    private static String printable(@Nullable String name) {
        String given = name == null || name.isBlank() ? "unnamed" : name;
        return given.substring(0, Math.min(given.length(), LONGEST_NAME)).replaceAll("[^\\x20-\\x7e]", "?");
    }

    @Override
    public @Nullable Object methodOf(Call call, boolean onQuery) {
        CallCodec agreed = codec;
        RemotableMethod method = agreed == null ? null : agreed.methodOf(call.getType(), call.getMethod(), onQuery);
        // One object per method, and its values compare faster than the whole description.
        return method == null ? null : method.values();
    }

    @Override
    public Reply act(Call call, CallControl control) throws WireFault {
        return act(call, control, false);
    }

    @Override
    public Reply query(Call call, CallControl control) throws WireFault {
        return act(call, control, true);
    }

    @Override
    public Reply batch(Batch batch, CallControl control) throws WireFault {
        RunningCall running = new RunningCall(this, control, bytesOf(batch.bufferForBody()));
        running.together(batch.getCallsSize());
        return answer(running, batch.getContext(), control, batch, null);
    }

    private Reply act(Call call, CallControl control, boolean onQuery) throws WireFault {
        RunningCall running = new RunningCall(this, control, bytesOf(call.bufferForBody()));
        running.of(call.getType(), call.getMethod(), onQuery);
        return answer(running, call.getContext(), control, null, call);
    }

    private static int bytesOf(@Nullable ByteBuffer body) {
        return body == null ? 0 : body.remaining();
    }

    private Reply answer(
            RunningCall running,
            @Nullable Context sent,
            CallControl control,
            @Nullable Batch batch,
            @Nullable Call call)
            throws WireFault {
        dispatcher.trace().begin();
        try {
            RequestContext request = RequestContexts.read(sent, control);
            running.request(request.requestId());
            MDC.put("request_id", request.requestId());
            ObjectContext context = new ObjectContext(request, dispatcher.registry(), dispatcher.bodies(), running);
            CallCodec.Written reply = batch != null
                    ? perform(batch, control, context, running)
                    : perform(Objects.requireNonNull(call, "a call or a batch"), control, context, running);
            running.answered(reply);
            return new Reply(reply.bytes());
        } catch (AttaccaException refused) {
            running.failed(refused.code(), refused.getMessage());
            throw Faults.toWire(refused);
        } catch (RuntimeException unforeseen) {
            WireFault fault = Faults.toWire(unforeseen, Outcome.REFUSED);
            running.failed(RemoteFailureException.INTERNAL, fault.getMessage());
            throw fault;
        } finally {
            running.ended(dispatcher.trace().end());
            dispatcher.observer().called(running);
            MDC.remove("request_id");
        }
    }

    private CallCodec.Written perform(Batch batch, CallControl control, ObjectContext context, RunningCall running) {
        InboundBatch inbound = new InboundBatch(agreed(), BatchedCalls.read(batch), batch.bufferForBody());
        running.together(inbound.methods());
        return inbound.run(context, dispatcher.bodies(), control.memory(), running);
    }

    private CallCodec.Written perform(Call call, CallControl control, ObjectContext context, RunningCall running) {
        InboundCall inbound =
                new InboundCall(agreed(), call.getType(), call.getMethod(), running.onQuery(), call.bufferForBody());
        running.agreed(inbound.type(), inbound.method());
        inbound.decode(context);
        running.changed(inbound.changedByCaller());
        return inbound.run(dispatcher.bodies(), control.memory(), running);
    }

    private CallCodec agreed() {
        return Objects.requireNonNull(codec, "the transport lets no call pass before the handshake");
    }
}
