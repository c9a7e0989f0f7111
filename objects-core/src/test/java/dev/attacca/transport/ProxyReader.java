package dev.attacca.transport;

import dev.attacca.value.Bytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads framed Thrift as strictly as a proxy must that knows no contract, and shares no code with libthrift. The rules are those of
 * Envoy's {@code thrift_proxy} (framed and auto transport, binary, compact and auto protocol); where it is lenient, as with bytes behind a
 * message, this is not.
 */
final class ProxyReader {
    /** The longest frame that Envoy passes on, without its four length bytes. */
    static final int LONGEST_FRAME = 0xFA0000;

    static final int CALL = 1;
    static final int REPLY = 2;
    static final int EXCEPTION = 3;
    static final int ONEWAY = 4;

    private static final int BINARY_MAGIC = 0x8001;
    private static final int COMPACT_MAGIC = 0x8201;
    private static final int COMPACT_TYPE_BITS = 0x00e0;
    private static final int DEEPEST = 32;

    private final ByteBuffer in;
    private final boolean compact;

    /**
     * A message.
     *
     * @param bytes without the length
     * @param seqidAt where in them the sequence id begins
     * @param seqidEnds where it ends
     * @param firstField the number of the content's first field, or -1 if it has none: of a reply, 0 is success and more a fault
     */
    record Seen(
            boolean compact,
            int type,
            String name,
            int seqid,
            Bytes bytes,
            int seqidAt,
            int seqidEnds,
            int firstField) {
        /** The same message with another sequence id. */
        byte[] withSeqid(int other) {
            byte[] old = bytes.toArray();
            ByteBuffer changed = ByteBuffer.allocate(old.length + 5).put(old, 0, seqidAt);
            if (compact) {
                int rest = other;
                while ((rest & ~0x7f) != 0) {
                    changed.put((byte) ((rest & 0x7f) | 0x80));
                    rest >>>= 7;
                }
                changed.put((byte) rest);
            } else {
                changed.putInt(other);
            }
            changed.put(old, seqidEnds, old.length - seqidEnds);
            byte[] whole = new byte[changed.flip().remaining()];
            changed.get(whole);
            return whole;
        }
    }

    private ProxyReader(ByteBuffer in, boolean compact) {
        this.in = in;
        this.compact = compact;
    }

    /**
     * Reads what one side of a connection sent.
     *
     * @throws IllegalArgumentException if a proxy would give the connection up
     */
    static List<Seen> stream(byte[] sent) {
        ByteBuffer stream = ByteBuffer.wrap(sent);
        List<Seen> messages = new ArrayList<>();
        while (stream.hasRemaining()) {
            // Detection of the transport looks at eight bytes.
            check(stream.remaining() >= 8, "frame: " + stream.remaining() + " bytes in all", "8 or more");
            int length = stream.getInt();
            check(length > 0 && length <= LONGEST_FRAME, "frame length: " + length, "1 to " + LONGEST_FRAME);
            check(
                    length <= stream.remaining(),
                    "frame: ends after " + stream.remaining() + " bytes",
                    length + " bytes");
            byte[] message = new byte[length];
            stream.get(message);
            messages.add(message(message));
        }
        return messages;
    }

    /** Reads a message to its last byte. */
    static Seen message(byte[] bytes) {
        check(bytes.length >= 2, "message: " + bytes.length + " bytes", "a protocol");
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int magic = in.getShort(0) & 0xffff;
        boolean compact = (magic & ~COMPACT_TYPE_BITS) == COMPACT_MAGIC;
        check(
                compact || magic == BINARY_MAGIC,
                "message begins with: 0x" + Integer.toHexString(magic),
                "0x8001, binary, or 0x82.1, compact");
        try {
            return new ProxyReader(in, compact).read(bytes);
        } catch (BufferUnderflowException short_) {
            throw new IllegalArgumentException("message: incomplete (expected: whole in its frame)", short_);
        }
    }

    private Seen read(byte[] bytes) {
        int head = in.getInt(0);
        int type = compact ? head >> 21 & 0x7 : head & 0xff;
        check(type >= CALL && type <= ONEWAY, "message type: " + type, "1 to 4");
        String name;
        int seqidAt;
        int seqid;
        int seqidEnds;
        if (compact) {
            in.position(2);
            seqidAt = in.position();
            seqid = (int) varint(5);
            seqidEnds = in.position();
            name = name(count());
        } else {
            in.position(4);
            name = name(count());
            seqidAt = in.position();
            seqid = in.getInt();
            seqidEnds = in.position();
        }
        int firstField = struct(0);
        check(
                !in.hasRemaining(),
                "frame: " + in.remaining() + " bytes behind its message",
                "one message in each frame");
        return new Seen(compact, type, name, seqid, Bytes.of(bytes), seqidAt, seqidEnds, firstField);
    }

    private String name(int length) {
        check(length > 0, "message name: empty", "a method");
        byte[] name = new byte[length];
        in.get(name);
        return new String(name, StandardCharsets.UTF_8);
    }

    /** Returns the number of the first field, or -1. */
    private int struct(int depth) {
        check(depth <= DEEPEST, "depth: " + depth, "at most " + DEEPEST);
        int first = -1;
        int last = 0;
        while (true) {
            int head = in.get() & 0xff;
            int type = compact ? head & 0x0f : head;
            if (type == 0) {
                return first;
            }
            if (compact) {
                last = head >> 4 == 0 ? zigzag() : last + (head >> 4);
            } else {
                last = in.getShort();
            }
            check(last >= 0 && last <= Short.MAX_VALUE, "field number: " + last, "0 to 32767");
            first = first < 0 ? last : first;
            boolean boolInHead = compact && (type == 1 || type == 2);
            if (!boolInHead) {
                value(type, depth);
            }
        }
    }

    private void value(int type, int depth) {
        if (compact) {
            compactValue(type, depth);
        } else {
            binaryValue(type, depth);
        }
    }

    private void compactValue(int type, int depth) {
        switch (type) {
            case 1, 2, 3 -> in.get();
            case 4 -> {
                int value = zigzag();
                check(value == (short) value, "i16: " + value, "16 bits");
            }
            case 5 -> zigzag();
            case 6 -> varint(10);
            case 7 -> skip(8);
            case 8 -> skip(count());
            case 9, 10 -> {
                int head = in.get() & 0xff;
                int size = head >> 4 == 15 ? count() : head >> 4;
                elements(head & 0x0f, size, depth);
            }
            case 11 -> {
                int size = count();
                if (size > 0) {
                    int types = in.get() & 0xff;
                    entries(types >> 4, types & 0x0f, size, depth);
                }
            }
            case 12 -> struct(depth + 1);
            default -> throw unknown(type);
        }
    }

    private void binaryValue(int type, int depth) {
        switch (type) {
            case 2, 3 -> in.get();
            case 4, 10 -> skip(8);
            case 6 -> skip(2);
            case 8 -> skip(4);
            case 11 -> skip(count());
            case 12 -> struct(depth + 1);
            case 13 -> {
                int keys = in.get();
                int values = in.get();
                entries(keys, values, count(), depth);
            }
            case 14, 15 -> {
                int elements = in.get();
                elements(elements, count(), depth);
            }
            default -> throw unknown(type);
        }
    }

    private void elements(int type, int size, int depth) {
        for (int i = 0; i < size; i++) {
            value(type, depth + 1);
        }
    }

    private void entries(int keys, int values, int size, int depth) {
        for (int i = 0; i < size; i++) {
            value(keys, depth + 1);
            value(values, depth + 1);
        }
    }

    private int count() {
        int count = compact ? (int) varint(5) : in.getInt();
        check(count >= 0, "length: " + count, "0 or more");
        return count;
    }

    private int zigzag() {
        int value = (int) varint(5);
        return (value >>> 1) ^ -(value & 1);
    }

    private long varint(int longest) {
        long value = 0;
        for (int i = 0; i < longest; i++) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("varint: more than " + longest + " bytes (expected: at most that)");
    }

    private void skip(int bytes) {
        if (bytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
        in.position(in.position() + bytes);
    }

    private static IllegalArgumentException unknown(int type) {
        return new IllegalArgumentException("field type: " + type + " (expected: one of Thrift's, without uuid)");
    }

    private static void check(boolean good, String found, String expected) {
        if (!good) {
            throw new IllegalArgumentException(found + " (expected: " + expected + ")");
        }
    }
}
