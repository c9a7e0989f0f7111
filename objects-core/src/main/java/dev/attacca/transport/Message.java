package dev.attacca.transport;

import dev.attacca.error.Outcome;
import dev.attacca.error.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Map;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializable;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TProtocol;

/**
 * A Thrift message that arrived in a frame: first its head is read, then its content.
 *
 * <p>The head is read on the event loop, the content by the thread that has use for it; handing the message over is what makes
 * that safe. Thread safety: used by one thread at a time.
 */
final class Message {
    /** Bytes of length before each message. */
    static final int LENGTH_BYTES = 4;

    static final String HELLO = "hello";
    static final String ACT = "act";
    static final String QUERY = "query";
    static final String BATCH = "batch";
    static final String PING = "ping";
    static final String CANCEL = "cancel";
    static final String DRAIN = "drain";
    static final String PART = "part";
    static final String ALIVE = "alive";

    /**
     * Limits for libthrift. The frame decoder has already checked the length; what remains is nesting, and 16 is far more than
     * the contract has. Lists and maps are checked by libthrift against the bytes that are left.
     */
    static final TConfiguration LIMITS = new TConfiguration(Integer.MAX_VALUE, Integer.MAX_VALUE, 16);

    private final byte[] bytes;
    private final int length;
    private Encoding encoding = Encoding.COMPACT;
    private String name = "";
    private byte type;
    private int seqid;
    private int contentAt;

    /**
     * A message of which nothing is read yet.
     *
     * @param bytes those of its frame without its length, the first so many of an array of {@link ByteArrays}
     * @param length how many of them are the frame's, at least one
     */
    Message(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    /** Reads the head; to be called before anything else. */
    Message readHead() {
        byte first = bytes[0];
        Encoding known = Encoding.of(first);
        if (known == null) {
            throw new ProtocolException(
                    ProtocolException.BAD_PROTOCOL,
                    "first byte: 0x" + Integer.toHexString(first & 0xff)
                            + " (expected: 0x82, compact, or 0x80, strict binary); use a framed Thrift client");
        }
        encoding = known;
        Protocols protocols = Protocols.take();
        boolean whole = false;
        try {
            TProtocol input = protocols.reading(known, bytes, 0, length);
            if (input instanceof CompactMessages compact) {
                type = compact.readHead();
                seqid = compact.readVarint();
                name = compact.readString();
            } else {
                TMessage head = input.readMessageBegin();
                type = head.type;
                seqid = head.seqid;
                name = head.name;
            }
            contentAt = length - protocols.left();
            whole = true;
            return this;
        } catch (TException | RuntimeException e) {
            throw badFrame("message head: unreadable", e);
        } finally {
            protocols.giveBack(whole);
        }
    }

    /** How it was written, and how the answer must be. */
    Encoding encoding() {
        return encoding;
    }

    /** The size of the frame that it came in, its four length bytes included. */
    int frameBytes() {
        return LENGTH_BYTES + length;
    }

    String name() {
        return name;
    }

    int seqid() {
        return seqid;
    }

    byte type() {
        return type;
    }

    /** Gives back the memory of the message; nothing that was read from it, such as a body, may be used any more. */
    void giveBack() {
        ByteArrays.SHARED.giveBack(bytes);
    }

    /** Reads the content, which must be the rest of the frame. */
    <T extends TSerializable> T read(T content) {
        Protocols protocols = Protocols.take();
        boolean whole = false;
        int left;
        try {
            content.read(protocols.reading(encoding, bytes, contentAt, length - contentAt));
            left = protocols.left();
            whole = true;
        } catch (TException | RuntimeException e) {
            // RuntimeException: libthrift reports some impossible lengths and counts with those of the JDK.
            throw badFrame("message content: unreadable", e);
        } finally {
            protocols.giveBack(whole);
        }
        if (left != 0) {
            throw new ProtocolException(
                    ProtocolException.BAD_FRAME,
                    "frame: " + left + " bytes behind the message (expected: one message in each frame)");
        }
        return content;
    }

    /**
     * Writes a message with its length before it.
     *
     * @param limit the longest message the reader takes, without the four length bytes
     * @return a buffer that the caller owns
     * @throws ProtocolException {@link ProtocolException#FRAME_TOO_LARGE}; nothing is left allocated then
     */
    static ByteBuf write(
            ByteBufAllocator allocator, Encoding encoding, TMessage head, TSerializable content, int limit) {
        return write(allocator, encoding, head.name, head.type, head.seqid, content, limit);
    }

    /** The same, of a message whose head nobody needs as an object. */
    static ByteBuf write(
            ByteBufAllocator allocator,
            Encoding encoding,
            String name,
            byte type,
            int seqid,
            TSerializable content,
            int limit) {
        Protocols protocols = Protocols.take();
        boolean complete = false;
        try {
            TProtocol output = protocols.writing(encoding, allocator, limit);
            if (output instanceof CompactMessages compact) {
                compact.writeHead(name, type, seqid);
            } else {
                output.writeMessageBegin(new TMessage(name, type, seqid));
            }
            content.write(output);
            output.writeMessageEnd();
            ByteBuf frame = protocols.written();
            complete = true;
            return frame;
        } catch (FrameOutput.FrameTooLargeException e) {
            throw new ProtocolException(
                    ProtocolException.FRAME_TOO_LARGE,
                    name + ": longer than " + limit + " bytes (expected: at most that); send or ask for less at once",
                    Outcome.REFUSED,
                    Map.of(),
                    e);
        } catch (TException e) {
            throw new ProtocolException(
                    ProtocolException.BAD_FRAME,
                    name + ": cannot be written: " + e.getMessage(),
                    Outcome.REFUSED,
                    Map.of(),
                    e);
        } finally {
            protocols.giveBack(complete);
        }
    }

    private static ProtocolException badFrame(String what, Exception cause) {
        return new ProtocolException(
                ProtocolException.BAD_FRAME,
                what + " (expected: a Thrift message of conductor.thrift)",
                Outcome.REFUSED,
                Map.of(),
                cause);
    }
}
