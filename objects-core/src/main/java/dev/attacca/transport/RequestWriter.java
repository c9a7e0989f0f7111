package dev.attacca.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.apache.thrift.TSerializable;

/**
 * The outgoing side of a caller's connection.
 *
 * <p>Thread safety: {@link #frame} and {@link #limit} from any thread; the rest is confined to the event loop of its channel.
 */
final class RequestWriter {
    private final Channel channel;
    private final ClientTally tally;
    private volatile int maxRequestBytes;
    private long lastWriteNanos = System.nanoTime();

    RequestWriter(Channel channel, ClientTally tally, int maxRequestBytes) {
        this.channel = channel;
        this.tally = tally;
        this.maxRequestBytes = maxRequestBytes;
    }

    /** Changes the longest message that the conductor takes. */
    void limit(int bytes) {
        maxRequestBytes = bytes;
    }

    /** A message in a frame, which belongs to the taker. */
    ByteBuf frame(String name, byte type, int seqid, TSerializable content) {
        return Message.write(channel.alloc(), Encoding.COMPACT, name, type, seqid, content, maxRequestBytes);
    }

    /** Writes a frame; somebody must flush. */
    void write(ByteBuf frame) {
        lastWriteNanos = System.nanoTime();
        tally.bytesOut.add(frame.readableBytes());
        var unused = channel.write(frame, channel.voidPromise());
    }

    /** How long nothing was written, in nanoseconds; from its creation on when nothing ever was. */
    long silentNanos() {
        return System.nanoTime() - lastWriteNanos;
    }
}
