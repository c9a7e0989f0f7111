package dev.attacca.transport;

import dev.attacca.error.Outcome;
import dev.attacca.error.OverloadedException;
import dev.attacca.error.ProtocolException;
import dev.attacca.object.Deadline;
import dev.attacca.transport.thrift.Caller;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Welcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.thrift.TSerializable;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The caller's end of one connection: sends what is waiting as far as the conductor allows, matches answers to questions, and
 * notices when the other end is dead.
 *
 * <p>A call that was given up after it was sent keeps its place until its answer comes, so that both ends count the same calls
 * in flight and nobody else is taken for it: only then its sequence id is free for another call.
 *
 * <p>Thread safety: {@link #prepare}, {@link #offer}, {@link #await}, {@link #withdraw}, {@link #close} and {@link #usable} from any thread; the rest is confined
 * to the event loop.
 */
final class ClientLink extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ClientLink.class);

    /** Answers to keepalives carry this id, which no call ever has. */
    private static final int KEEPALIVE_SEQID = 0;

    /** What has no answer needs no id of its own. */
    private static final int NO_ANSWER = 0;

    /** How late an expired call may be noticed here. */
    private static final int SWEEP_MILLIS = 20;

    private static final int SIGNS_OF_LIFE_TO_MISS = 3;

    private final ClientOptions options;
    private final ClientLoop loop;
    private final FrameDecoder decoder;
    private final Channel channel;
    private final SocketAddress peer;
    private final Events events;
    private final Outbox<PendingCall> outbox;
    private final ClientTally tally;
    private final SequenceIds seqids = new SequenceIds();
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicLong pendingBytes = new AtomicLong();
    private final ArrivingParts parts;
    private final IntObjectMap<PendingCall> inFlight = new IntObjectHashMap<>();
    private final Queue<PendingCall> waiting = new ArrayDeque<>();
    private volatile int maxInFlight = 1;
    private volatile int maxRequestBytes;
    private volatile boolean usable = true;
    private boolean sweeping;
    private boolean closing;
    private boolean closed;
    private long lastWriteNanos = System.nanoTime();
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
        this.loop = loop;
        this.tally = tally;
        this.decoder = decoder;
        this.channel = channel;
        this.peer = peer;
        this.events = events;
        this.outbox = new Outbox<>(channel, this::take);
        this.maxRequestBytes = options.maxFrameBytes();
        this.parts = new ArrivingParts(options.partsBytes());
    }

    ClientTally tally() {
        return tally;
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
        return pending.get();
    }

    /** How many bytes of answers in parts this end holds. */
    int acceptsParts() {
        return options.partsBytes();
    }

    /** Takes over the limits that the conductor stated. */
    void agreed(Welcome welcome) {
        maxInFlight = Math.max(1, welcome.getMaxInFlight());
        if (welcome.getMaxFrameBytes() > 0) {
            maxRequestBytes = welcome.getMaxFrameBytes();
        }
        if (welcome.getMaxAnswerBytes() > 0) {
            onLoop(() -> decoder.maxFrameBytes(Math.min(options.maxFrameBytes(), welcome.getMaxAnswerBytes())));
        }
    }

    /** Writes a call, which must then be offered or awaited. */
    PendingCall prepare(String name, TSerializable arguments, Deadline deadline) {
        int ahead = pending.getAndIncrement();
        int seqid = 0;
        boolean complete = false;
        try {
            if (ahead >= options.maxPending()) {
                throw new OverloadedException(
                        OverloadedException.TOO_MANY_IN_FLIGHT,
                        "calls pending to " + peer + ": " + (ahead + 1) + " (expected: at most " + options.maxPending()
                                + "); wait for answers before calling more",
                        Map.of(),
                        null);
            }
            seqid = seqids.take();
            ByteBuf request = Message.write(
                    channel.alloc(),
                    Encoding.COMPACT,
                    new TMessage(name, TMessageType.CALL, seqid),
                    arguments,
                    maxRequestBytes);
            charge(request);
            PendingCall call = new PendingCall(name, seqid, request, deadline);
            complete = true;
            tally.calls.increment();
            return call;
        } finally {
            if (!complete) {
                ended(seqid);
            }
        }
    }

    /** Sends a prepared call and waits for its end. */
    PendingCall.End await(PendingCall call) throws InterruptedException, TimeoutException {
        return loop.exchange(this, call);
    }

    /** Queues a call that was written. */
    void offer(PendingCall call) {
        outbox.offer(call);
    }

    /** The same, by the thread that drives the event loop now. */
    void offerAsDriver(PendingCall call) {
        outbox.offerAsDriver(call);
    }

    /** Counts a request that is written and not sent. */
    private void charge(ByteBuf request) {
        int bytes = request.readableBytes();
        long unsent = pendingBytes.addAndGet(bytes);
        if (unsent > options.maxPendingBytes()) {
            pendingBytes.addAndGet(-bytes);
            request.release();
            throw new OverloadedException(
                    OverloadedException.TOO_MANY_IN_FLIGHT,
                    "bytes of calls unsent to " + peer + ": " + unsent + " (expected: at most "
                            + options.maxPendingBytes() + "); wait for answers before calling more",
                    Map.of(),
                    null);
        }
    }

    /** Gives a call up: nothing is sent when that has not happened yet, and a cancel when it has. */
    Outcome withdraw(PendingCall call) {
        Outcome outcome = call.giveUp();
        if (outcome == Outcome.UNKNOWN) {
            outbox.offer(call);
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
        scheduleKeepalive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        Message message = Message.parse((Frame) frame);
        tally.bytesIn.add(message.frameBytes());
        switch (message.type()) {
            case TMessageType.REPLY, TMessageType.EXCEPTION -> answered(message);
            case TMessageType.ONEWAY -> unasked(message);
            default ->
                throw new ProtocolException(
                        ProtocolException.BAD_FRAME, "message type: CALL (expected: none to a caller)");
        }
    }

    /** Anything but these is from a newer conductor, and not needed by this release. */
    private void unasked(Message message) {
        if (message.name().equals(Message.PART)) {
            Caller.part_args part = message.read(new Caller.part_args());
            tally.parts.increment();
            parts.arrived(part, message.frameBytes(), inFlight.get(part.getSeqid()));
        } else if (message.name().equals(Message.DRAIN)) {
            usable = false;
            closing = true;
            events.draining(this);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        pump();
        context.flush();
        closeIfIdle();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        pump();
        context.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        usable = false;
        closed = true;
        for (PendingCall call : inFlight.values()) {
            finish(call, new PendingCall.End.Broken(why, Outcome.UNKNOWN, failure));
        }
        inFlight.clear();
        for (PendingCall call = waiting.poll(); call != null; call = waiting.poll()) {
            call.giveUp();
            finish(call, new PendingCall.End.Broken(why, Outcome.REFUSED, failure));
        }
        events.gone(this);
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

    /** From the outbox: a new call, or one that its caller gave up after it was sent. */
    private void take(PendingCall call) {
        if (call.sent()) {
            loop.nobodyWaits(call);
            sendCancel(call);
            return;
        }
        loop.opened(call);
        if (closed) {
            call.giveUp();
            finish(call, new PendingCall.End.Broken(why, Outcome.REFUSED, failure));
        } else {
            waiting.add(call);
            pump();
            scheduleSweep();
        }
    }

    private void pump() {
        while (!closed && inFlight.size() < maxInFlight && channel.isWritable()) {
            PendingCall call = waiting.poll();
            if (call == null) {
                return;
            }
            ByteBuf request = call.takeRequest();
            if (request == null) {
                continue;
            }
            pendingBytes.addAndGet(-call.requestBytes);
            if (call.markSent()) {
                inFlight.put(call.seqid, call);
                write(request);
            } else {
                request.release();
                ended(call.seqid);
                loop.ended(call);
            }
        }
    }

    private void answered(Message message) {
        if (message.seqid() == KEEPALIVE_SEQID) {
            return;
        }
        PendingCall call = inFlight.remove(message.seqid());
        if (call == null || !call.name.equals(message.name())) {
            if (call != null) {
                inFlight.put(call.seqid, call);
            }
            throw new ProtocolException(
                    ProtocolException.BAD_FRAME,
                    "answer " + message.seqid()
                            + " to nothing that was asked (expected: the name and seqid of a call)");
        }
        parts.handedOver(call);
        finish(call, new PendingCall.End.Answered(message));
    }

    /** First the id, then the count: whoever may call finds an id. */
    private void ended(int seqid) {
        if (seqid != 0) {
            seqids.free(seqid);
        }
        pending.decrementAndGet();
    }

    private void finish(PendingCall call, PendingCall.End end) {
        ended(call.seqid);
        if (call.discard()) {
            pendingBytes.addAndGet(-call.requestBytes);
        }
        call.complete(end);
        loop.ended(call);
    }

    private void sendCancel(PendingCall call) {
        if (!closed && inFlight.get(call.seqid) == call) {
            parts.drop(call);
            send(Message.CANCEL, TMessageType.ONEWAY, NO_ANSWER, new Conductor.cancel_args(call.seqid));
        }
    }

    private void send(String name, byte type, int seqid, TSerializable content) {
        write(Message.write(
                channel.alloc(), Encoding.COMPACT, new TMessage(name, type, seqid), content, maxRequestBytes));
    }

    private void write(ByteBuf frame) {
        lastWriteNanos = System.nanoTime();
        tally.bytesOut.add(frame.readableBytes());
        var unused = channel.write(frame, channel.voidPromise());
    }

    private void closeIfIdle() {
        if (closing && inFlight.isEmpty() && waiting.isEmpty()) {
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

    private void scheduleSweep() {
        if (!sweeping) {
            sweeping = true;
            var unused = channel.eventLoop().schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Ends the waiting for calls whose time is over, so that futures nobody waits on end too. */
    private void sweep() {
        sweeping = false;
        for (PendingCall call : inFlight.values()) {
            if (!call.isDone()
                    && call.deadline.passed()
                    && call.complete(new PendingCall.End.TimedOut(Outcome.UNKNOWN))) {
                sendCancel(call);
            }
        }
        for (Iterator<PendingCall> calls = waiting.iterator(); calls.hasNext(); ) {
            PendingCall call = calls.next();
            if (!call.queued() || call.deadline.passed()) {
                calls.remove();
                call.giveUp();
                finish(call, new PendingCall.End.TimedOut(Outcome.REFUSED));
            }
        }
        channel.flush();
        if (!closed && !(inFlight.isEmpty() && waiting.isEmpty())) {
            scheduleSweep();
        }
    }

    private void scheduleKeepalive() {
        var unused = channel.eventLoop()
                .schedule(this::keepalive, options.keepalive().toNanos() / SIGNS_OF_LIFE_TO_MISS, TimeUnit.NANOSECONDS);
    }

    private void keepalive() {
        if (closed) {
            return;
        }
        long interval = options.keepalive().toNanos();
        long silent = decoder.silentNanos();
        if (silent >= SIGNS_OF_LIFE_TO_MISS * interval) {
            fail("silent for " + TimeUnit.NANOSECONDS.toMillis(silent) + " ms", null);
            return;
        }
        // Asked a little early, because the next look is a third of the interval away and the promise is the whole of
        // it.
        long soon = interval - interval / SIGNS_OF_LIFE_TO_MISS;
        if (silent >= soon || System.nanoTime() - lastWriteNanos >= soon) {
            send(Message.PING, TMessageType.CALL, KEEPALIVE_SEQID, new Conductor.ping_args());
            channel.flush();
        }
        scheduleKeepalive();
    }
}
