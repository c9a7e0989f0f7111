package dev.attacca.transport;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.ConductorUnavailableException;
import dev.attacca.error.OverloadedException;
import dev.attacca.error.ProtocolException;
import dev.attacca.object.Origin;
import dev.attacca.transport.thrift.Caller;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Welcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TSerializable;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One accepted connection: which message may come now, which calls are unanswered, when to give the peer up.
 *
 * <p>Thread safety: confined to its event loop, except {@link #answer}, {@link #gone}, {@link #session}, {@link #tooBusy} and what
 * is final.
 */
final class ServerConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

    /** One hello, one with the schema set, and two for a peer that stumbled. */
    private static final int MAX_HELLOS = 4;

    private static final Duration RETRY_AFTER_OVERLOAD = Duration.ofMillis(100);

    /** Another attempt costs a connection too. */
    private static final Duration HELLO_AGAIN_AFTER = Duration.ofSeconds(1);

    private final ServerParts parts;
    private final LoopCrew crew;
    private final FrameDecoder decoder;
    private final Channel channel;
    private final SocketAddress peer;
    private final Outbox<Answer> outbox;
    private final PeerWatch watch;
    private final AnswerWriter writer;
    private final CallsInFlight inFlight;
    private final ReadingGate gate;

    private int hellos;
    private boolean helloRunning;
    private boolean agreed;
    private boolean acceptsDrain;
    // What the peer said hello in; a proxy, too, takes all of a connection for that.
    private Encoding spoken = Encoding.COMPACT;
    private @Nullable Origin origin;
    private boolean draining;
    private boolean sessionEnded;
    private @Nullable CloseReason reason;
    private volatile boolean gone;
    private volatile @Nullable PeerIdentity identity;
    private volatile @Nullable ServerSession session;

    /** What a worker hands back: the call, and its answer, whole or in parts, unless nobody is left to read it. */
    private record Answer(
            ServerCall call,
            @Nullable ByteBuf frame,
            @Nullable PartedReply parts) {}

    ServerConnection(ServerParts parts, LoopCrew crew, FrameDecoder decoder, Channel channel, SocketAddress peer) {
        this.parts = parts;
        this.crew = crew;
        this.decoder = decoder;
        this.channel = channel;
        this.peer = peer;
        this.outbox = new Outbox<>(channel, this::deliver);
        this.watch = new PeerWatch(channel, decoder, parts.options(), this::close);
        this.writer = new AnswerWriter(channel, parts.options(), parts.counters(), watch, this::answered, this::weigh);
        this.inFlight = new CallsInFlight(parts.counters());
        this.gate = new ReadingGate(channel, decoder, parts);
    }

    ServerOptions options() {
        return parts.options();
    }

    ServerCounters counters() {
        return parts.counters();
    }

    ByteBufAllocator allocator() {
        return channel.alloc();
    }

    SocketAddress peer() {
        return peer;
    }

    /** From how many bytes on the body of an answer goes in parts. */
    int partBytes() {
        return writer.partBytes();
    }

    /** The longest frame that the peer takes. */
    int maxAnswerBytes() {
        return writer.maxAnswerBytes();
    }

    /** The longest answer, its parts together. */
    int maxReplyBytes() {
        return writer.maxReplyBytes();
    }

    /** Whether it is not read because of what it holds. */
    boolean paused() {
        return gate.paused();
    }

    /** From any thread: why no call of this connection should begin now, or null. */
    @Nullable
    OverloadedException unreadAnswers() {
        return gate.repliesFull()
                ? OverloadedException.retryAfter(
                        OverloadedException.CODE,
                        "bytes of answers waiting: " + parts.replies().held() + " (expected: at most "
                                + parts.replies().limit()
                                + " for all callers together); read answers before asking for more",
                        RETRY_AFTER_OVERLOAD)
                : null;
    }

    /** On the event loop: looks at what this connection holds. */
    void weigh() {
        if (!gone) {
            gate.holds(inFlight.requestBytes() + decoder.bufferedBytes(), writer.heldBytes());
        }
    }

    boolean gone() {
        return gone;
    }

    /** The session of this connection, made when it is first asked for; only a worker with a hello asks. */
    ServerSession session() {
        ServerSession known = session;
        if (known == null) {
            known = parts.sessions().open(new Peer(peer, identity));
            session = known;
        }
        return known;
    }

    /** On the event loop: the calling process, if it named itself. */
    @Nullable
    Origin origin() {
        return origin;
    }

    /** Called by the worker that ran the call; the frame becomes the connection's. */
    void answer(ServerCall call, ByteBuf frame) {
        outbox.offer(new Answer(call, frame, null));
    }

    /** Called by a worker that has no answer, because nobody is left to read it or none could be made. */
    void unanswered(ServerCall call) {
        outbox.offer(new Answer(call, null, null));
    }

    /** As {@link #answer(ServerCall, ByteBuf)}, with an answer that is too large for one frame. */
    void answer(ServerCall call, PartedReply parts) {
        outbox.offer(new Answer(call, null, parts));
    }

    /** From any thread: runs the action on the event loop of this connection. */
    void onLoop(Consumer<ServerConnection> action) {
        channel.eventLoop().execute(() -> action.accept(this));
    }

    /** On the event loop: how the handshake went, before its answer is sent. Hello and welcome are null when it failed. */
    void helloEnded(@Nullable Hello hello, @Nullable Welcome welcome, @Nullable Origin named) {
        helloRunning = false;
        parts.handshakes().release();
        if (hello == null || welcome == null) {
            return;
        }
        agreed = !welcome.isSchemaWanted();
        acceptsDrain = hello.isAcceptsDrain();
        origin = named;
        decoder.maxFrameBytes(agreed ? options().maxFrameBytes() : options().schemaFrameBytes());
        if (agreed) {
            counters().handshakes.increment();
            writer.agreed(hello);
            watch.agreed(hello.isSetKeepaliveMillis() ? hello.getKeepaliveMillis() : 0);
        }
    }

    /** On the event loop: begins the orderly end. Calls that are here, or still on their way, are served. */
    void drain() {
        draining = true;
        if (agreed && acceptsDrain) {
            send(spoken, new TMessage(Message.DRAIN, TMessageType.ONEWAY, 0), new Caller.drain_args());
            channel.flush();
        } else {
            // This peer cannot be told, so the end must not overtake what it is waiting for.
            gate.shut();
            closeWhenIdle();
        }
    }

    /** On the event loop: who the peer is, as TLS has proven. */
    void identified(PeerIdentity proven) {
        identity = proven;
    }

    /** On the event loop: what proved the peer's identity has run out, so it is asked to come back with something newer. */
    void expire() {
        LOG.info("connection of {} ends: its certificate has expired", peer);
        drain();
        var unused = channel.eventLoop()
                .schedule(
                        () -> close(CloseReason.CERTIFICATE_EXPIRED),
                        options().closeGrace().toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    /** On the event loop: why somebody else is closing the channel; false when the reason was known already. */
    boolean closing(CloseReason why) {
        if (reason != null) {
            return false;
        }
        reason = why;
        return true;
    }

    /** On the event loop: the end, whatever is still running. */
    void close(CloseReason why) {
        closing(why);
        var unused = channel.close();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        parts.connections().add(this);
        counters().accepted.increment();
        watch.start();
        if (parts.closing().getAsBoolean()) {
            drain();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        if (reason != null) {
            return;
        }
        Message message = Message.parse((Frame) frame);
        counters().bytesIn.add(message.frameBytes());
        boolean call = message.type() == TMessageType.CALL;
        if (!call && !(message.type() == TMessageType.ONEWAY && message.name().equals(Message.CANCEL))) {
            close(CloseReason.BAD_MESSAGE_TYPE);
            return;
        }
        switch (message.name()) {
            case Message.PING -> {
                message.read(new Conductor.ping_args());
                if (watch.tooManyPings()) {
                    close(CloseReason.PING_FLOOD);
                    return;
                }
                respond(message, TMessageType.REPLY, new Conductor.ping_result());
            }
            case Message.CANCEL -> cancel(message);
            case Message.HELLO -> hello(message);
            case Message.ACT, Message.QUERY, Message.BATCH -> action(message);
            default ->
                respond(
                        message,
                        TMessageType.EXCEPTION,
                        new TApplicationException(
                                TApplicationException.UNKNOWN_METHOD,
                                ProtocolException.BAD_METHOD
                                        + ": no such message (expected: one of the service Conductor)"));
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        weigh();
        context.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        gate.apply();
        watch.writable(channel.isWritable());
        weigh();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gone = true;
        writer.stop();
        watch.stop();
        gate.holds(inFlight.requestBytes(), 0);
        CloseReason why = reason;
        if (why == null) {
            why = decoder.insideFrame() ? CloseReason.PEER_CLOSED_IN_FRAME : CloseReason.PEER_CLOSED;
        }
        counters().closed(why);
        LOG.debug("connection of {} ended: {}", peer, why);
        if (!helloRunning) {
            endSession();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof ProtocolException broken) {
            LOG.debug("connection of {} is closed: {}", peer, broken.getMessage());
            close(
                    switch (broken.code()) {
                        case ProtocolException.FRAME_TOO_LARGE -> CloseReason.FRAME_TOO_LARGE;
                        case ProtocolException.BAD_PROTOCOL -> CloseReason.BAD_PROTOCOL;
                        case FrameDecoder.PARTIAL_FRAME -> CloseReason.PARTIAL_FRAME;
                        default -> CloseReason.BAD_FRAME;
                    });
        } else if (cause instanceof IOException) {
            LOG.debug("connection of {} failed", peer, cause);
            close(CloseReason.IO_ERROR);
        } else {
            LOG.error("connection of {} is closed by a fault of this server", peer, cause);
            close(CloseReason.IO_ERROR);
        }
    }

    private void hello(Message message) {
        HelloCall call = new HelloCall(this, message);
        if (agreed || helloRunning) {
            refuse(
                    call,
                    new ProtocolException(
                            ProtocolException.UNSUPPORTED,
                            "hello: once more (expected: one handshake); open a new connection"));
        } else if (++hellos > MAX_HELLOS) {
            close(CloseReason.NO_HELLO);
        } else if (!parts.handshakes().tryAcquire()) {
            counters().overloaded.increment();
            refuse(
                    call,
                    OverloadedException.retryAfter(
                            OverloadedException.CODE,
                            "handshakes: more than " + options().maxHandshakes()
                                    + " at once (expected: fewer); connect again later",
                            HELLO_AGAIN_AFTER));
        } else {
            spoken = message.encoding();
            helloRunning = admit(call);
            if (!helloRunning) {
                parts.handshakes().release();
            }
        }
    }

    private void action(Message message) {
        ServerSession known = session;
        if (!agreed || known == null) {
            refuse(
                    new ActionCall(this, message, NoSession.INSTANCE),
                    new ProtocolException(
                            ProtocolException.HELLO_REQUIRED,
                            message.name()
                                    + ": before the handshake (expected: hello first); call hello until schemaWanted is false"));
        } else {
            admit(new ActionCall(this, message, known));
        }
    }

    /** Whether a worker will run the call; otherwise it is refused here and now, or the connection closed. */
    private boolean admit(ServerCall call) {
        int seqid = call.message.seqid();
        counters().calls.increment();
        if (inFlight.has(seqid)) {
            close(CloseReason.DUPLICATE_SEQID);
            return false;
        }
        if (inFlight.size() >= options().maxInFlight()) {
            counters().overloaded.increment();
            refuse(
                    call,
                    new OverloadedException(
                            OverloadedException.TOO_MANY_IN_FLIGHT,
                            "calls in flight: " + (inFlight.size() + 1) + " (expected: at most "
                                    + options().maxInFlight()
                                    + " per connection); wait for answers before sending more",
                            Map.of(),
                            null));
            return false;
        }
        if (gate.requestsFull()) {
            counters().overloaded.increment();
            refuse(
                    call,
                    OverloadedException.retryAfter(
                            OverloadedException.CODE,
                            "bytes of calls waiting: " + parts.requests().held() + " (expected: at most "
                                    + parts.requests().limit() + " for all callers together); try again later",
                            RETRY_AFTER_OVERLOAD));
            return false;
        }
        inFlight.begin(call);
        try {
            crew.take(call);
            return true;
        } catch (RejectedExecutionException e) {
            inFlight.ran(call);
            inFlight.end(call);
            counters().overloaded.increment();
            refuse(call, tooBusy());
            return false;
        }
    }

    /** By any thread: why a call is turned away for which no worker has time. */
    AttaccaException tooBusy() {
        return parts.closing().getAsBoolean()
                ? new ConductorUnavailableException("this conductor is closing; use another one, or try again later")
                : OverloadedException.retryAfter(
                        OverloadedException.CODE,
                        "calls waiting: " + options().backlog() + " (expected: fewer); try again later",
                        RETRY_AFTER_OVERLOAD);
    }

    /** How long calls of a method took so far; null where it is not known which method that is. */
    @Nullable
    RunTimes runTimes(@Nullable Object method) {
        if (method == null) {
            return null;
        }
        RunTimes known = parts.runTimes().get(method);
        return known == null
                ? parts.runTimes()
                        .computeIfAbsent(
                                method,
                                unseen -> new RunTimes(options().quickRun().toNanos()))
                : known;
    }

    private void refuse(ServerCall call, AttaccaException why) {
        counters().answered.increment();
        writer.write(call.refusal(why));
    }

    private void cancel(Message message) {
        int seqid = message.read(new Conductor.cancel_args()).getSeqid();
        if (watch.tooManyCancels()) {
            close(CloseReason.CANCEL_FLOOD);
            return;
        }
        ServerCall call = inFlight.get(seqid);
        if (call != null) {
            call.cancel();
        }
    }

    private void deliver(Answer answer) {
        ServerCall call = answer.call();
        call.beforeAnswer();
        ByteBuf frame = answer.frame();
        PartedReply inParts = answer.parts();
        inFlight.ran(call);
        if (gone) {
            inFlight.end(call);
            gate.holds(inFlight.requestBytes(), 0);
            if (frame != null) {
                frame.release();
            }
            endSession();
        } else if (inParts != null) {
            writer.write(inParts);
            weigh();
        } else {
            if (frame != null) {
                writer.write(frame);
            }
            answered(call);
        }
    }

    private void answered(ServerCall call) {
        inFlight.end(call);
        weigh();
        counters().answered.increment();
        CloseReason after = call.closeAfter();
        if (after != null) {
            closeBehindAnswers(after);
        } else if (draining && !acceptsDrain) {
            closeWhenIdle();
        }
    }

    private void closeWhenIdle() {
        if (inFlight.size() == 0) {
            closeBehindAnswers(CloseReason.SERVER_CLOSED);
        }
    }

    private void closeBehindAnswers(CloseReason why) {
        closing(why);
        writer.closeBehind();
    }

    private void respond(Message message, byte type, TSerializable content) {
        send(message.encoding(), new TMessage(message.name(), type, message.seqid()), content);
    }

    private void send(Encoding encoding, TMessage head, TSerializable content) {
        writer.write(Message.write(allocator(), encoding, head, content, maxAnswerBytes()));
    }

    /** Also called after the last running hello, which may have made the session when the connection was gone already. */
    private void endSession() {
        ServerSession known = session;
        if (known != null && !sessionEnded) {
            sessionEnded = true;
            parts.lifecycle().execute(known::closed);
        }
        // Last, because a closing server stops its threads once no connection is left.
        parts.connections().remove(this);
    }
}
