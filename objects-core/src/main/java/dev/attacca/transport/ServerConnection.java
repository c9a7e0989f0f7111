package dev.attacca.transport;

import dev.attacca.error.ProtocolException;
import dev.attacca.object.Origin;
import dev.attacca.transport.thrift.Caller;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Welcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One accepted connection, from its first byte to the reason for its end: what arrives goes to the {@link Conversation}, answers
 * come back from the workers.
 *
 * <p>Thread safety: confined to its event loop, except {@link #answer}, {@link #unanswered}, {@link #gone}, {@link #onLoop} and
 * what is final.
 */
final class ServerConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

    private final ServerParts parts;
    private final FrameDecoder decoder;
    private final Channel channel;
    private final SocketAddress peer;
    private final Outbox<ServerCall> outbox;
    private final PeerWatch watch;
    private final AnswerWriter writer;
    private final CallsInFlight inFlight;
    private final SignsOfLife signs;
    private final ReadingGate gate;
    private final Introduction introduction;
    private final Admission admission;
    private final Conversation conversation;

    private boolean endsWhenIdle;
    private @Nullable CloseReason reason;
    private volatile boolean gone;

    ServerConnection(ServerParts parts, LoopCrew crew, FrameDecoder decoder, Channel channel, SocketAddress peer) {
        this.parts = parts;
        this.decoder = decoder;
        this.channel = channel;
        this.peer = peer;
        this.outbox = new Outbox<>(channel, this::deliver);
        this.watch = new PeerWatch(channel, decoder, parts.options(), this::close);
        this.writer = new AnswerWriter(channel, parts.options(), parts.counters(), watch, this::answered, this::weigh);
        this.inFlight = new CallsInFlight(parts.counters());
        this.signs = new SignsOfLife(channel, writer);
        this.gate = new ReadingGate(channel, decoder, signs, parts);
        this.introduction = new Introduction(parts, peer);
        this.admission = new Admission(parts, crew, gate, inFlight);
        this.conversation = new Conversation(this, introduction, admission, inFlight, watch, writer);
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

    /** The outgoing side; its limits may be asked for from any thread. */
    AnswerWriter writer() {
        return writer;
    }

    /** Why calls are turned away; from any thread. */
    Admission admission() {
        return admission;
    }

    /** Who calls. */
    Introduction introduction() {
        return introduction;
    }

    /** How long calls of a method took so far; null where it is not known which method that is. */
    @Nullable
    RunTimes runTimes(@Nullable Object method) {
        return parts.times().of(method);
    }

    /** Whether it is not read because of what it holds. */
    boolean paused() {
        return gate.paused();
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

    /** Called by the worker that ran the call; the frame becomes the connection's. */
    void answer(ServerCall call, ByteBuf frame) {
        call.answer = frame;
        outbox.offer(call);
    }

    /** Called by a worker that has no answer, because nobody is left to read it or none could be made. */
    void unanswered(ServerCall call) {
        outbox.offer(call);
    }

    /** As {@link #answer(ServerCall, ByteBuf)}, with an answer that is too large for one frame. */
    void answer(ServerCall call, PartedReply parts) {
        call.answerInParts = parts;
        outbox.offer(call);
    }

    /** From any thread: runs the action on the event loop of this connection. */
    void onLoop(Consumer<ServerConnection> action) {
        channel.eventLoop().execute(() -> action.accept(this));
    }

    /** On the event loop: how the handshake went, before its answer is sent. Hello and welcome are null when it failed. */
    void helloEnded(@Nullable Hello hello, @Nullable Welcome welcome, @Nullable Origin named) {
        introduction.end();
        if (hello == null || welcome == null) {
            return;
        }
        introduction.learned(hello, welcome, named);
        boolean agreed = introduction.agreed();
        decoder.maxFrameBytes(agreed ? options().maxFrameBytes() : options().schemaFrameBytes());
        if (agreed) {
            counters().agreed(Objects.requireNonNullElse(welcome.getCodec(), "none"));
            writer.agreed(hello);
            signs.agreed(hello, introduction.spoken());
            watch.agreed(hello.isSetKeepaliveMillis() ? hello.getKeepaliveMillis() : 0);
        }
    }

    /** On the event loop: begins the orderly end. Calls that are here, or still on their way, are served. */
    void drain() {
        if (introduction.acceptsDrain()) {
            writer.write(
                    introduction.spoken(),
                    new TMessage(Message.DRAIN, TMessageType.ONEWAY, 0),
                    new Caller.drain_args());
            channel.flush();
        } else {
            // This peer cannot be told, so the end must not overtake what it is waiting for.
            endsWhenIdle = true;
            gate.shut();
            closeWhenIdle();
        }
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
        Message message = ((Message) frame).readHead();
        counters().bytesIn.add(message.frameBytes());
        conversation.heard(message);
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
        signs.end();
        CloseReason why = reason;
        if (why == null) {
            why = decoder.insideFrame() ? CloseReason.PEER_CLOSED_IN_FRAME : CloseReason.PEER_CLOSED;
        }
        counters().closed(why);
        LOG.debug("connection of {} ended: {}", peer, why);
        if (!introduction.underWay()) {
            endSession();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof ProtocolException broken) {
            LOG.debug("connection of {} is closed: {}", peer, broken.getMessage());
            close(CloseReason.of(broken));
        } else if (cause instanceof IOException) {
            LOG.debug("connection of {} failed", peer, cause);
            close(CloseReason.IO_ERROR);
        } else {
            LOG.error("connection of {} is closed by a fault of this server", peer, cause);
            close(CloseReason.IO_ERROR);
        }
    }

    private void deliver(ServerCall call) {
        call.beforeAnswer();
        ByteBuf frame = call.answer;
        PartedReply inParts = call.answerInParts;
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
        } else if (endsWhenIdle) {
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

    /** Also called after the last running hello, which may have made the session when the connection was gone already. */
    private void endSession() {
        introduction.endSession();
        // Last, because a closing server stops its threads once no connection is left.
        parts.connections().remove(this);
    }
}
