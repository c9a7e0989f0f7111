package dev.attacca.transport;

import dev.attacca.error.Outcome;
import dev.attacca.error.ProtocolException;
import dev.attacca.object.Deadline;
import dev.attacca.transport.thrift.Caller;
import dev.attacca.transport.thrift.Welcome;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.thrift.TSerializable;
import org.apache.thrift.protocol.TMessageType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The caller's end of one connection: sends what is waiting as far as the conductor allows, matches answers to questions, and
 * notices when the other end is dead.
 *
 * <p>Thread safety: {@link #prepare}, {@link #offer}, {@link #await}, {@link #withdraw}, {@link #close} and {@link #usable} from any thread; the rest is confined
 * to the event loop.
 */
final class ClientLink extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ClientLink.class);

    private final ClientOptions options;
    private final ClientLoop loop;
    private final FrameDecoder decoder;
    private final Channel channel;
    private final SocketAddress peer;
    private final Events events;
    private final Outbox<PendingCall> outbox;
    private final ClientTally tally;
    private final RequestWriter writer;
    private final PendingCalls pending;
    private final CallQueue calls;
    private final ClientKeepalive keepalive;
    private volatile int mostInFlight;
    private volatile boolean usable = true;
    private boolean closing;
    private boolean closed;
    private String why = "closed by the conductor";
    private @Nullable Throwable failure;

    /** What the owner of a link learns, on its event loop. */
    interface Events {
        /** The conductor announced its end. */
        void draining(ClientLink link);

        /** The connection has ended. */
        void gone(ClientLink link);
    }

    ClientLink(
            ClientOptions options,
            ClientLoop loop,
            ClientTally tally,
            FrameDecoder decoder,
            Channel channel,
            SocketAddress peer,
            Events events) {
        this.options = options;
        this.mostInFlight = options.maxPending();
        this.loop = loop;
        this.tally = tally;
        this.decoder = decoder;
        this.channel = channel;
        this.peer = peer;
        this.events = events;
        this.writer = new RequestWriter(channel, tally, options.maxFrameBytes());
        this.pending = new PendingCalls(options, peer, writer, tally);
        this.calls = new CallQueue(channel, loop, pending, writer, new ArrivingParts(options.partsBytes()));
        this.outbox = new Outbox<>(channel, calls::take);
        this.keepalive =
                new ClientKeepalive(channel, writer, options.keepalive(), decoder::silentNanos, this::tooSilent);
    }

    ClientTally tally() {
        return tally;
    }

    /** Who drives its event loop. */
    ClientLoop driving() {
        return loop;
    }

    DrivenLoop loop() {
        return loop.loop();
    }

    SocketAddress peer() {
        return peer;
    }

    boolean usable() {
        return usable && channel.isActive();
    }

    /** Calls that are not answered yet, also those that were given up after they were sent. */
    int pending() {
        return pending.count();
    }

    /** How many calls may be in flight at once, by what both ends allow. */
    int mostInFlight() {
        return mostInFlight;
    }

    /** How many bytes of answers in parts this end holds. */
    int acceptsParts() {
        return options.partsBytes();
    }

    /** Takes over the limits that the conductor stated. */
    void agreed(Welcome welcome) {
        calls.agreed(welcome.getMaxInFlight());
        mostInFlight = Math.min(options.maxPending(), Math.max(1, welcome.getMaxInFlight()));
        if (welcome.getMaxFrameBytes() > 0) {
            writer.limit(welcome.getMaxFrameBytes());
        }
        if (welcome.getMaxAnswerBytes() > 0) {
            onLoop(() -> decoder.maxFrameBytes(Math.min(options.maxFrameBytes(), welcome.getMaxAnswerBytes())));
        }
    }

    /** Writes a call, which must then be offered or awaited. */
    PendingCall prepare(String name, TSerializable arguments, Deadline deadline) {
        return pending.make(name, arguments, deadline);
    }

    /**
     * Sends a prepared call and waits for its end.
     *
     * @throws IllegalStateException on the event loop, where it is not sent
     */
    PendingCall.End await(PendingCall call) {
        try {
            loop.mustNotWait();
        } catch (IllegalStateException refused) {
            pending.abandoned(call);
            throw refused;
        }
        return loop.exchange(this, call);
    }

    /** Queues a call that was written. */
    void offer(PendingCall call) {
        outbox.offer(call);
    }

    /** The same, by one who sees to it that somebody drives the event loop. */
    void offerToDrivers(PendingCall call) {
        outbox.offerToDrivers(call);
    }

    /** Gives a call up: nothing is sent when that has not happened yet, and a cancel when it has. */
    Outcome withdraw(PendingCall call) {
        Outcome outcome = call.giveUp();
        if (outcome == Outcome.UNKNOWN) {
            outbox.offer(call);
        } else {
            onLoop(calls::someoneGaveUp);
        }
        return outcome;
    }

    /** Ends the connection when the last answer is in, or after the grace. */
    void close(Duration grace) {
        usable = false;
        onLoop(() -> {
            closing = true;
            closeIfIdle();
            var unused = channel.eventLoop()
                    .schedule(() -> fail("the client was closed", null), grace.toNanos(), TimeUnit.NANOSECONDS);
        });
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        keepalive.start();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        Message message = ((Message) frame).readHead();
        tally.bytesIn.add(message.frameBytes());
        switch (message.type()) {
            case TMessageType.REPLY, TMessageType.EXCEPTION -> {
                if (message.seqid() != ClientKeepalive.SEQID) {
                    calls.answered(message);
                }
            }
            case TMessageType.ONEWAY -> unasked(message);
            default ->
                throw new ProtocolException(
                        ProtocolException.BAD_FRAME, "message type: CALL (expected: none to a caller)");
        }
    }

    /** Of {@code alive} it is enough that it came. What else there is, is from a newer conductor and not needed by this release. */
    private void unasked(Message message) {
        if (message.name().equals(Message.PART)) {
            Caller.part_args part = message.read(new Caller.part_args());
            tally.parts.increment();
            calls.arrived(part, message.frameBytes());
        } else if (message.name().equals(Message.DRAIN)) {
            usable = false;
            closing = true;
            events.draining(this);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        calls.pump();
        context.flush();
        closeIfIdle();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        calls.pump();
        context.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        usable = false;
        closed = true;
        keepalive.stop();
        try {
            calls.end(why, failure);
        } finally {
            events.gone(this);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(String.valueOf(cause.getMessage()), cause);
    }

    private void onLoop(Runnable action) {
        if (channel.eventLoop().inEventLoop()) {
            action.run();
        } else {
            try {
                channel.eventLoop().execute(action);
            } catch (RejectedExecutionException e) {
                // The loop has ended, and ended the connection with it.
                LOG.debug("connection to {} was already gone", peer);
            }
        }
    }

    private void closeIfIdle() {
        if (closing && calls.isEmpty()) {
            why = "the connection was drained";
            var unused = channel.close();
        }
    }

    /** From any thread: ends the connection, whose conductor said what makes no sense. */
    void breakOff(ProtocolException nonsense) {
        usable = false;
        onLoop(() -> fail(String.valueOf(nonsense.getMessage()), nonsense));
    }

    /** On the event loop: ends the connection; calls that wait are told the reason, and have the cause, if there is one. */
    void fail(String reason, @Nullable Throwable cause) {
        if (!closed) {
            why = reason;
            failure = cause;
            LOG.debug("connection to {} is closed: {}", peer, reason);
            var unused = channel.close();
        }
    }

    private void tooSilent(long nanos) {
        fail("silent for " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms", null);
    }
}
