package dev.attacca.transport;

import dev.attacca.codec.Agreement;
import dev.attacca.codec.CallCodec;
import dev.attacca.codec.CodecKind;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.ProtocolException;
import dev.attacca.indirection.ActionReply;
import dev.attacca.indirection.IndirectionApi;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.Deadline;
import dev.attacca.registry.DomainErrors;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.SchemaSet;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Welcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * The remote indirection: performs action requests on a conductor, one round trip each. Waits for a conductor that is not
 * there yet until the call's deadline, and repeats a call by itself as {@link Repetition} says.
 *
 * <p>Thread safety: safe for use by several threads; their calls share the connections.
 */
public final class ConductorClient implements IndirectionApi, AutoCloseable {
    private static final int PROTOCOL = 1;

    private final ObjectRegistry registry;
    private final String peer;
    private final Duration callTimeout;
    private final CodecKind codec;
    private final ConnectionSource<CallCodec> transport;
    private final RetryBudget budget = new RetryBudget(System::nanoTime);
    private final Map<ByteBuffer, CallCodec> agreed = new ConcurrentHashMap<>();

    /**
     * A client of the conductors in the options.
     *
     * @param registry the classes this side knows
     * @param peer this process's name in the conductors' logs
     * @param callTimeout what a call may take whose request has no deadline
     */
    public ConductorClient(ObjectRegistry registry, String peer, Duration callTimeout, ClientOptions options) {
        this(registry, peer, callTimeout, options.codec(), handshake -> TransportClient.open(options, handshake));
    }

    /**
     * A client of whatever gives connections that shake hands in the way it is given.
     *
     * @param registry the classes this side knows
     * @param peer this process's name for its peers
     * @param callTimeout what a call may take whose request has no deadline
     * @param codec how bodies are written
     */
    public ConductorClient(
            ObjectRegistry registry,
            String peer,
            Duration callTimeout,
            CodecKind codec,
            Function<Handshake<CallCodec>, ConnectionSource<CallCodec>> connections) {
        this.registry = registry;
        this.peer = peer;
        this.callTimeout = callTimeout;
        this.codec = codec;
        this.transport = connections.apply(new Handshake<>() {
            @Override
            public CallCodec agree(Line line) {
                return ConductorClient.this.agree(line);
            }

            @Override
            public DomainErrors errors() {
                return registry.errors();
            }
        });
    }

    private CallCodec agree(Handshake.Line line) {
        Welcome welcome = line.hello(hello());
        if (welcome.isSchemaWanted()) {
            SchemaSet mine = registry.schemaSet();
            welcome = line.hello(hello().setSchemaSet(mine.sent()));
        }
        if (!codec.wireName().equals(welcome.getCodec())) {
            throw new ProtocolException(
                    ProtocolException.BAD_PROTOCOL,
                    "codec: " + welcome.getCodec() + " (expected: " + codec.wireName() + ", the one that was offered)");
        }
        ByteBuffer theirHash = ByteBuffer.wrap(welcome.getSchemaHash()).asReadOnlyBuffer();
        if (welcome.isSetSchemaSet()) {
            SchemaSet theirs = SchemaSet.parse(welcome.getSchemaSet());
            agreed.put(theirHash, codec.codec(registry, Agreement.between(registry, theirs)));
        }
        CallCodec agreedCodec = agreed.get(theirHash);
        if (agreedCodec == null) {
            throw new ProtocolException(
                    ProtocolException.BAD_PROTOCOL,
                    "schema set: left out by the conductor, but unknown here (expected: sent once)");
        }
        return agreedCodec;
    }

    private Hello hello() {
        List<ByteBuffer> known = new ArrayList<>(agreed.keySet());
        return new Hello()
                .setMinProtocol(PROTOCOL)
                .setMaxProtocol(PROTOCOL)
                .setSchemaHash(registry.schemaSet().hash())
                .setKnownSchemas(known)
                .setCodecs(List.of(codec.wireName()))
                .setPeer(peer)
                .setAcceptsDrain(true);
    }

    @Override
    public ActionReply perform(ActionRequest request) {
        return perform(new Outgoing.OneCall(request));
    }

    @Override
    public CompletableFuture<ActionReply> performAsync(ActionRequest request) {
        return performAsync(new Outgoing.OneCall(request));
    }

    @Override
    public ActionReply performTogether(List<ActionRequest> requests) {
        return perform(new Outgoing.Together(requests));
    }

    @Override
    public CompletableFuture<ActionReply> performTogetherAsync(List<ActionRequest> requests) {
        return performAsync(new Outgoing.Together(requests));
    }

    private ActionReply perform(Outgoing outgoing) {
        Deadline deadline = deadlineOf(outgoing);
        budget.called();
        WrittenOnce question = new WrittenOnce(outgoing);
        for (int attempt = 1; ; attempt++) {
            try {
                return transport.withConnection(deadline, connection -> {
                    Outgoing.Asked asked = question.forSession(connection.session());
                    ActionReply reply = asked.read(connection, asked.ask(connection, deadline));
                    question.answered();
                    return reply;
                });
            } catch (AttaccaException failed) {
                Duration pause = new Repetition(outgoing.readOnly(), deadline, budget).pauseAfter(failed, attempt);
                if (pause == null) {
                    return new ActionReply.Raised(failed);
                }
                LockSupport.parkNanos(pause.toNanos());
            }
        }
    }

    private CompletableFuture<ActionReply> performAsync(Outgoing outgoing) {
        Deadline deadline = deadlineOf(outgoing);
        WrittenOnce question = new WrittenOnce(outgoing);
        budget.called();
        return new AsyncAttempts(transport, question, deadline, budget).begin();
    }

    private Deadline deadlineOf(Outgoing outgoing) {
        Deadline asked = outgoing.context().request().deadline();
        return asked == null ? Deadline.after(callTimeout) : asked;
    }

    /** What is agreed on the connection at hand, opening one if there is none: for tools that show the skew. */
    public Agreement agreement() {
        return transport.connect(Deadline.after(callTimeout)).session().agreement();
    }

    /** The connections that take calls now; none is opened for it. */
    public List<ConductorConnection> connections() {
        return transport.connections().stream().map(ConductorConnection::of).toList();
    }

    /** What it has done so far. */
    public ClientCounters counters() {
        return transport.counters().repeated(budget.repeated());
    }

    /** Closes the connections; calls in flight end with an error. */
    @Override
    public void close() {
        transport.close();
    }
}
