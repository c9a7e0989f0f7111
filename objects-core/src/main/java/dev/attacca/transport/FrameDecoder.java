package dev.attacca.transport;

import dev.attacca.error.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Cuts a stream into frames: four bytes of length, big endian, then that many bytes, which leave as a {@link Message}.
 *
 * <p>A length is judged before a byte of the body is buffered, and the buffer grows with what arrives, never with what was
 * announced. A frame that stops arriving, or arrives too slowly, is an error. After the first error, which leaves as an
 * exception through the pipeline, everything else is thrown away.
 *
 * <p>Frames become plain arrays, at the price of one copy: from here on nothing can leak, whoever forgets or drops a call.
 *
 * <p>Thread safety: confined to its event loop.
 */
final class FrameDecoder extends ByteToMessageDecoder {
    /** The error code for a frame that stopped arriving; never crosses the wire, because the connection is closed. */
    static final String PARTIAL_FRAME = "PARTIAL_FRAME";

    private static final long NOTHING_PARTIAL = -1;

    private final long silenceNanos;
    private final long frameNanos;
    private int maxFrameBytes;
    private boolean broken;
    private boolean checkScheduled;

    // Both relative to epochNanos, so that they are never negative.
    private final long epochNanos = System.nanoTime();
    private long partialSince = NOTHING_PARTIAL;
    private long lastBytesAt;

    /**
     * Creates the decoder of one connection.
     *
     * @param maxFrameBytes the longest frame, without its four length bytes
     * @param silence how long an unfinished frame may go without a byte, and how long its four length bytes may take
     * @param wholeFrame how long a frame may take altogether
     */
    FrameDecoder(int maxFrameBytes, Duration silence, Duration wholeFrame) {
        this.maxFrameBytes = maxFrameBytes;
        this.silenceNanos = silence.toNanos();
        this.frameNanos = wholeFrame.toNanos();
    }

    /** Changes the limit for the frames that have not begun yet. */
    void maxFrameBytes(int bytes) {
        maxFrameBytes = bytes;
    }

    /** How long nothing has arrived, in nanoseconds; from its creation on when nothing ever did. */
    long silentNanos() {
        return now() - lastBytesAt;
    }

    /** After a pause in which nothing was read: the peer's time begins anew, for it was not its fault. */
    void readAgain() {
        lastBytesAt = now();
        if (partialSince != NOTHING_PARTIAL) {
            partialSince = lastBytesAt;
        }
    }

    /** The bytes of a frame that is not complete. */
    int bufferedBytes() {
        return actualReadableBytes();
    }

    /** Whether a frame has begun and not ended. */
    boolean insideFrame() {
        return partialSince != NOTHING_PARTIAL;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        lastBytesAt = now();
        super.channelRead(context, message);
        if (broken || actualReadableBytes() == 0) {
            partialSince = NOTHING_PARTIAL;
        } else if (partialSince == NOTHING_PARTIAL) {
            partialSince = lastBytesAt;
            scheduleCheck(context);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < Message.LENGTH_BYTES) {
            return;
        }
        int length = in.getInt(in.readerIndex());
        if (length <= 0) {
            fail(context, in, ProtocolException.BAD_FRAME, "frame length: " + length + " (expected: more than 0)");
        } else if (length > maxFrameBytes) {
            fail(
                    context,
                    in,
                    ProtocolException.FRAME_TOO_LARGE,
                    "frame length: " + length + " (expected: at most " + maxFrameBytes + ")");
        } else if (in.readableBytes() >= Message.LENGTH_BYTES + length) {
            byte[] bytes = ByteArrays.SHARED.take(length);
            in.skipBytes(Message.LENGTH_BYTES).readBytes(bytes, 0, length);
            // The bytes left belong to another frame, whose time begins now.
            partialSince = NOTHING_PARTIAL;
            out.add(new Message(bytes, length));
        }
    }

    private void fail(ChannelHandlerContext context, ByteBuf in, String code, String message) {
        broken = true;
        in.skipBytes(in.readableBytes());
        context.fireExceptionCaught(new ProtocolException(code, message));
    }

    private void scheduleCheck(ChannelHandlerContext context) {
        if (!checkScheduled) {
            checkScheduled = true;
            long wait = Math.max(dueAt() - now(), TimeUnit.MILLISECONDS.toNanos(1));
            var unused = context.executor().schedule(() -> check(context), wait, TimeUnit.NANOSECONDS);
        }
    }

    private void check(ChannelHandlerContext context) {
        checkScheduled = false;
        if (partialSince == NOTHING_PARTIAL || broken || context.isRemoved()) {
            return;
        }
        if (!context.channel().config().isAutoRead()) {
            readAgain();
        }
        if (now() - dueAt() < 0) {
            scheduleCheck(context);
            return;
        }
        broken = true;
        partialSince = NOTHING_PARTIAL;
        context.fireExceptionCaught(new ProtocolException(
                PARTIAL_FRAME,
                "frame: not complete in time (expected: all of it within " + Duration.ofNanos(frameNanos) + ")"));
    }

    /** When the patience with the unfinished frame ends, if no further byte comes. */
    private long dueAt() {
        long silent = lastBytesAt + silenceNanos;
        long header = actualReadableBytes() < Message.LENGTH_BYTES ? partialSince + silenceNanos : Long.MAX_VALUE;
        return Math.min(silent, Math.min(header, partialSince + frameNanos));
    }

    private long now() {
        return System.nanoTime() - epochNanos;
    }
}
