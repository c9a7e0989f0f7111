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
 * A Thrift message that arrived: its head is read, its content not yet.
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

    private final Encoding encoding;
    private final Frame frame;
    private final TMessage head;
    private final int contentAt;

    private Message(Encoding encoding, Frame frame, TMessage head, int contentAt) {
        this.encoding = encoding;
        this.frame = frame;
        this.head = head;
        this.contentAt = contentAt;
    }

    /** Reads the head of the message in a frame. */
    static Message parse(Frame frame) {
        byte first = frame.bytes()[0];
        Encoding encoding = Encoding.of(first);
        if (encoding == null) {
            throw new ProtocolException(
                    ProtocolException.BAD_PROTOCOL,
                    "first byte: 0x" + Integer.toHexString(first & 0xff)
                            + " (expected: 0x82, compact, or 0x80, strict binary); use a framed Thrift client");
        }
        Protocols protocols = Protocols.take();
        boolean whole = false;
        try {
            TMessage head = protocols
                    .reading(encoding, frame.bytes(), 0, frame.length())
                    .readMessageBegin();
            whole = true;
            return new Message(encoding, frame, head, frame.length() - protocols.left());
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
        return LENGTH_BYTES + frame.length();
    }

    String name() {
        return head.name;
    }

    int seqid() {
        return head.seqid;
    }

    byte type() {
        return head.type;
    }

    /** Gives back the memory of the message; nothing that was read from it, such as a body, may be used any more. */
    void giveBack() {
        ByteArrays.SHARED.giveBack(frame.bytes());
    }

    /** Reads the content, which must be the rest of the frame. */
    <T extends TSerializable> T read(T content) {
        Protocols protocols = Protocols.take();
        boolean whole = false;
        int left;
        try {
            content.read(protocols.reading(encoding, frame.bytes(), contentAt, frame.length() - contentAt));
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
        Protocols protocols = Protocols.take();
        boolean complete = false;
        try {
            TProtocol output = protocols.writing(encoding, allocator, limit);
            output.writeMessageBegin(head);
            content.write(output);
            output.writeMessageEnd();
            ByteBuf frame = protocols.written();
            complete = true;
            return frame;
        } catch (FrameOutput.FrameTooLargeException e) {
            throw new ProtocolException(
                    ProtocolException.FRAME_TOO_LARGE,
                    head.name + ": longer than " + limit
                            + " bytes (expected: at most that); send or ask for less at once",
                    Outcome.REFUSED,
                    Map.of(),
                    e);
        } catch (TException e) {
            throw new ProtocolException(
                    ProtocolException.BAD_FRAME,
                    head.name + ": cannot be written: " + e.getMessage(),
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
