package dev.attacca.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;

/**
 * What a Thrift protocol writes a message to: a frame with an upper bound. Not for reading.
 *
 * <p>Protocols write byte by byte, which an array takes at a fraction of what a buffer outside of the heap asks for each; so a
 * frame goes there first, and into a buffer of its very size when it is whole. One that is longer than the array leaves it
 * for a buffer at once.
 */
final class FrameOutput extends TTransport {
    private static final int ARRAY_BYTES = 2048;

    private static final byte[] NOT_USED_YET = {};

    private byte[] array = NOT_USED_YET;
    private ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;
    private int length;
    private int limit;
    private @Nullable ByteBuf large;

    /** Begins with a message of so many bytes at most. */
    void begin(ByteBufAllocator buffers, int most) {
        if (array.length == 0) {
            array = new byte[ARRAY_BYTES];
        }
        allocator = buffers;
        length = 0;
        limit = most;
    }

    /** Takes nothing more, and throws away what nobody took. */
    void end() {
        limit = 0;
        if (large != null) {
            large.release();
            large = null;
        }
    }

    /** The message with its length before it, in a buffer that the caller owns. */
    ByteBuf frame() {
        ByteBuf whole = large;
        large = null;
        if (whole == null) {
            whole = allocator.ioBuffer(Message.LENGTH_BYTES + length);
            return whole.writeInt(length).writeBytes(array, 0, length);
        }
        return whole.setInt(0, whole.readableBytes() - Message.LENGTH_BYTES);
    }

    private int written() {
        return large == null ? length : large.readableBytes() - Message.LENGTH_BYTES;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws TTransportException {
        if (count > limit - written()) {
            throw new FrameTooLargeException(limit);
        }
        if (large == null && count <= ARRAY_BYTES - length) {
            System.arraycopy(bytes, offset, array, length, count);
            length += count;
            return;
        }
        if (large == null) {
            // What comes behind the long part is short as a rule.
            large = allocator.ioBuffer(Message.LENGTH_BYTES + length + count + ARRAY_BYTES / 8);
            large.writeInt(0).writeBytes(array, 0, length);
        }
        large.writeBytes(bytes, offset, count);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void open() {
        // Open from the start: there is no socket below.
    }

    @Override
    public void close() {
        // The buffer belongs to whoever made it.
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws TTransportException {
        throw new TTransportException("this transport only writes");
    }

    @Override
    public TConfiguration getConfiguration() {
        return Message.LIMITS;
    }

    @Override
    public void updateKnownMessageSize(long size) {
        // Sizes are checked in write().
    }

    @Override
    public void resetMessageSizeAndConsumedBytes(long size) {
        // Sizes are checked in write().
    }

    @Override
    public void checkReadBytesAvailable(long count) throws TTransportException {
        throw new TTransportException("this transport only writes");
    }

    /** The message does not fit into the frame that was agreed. */
    static final class FrameTooLargeException extends TTransportException {
        private static final long serialVersionUID = 1L;

        FrameTooLargeException(int limit) {
            super("message longer than " + limit + " bytes");
        }
    }
}
