package dev.attacca.transport;

import dev.attacca.transport.thrift.Hello;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.apache.thrift.TSerializable;
import org.apache.thrift.protocol.TMessage;

/**
 * The outgoing side of an accepted connection. Answers that fit into a frame are written at once. Larger ones, of a caller that
 * takes parts, take turns: one part each, and none before the one ahead of it has left this process, so that here no answer
 * ever waits for more than one part of others, and no more than one part is copied.
 *
 * <p>Thread safety: confined to the event loop of its channel, except {@link #partBytes}, {@link #maxAnswerBytes} and
 * {@link #maxReplyBytes}: they change in the handshake, before the first action is handed to a worker.
 */
final class AnswerWriter {
    /** What a frame has beside its part of a body; and no fault is longer than a part and this. */
    private static final int AROUND_PART = 256 * 1024;

    /** A frame of more tells when it has left. */
    private static final int COUNTED_ALONE = 64 * 1024;

    private final Channel channel;
    private final ServerOptions options;
    private final ServerCounters counters;
    private final PeerWatch watch;
    private final Consumer<ServerCall> ended;
    private final Runnable less;

    /** Begun, or free to begin. */
    private final Queue<PartedReply> turns = new ArrayDeque<>();

    /** Not begun, because the peer could not hold it beside those that are. */
    private final Queue<PartedReply> waiting = new ArrayDeque<>();

    private int partBytes = Integer.MAX_VALUE;
    private int maxAnswerBytes;
    private int maxReplyBytes;
    private long peerHolds = Long.MAX_VALUE;
    private long promised;
    private long inParts;
    private long onTheirWay;
    private boolean partOnItsWay;
    private boolean over;

    /**
     * The outgoing side of a connection.
     *
     * @param ended told of each call whose large answer is written to its end
     * @param less run when fewer bytes wait than before
     */
    AnswerWriter(
            Channel channel,
            ServerOptions options,
            ServerCounters counters,
            PeerWatch watch,
            Consumer<ServerCall> ended,
            Runnable less) {
        this.channel = channel;
        this.options = options;
        this.counters = counters;
        this.watch = watch;
        this.ended = ended;
        this.less = less;
        this.maxAnswerBytes = options.maxReplyBytes();
        this.maxReplyBytes = options.maxReplyBytes();
    }

    /** The longest frame for a caller that says this; 0 when it takes no parts. */
    static int maxAnswerBytes(Hello hello, ServerOptions options) {
        return hello.getAcceptsParts() > 0 ? options.partBytes() + AROUND_PART : 0;
    }

    /** Takes over what the caller said. */
    void agreed(Hello hello) {
        if (hello.getAcceptsParts() > 0) {
            partBytes = options.partBytes();
            peerHolds = Math.max(partBytes, hello.getAcceptsParts());
            maxAnswerBytes = maxAnswerBytes(hello, options);
            maxReplyBytes = (int) Math.min(options.maxReplyBytes(), peerHolds);
        }
    }

    /** From how many bytes on a body goes in parts. */
    int partBytes() {
        return partBytes;
    }

    /** The longest frame that the peer takes. */
    int maxAnswerBytes() {
        return maxAnswerBytes;
    }

    /** The longest answer, its parts together. */
    int maxReplyBytes() {
        return maxReplyBytes;
    }

    /** The bytes of answers that wait here; small ones count when there are so many that nothing more is read. */
    long heldBytes() {
        return inParts + Math.max(onTheirWay, channel.isWritable() ? 0 : pendingBytes());
    }

    private long pendingBytes() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** Writes a frame; somebody must flush. */
    void write(ByteBuf frame) {
        int bytes = frame.readableBytes();
        counters.bytesOut.add(bytes);
        if (bytes <= COUNTED_ALONE) {
            var unused = channel.write(frame, channel.voidPromise());
        } else {
            onTheirWay += bytes;
            var unused = channel.write(frame).addListener(written -> {
                onTheirWay -= bytes;
                less.run();
            });
        }
    }

    /** Writes a message; somebody must flush. */
    void write(Encoding encoding, TMessage head, TSerializable content) {
        write(Message.write(channel.alloc(), encoding, head, content, maxAnswerBytes));
    }

    /** Begins with a large answer, as soon as the peer can hold it. */
    void write(PartedReply reply) {
        waiting.add(reply);
        inParts += reply.bytes();
        admit();
        nextTurn();
    }

    /** Ends the connection behind what is written. */
    void closeBehind() {
        var unused = channel.writeAndFlush(channel.alloc().buffer(0, 0)).addListener(ChannelFutureListener.CLOSE);
    }

    /** The connection is gone. */
    void stop() {
        over = true;
        inParts = 0;
        counters.inFlight.add(-(turns.size() + waiting.size()));
        turns.clear();
        waiting.clear();
    }

    private void admit() {
        for (PartedReply next = waiting.peek(); next != null; next = waiting.peek()) {
            // One alone always fits: a longer answer was refused before.
            if (promised > 0 && promised + next.bytes() > peerHolds) {
                return;
            }
            waiting.remove();
            promised += next.bytes();
            turns.add(next);
        }
    }

    private void nextTurn() {
        PartedReply reply = partOnItsWay || over ? null : turns.poll();
        if (reply == null) {
            return;
        }
        ServerCall call = reply.call();
        ByteBuf unwanted = call.unwantedAnswer();
        if (unwanted == null && !reply.atItsEnd()) {
            turns.add(reply);
            counters.parts.increment();
            inParts -= options.partBytes();
            send(reply.nextPart());
        } else {
            promised -= reply.bytes();
            inParts -= reply.bytesLeft();
            admit();
            send(unwanted == null ? reply.end() : unwanted);
            ended.accept(call);
        }
    }

    private void send(ByteBuf frame) {
        counters.bytesOut.add(frame.readableBytes());
        partOnItsWay = true;
        ChannelFuture sent = channel.writeAndFlush(frame);
        if (!sent.isDone()) {
            watch.partUnread(true);
        }
        var unused = sent.addListener(this::sent);
    }

    private void sent(Future<? super Void> how) {
        partOnItsWay = false;
        watch.partUnread(false);
        less.run();
        if (how.isSuccess() && !over) {
            // Not here and now: small answers that are there already go first.
            channel.eventLoop().execute(this::laterTurn);
        }
    }

    private void laterTurn() {
        try {
            nextTurn();
        } catch (RuntimeException e) {
            // A result that stops half way is none: its caller must not wait for the rest.
            channel.pipeline().fireExceptionCaught(e);
        }
    }
}
