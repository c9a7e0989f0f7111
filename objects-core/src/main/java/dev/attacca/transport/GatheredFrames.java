package dev.attacca.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Puts small frames that are written between two flushes into one buffer: to hand each of them to the socket by itself costs more
 * than to copy it. A frame alone goes on as it is; so does, behind what was gathered, every write that somebody waits for.
 *
 * <p>Thread safety: confined to the event loop of its channel.
 */
final class GatheredFrames extends ChannelOutboundHandlerAdapter {
    static final int MOST_BYTES = 16 * 1024;
    static final int SMALL_FRAME = 2 * 1024;

    private final LongAdder flushes;
    private @Nullable ByteBuf waiting;
    private boolean several;
    private boolean unflushed;

    /**
     * Of one channel.
     *
     * @param flushes counts how often something went on to the socket
     */
    GatheredFrames(LongAdder flushes) {
        this.flushes = flushes;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        unflushed = true;
        if (!promise.isVoid() || !(message instanceof ByteBuf frame) || frame.readableBytes() > SMALL_FRAME) {
            writeWaiting(context);
            var unused = context.write(message, promise);
            return;
        }
        ByteBuf before = waiting;
        if (before == null) {
            waiting = frame;
            return;
        }
        if (!several) {
            several = true;
            ByteBuf room = context.alloc().directBuffer(MOST_BYTES, MOST_BYTES);
            waiting = room;
            move(before, room);
            move(frame, room);
        } else if (frame.readableBytes() <= before.writableBytes()) {
            move(frame, before);
        } else {
            writeWaiting(context);
            waiting = frame;
        }
    }

    private static void move(ByteBuf frame, ByteBuf to) {
        to.writeBytes(frame);
        frame.release();
    }

    private void writeWaiting(ChannelHandlerContext context) {
        ByteBuf gathered = waiting;
        if (gathered != null) {
            waiting = null;
            several = false;
            var unused = context.write(gathered, context.voidPromise());
        }
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        writeWaiting(context);
        if (unflushed) {
            unflushed = false;
            flushes.increment();
        }
        context.flush();
    }

    /** The channel is gone, perhaps without having been asked to flush. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        ByteBuf left = waiting;
        if (left != null) {
            waiting = null;
            left.release();
        }
    }
}
