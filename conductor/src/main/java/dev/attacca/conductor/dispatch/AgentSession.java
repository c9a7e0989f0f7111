package dev.attacca.conductor.dispatch;

import dev.attacca.codec.AgreedType;
import dev.attacca.codec.CallCodec;
import dev.attacca.codec.InboundBatch;
import dev.attacca.codec.InboundCall;
import dev.attacca.codec.Loss;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.CallCancelledException;
import dev.attacca.error.DeadlineExceededException;
import dev.attacca.error.Outcome;
import dev.attacca.error.ProtocolException;
import dev.attacca.error.RemoteFailureException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.transport.BatchedCalls;
import dev.attacca.transport.CallControl;
import dev.attacca.transport.CallNumbers;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
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
        RunningCall running = new RunningCall(peer, identity, batch.bufferForBody());
        running.method = "batch of " + batch.getCallsSize();
        return answer(running, batch.getContext(), control, request -> perform(batch, control, request, running));
    }

    private Reply act(Call call, CallControl control, boolean onQuery) throws WireFault {
        RunningCall running = new RunningCall(peer, identity, call.bufferForBody());
        running.ofType = call.getType();
        running.number = call.getMethod();
        running.onQuery = onQuery;
        return answer(
                running, call.getContext(), control, request -> perform(call, control, onQuery, request, running));
    }

    private Reply answer(
            RunningCall running, @Nullable Context sent, CallControl control, Function<RequestContext, ByteBuffer> body)
            throws WireFault {
        dispatcher.trace().begin();
        try {
            RequestContext request = RequestContexts.read(sent, control);
            running.requestId = request.requestId();
            CallNumbers.CallId callId = control.numbers().callId();
            running.callId = callId == null ? "" : callId.toString();
            MDC.put("request_id", request.requestId());
            return new Reply(body.apply(request));
        } catch (AttaccaException refused) {
            running.failed(refused.code(), refused.getMessage());
            throw Faults.toWire(refused);
        } catch (RuntimeException unforeseen) {
            WireFault fault = Faults.toWire(unforeseen, Outcome.REFUSED);
            running.failed(RemoteFailureException.INTERNAL, fault.getMessage());
            throw fault;
        } finally {
            dispatcher.observer().called(running.record(dispatcher.trace().end()));
            MDC.remove("request_id");
        }
    }

    private ByteBuffer perform(Batch batch, CallControl control, RequestContext request, RunningCall running) {
        CallCodec agreed = Objects.requireNonNull(codec, "the transport lets no call pass before the handshake");
        InboundBatch inbound = new InboundBatch(agreed, BatchedCalls.read(batch), batch.bufferForBody());
        running.together(inbound.methods());
        CallCodec.Written reply = inbound.run(
                new ObjectContext(request, dispatcher.registry(), dispatcher.bodies()),
                dispatcher.bodies(),
                control.memory(),
                written -> refuseIfUnanswerable(written.length(), control, "batch"));
        running.answered(reply);
        return reply.bytes();
    }

    private ByteBuffer perform(
            Call call, CallControl control, boolean onQuery, RequestContext request, RunningCall running) {
        CallCodec agreed = Objects.requireNonNull(codec, "the transport lets no call pass before the handshake");
        InboundCall inbound = new InboundCall(agreed, call.getType(), call.getMethod(), onQuery, call.bufferForBody());
        running.agreed(inbound.type(), inbound.method());
        inbound.decode(new ObjectContext(request, dispatcher.registry(), dispatcher.bodies()));
        running.changed = inbound.changedByCaller();
        String method = inbound.method().qualifiedName();
        CallCodec.Written reply = inbound.run(
                dispatcher.bodies(),
                control.memory(),
                written -> refuseIfUnanswerable(written.length(), control, method));
        running.answered(reply);
        return reply.bytes();
    }

    /** The last look before the commit: after it the truth is awaited, whoever still listens. */
    private static void refuseIfUnanswerable(int replyBytes, CallControl control, String what) {
        if (replyBytes > control.maxReplyBodyBytes()) {
            throw new ProtocolException(
                    ProtocolException.FRAME_TOO_LARGE,
                    what + ": an answer of " + replyBytes
                            + " bytes; nothing was applied (expected: at most " + control.maxReplyBodyBytes()
                            + "; ask for less at a time)");
        }
        if (control.cancelled()) {
            throw new CallCancelledException(
                    what + ": cancelled by its caller; nothing was applied", Outcome.REFUSED, Map.of(), null);
        }
        if (control.deadline().passed()) {
            throw new DeadlineExceededException(
                    what + ": its deadline passed before the commit; nothing was applied (expected: a"
                            + " longer deadline, or less work per call)",
                    Outcome.REFUSED,
                    Map.of(),
                    null);
        }
    }

    /** What is known of a call so far. Confined to its worker. */
    private static final class RunningCall {
        private final long start = System.nanoTime();
        private final String peer;
        private final @Nullable String identity;
        private final int requestBytes;
        private String requestId = "";
        private String callId = "";
        // Names are made of these where nobody knows what they mean here.
        private int ofType;
        private int number;
        private boolean onQuery;
        private @Nullable String method;
        private String version = "";
        private String backport = "";
        // Until it is answered: what dies of an Error never tells here.
        private String outcome = RemoteFailureException.INTERNAL;
        private @Nullable String message;
        private List<String> changed = List.of();
        private List<String> updated = List.of();
        private List<String> lost = List.of();
        private int replyBytes;

        RunningCall(String peer, @Nullable String identity, @Nullable ByteBuffer body) {
            this.peer = peer;
            this.identity = identity;
            this.requestBytes = body == null ? 0 : body.remaining();
        }

        void together(List<RemotableMethod> remotables) {
            method = remotables.stream()
                    .map(RemotableMethod::qualifiedName)
                    .collect(Collectors.joining(", ", "batch of " + remotables.size() + ": ", ""));
        }

        void agreed(AgreedType type, RemotableMethod remotable) {
            method = remotable.qualifiedName();
            version = type.shownVersion();
            backport = type.downgrades() ? type.toString() : "";
        }

        void answered(CallCodec.Written reply) {
            outcome = "ok";
            updated = reply.updated();
            if (!reply.losses().isEmpty()) {
                lost = reply.losses().stream().map(Loss::toString).distinct().toList();
            }
            replyBytes = reply.length();
        }

        void failed(String code, @Nullable String why) {
            outcome = code;
            message = why;
        }

        CallRecord record(List<dev.attacca.store.StatementListener.Run> statements) {
            return new CallRecord(
                    requestId,
                    callId,
                    peer,
                    identity,
                    method == null ? "type " + ofType + (onQuery ? " query " : " method ") + number : method,
                    version,
                    changed,
                    updated,
                    backport,
                    lost,
                    outcome,
                    message,
                    requestBytes,
                    replyBytes,
                    System.nanoTime() - start,
                    statements);
        }
    }
}
