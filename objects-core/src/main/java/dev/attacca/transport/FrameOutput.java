package dev.attacca.transport;

import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;

/** What a Thrift protocol writes a message to: a Netty buffer with an upper bound. Not for reading. */
final class FrameOutput extends TTransport {
    private @Nullable ByteBuf buffer;
    private int limit;

    /** Appends to the buffer, from now on, until it holds limit bytes in all. */
    void over(@Nullable ByteBuf to, int most) {
        buffer = to;
        limit = most;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws TTransportException {
        ByteBuf to = Objects.requireNonNull(buffer, "over(...) comes first");
        if (length > limit - to.writerIndex()) {
            throw new FrameTooLargeException(limit);
        }
        to.writeBytes(bytes, offset, length);
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
