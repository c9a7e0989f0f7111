package dev.attacca.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.thrift.TException;
import org.apache.thrift.partial.TFieldData;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TProtocolException;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TTransport;
import org.jspecify.annotations.Nullable;

/**
 * Thrift's compact protocol, byte for byte, for many small messages: names of messages and descriptions of fields are not made anew
 * each time, and a body is not copied on its way.
 */
final class CompactMessages extends TCompactProtocol {
    private static final List<String> NAMES = List.of(
            Message.ACT, Message.QUERY, Message.BATCH, Message.PING, Message.HELLO, Message.CANCEL, Message.DRAIN);

    /** Each with its length before it, as the protocol writes strings. */
    private static final byte[][] WRITTEN = NAMES.stream()
            .map(name -> {
                byte[] text = name.getBytes(StandardCharsets.US_ASCII);
                byte[] written = new byte[1 + text.length];
                written[0] = (byte) text.length;
                System.arraycopy(text, 0, written, 1, text.length);
                return written;
            })
            .toArray(byte[][]::new);

    /** Fields of our messages have smaller numbers. */
    private static final int MOST_KNOWN_ID = 16;

    private static final byte PROTOCOL = (byte) 0x82;
    private static final int VERSION = 1;
    private static final int VERSION_BITS = 0x1f;
    private static final int TYPE_AT = 5;
    private static final int TYPE_BITS = 7;

    private static final TField STOP = new TField("", TType.STOP, (short) 0);

    /** By number and type; what they are called is not on the wire. */
    private static final TField[] FIELDS = new TField[MOST_KNOWN_ID * MOST_KNOWN_ID];

    static {
        for (int i = 0; i < FIELDS.length; i++) {
            FIELDS[i] = new TField("", (byte) (i % MOST_KNOWN_ID), (short) (i / MOST_KNOWN_ID));
        }
    }

    private final byte[] one = new byte[1];

    CompactMessages(TTransport transport) {
        super(transport);
    }

    @Override
    public TField readFieldBegin() throws TException {
        int read = readFieldBeginData();
        byte type = TFieldData.getType(read);
        if (type == TType.STOP) {
            return STOP;
        }
        short id = TFieldData.getId(read);
        boolean known = id >= 0 && id < MOST_KNOWN_ID && type >= 0 && type < MOST_KNOWN_ID;
        return known ? FIELDS[id * MOST_KNOWN_ID + type] : new TField("", type, id);
    }

    @Override
    public String readString() throws TException {
        String known = knownName();
        return known == null ? super.readString() : known;
    }

    private @Nullable String knownName() {
        byte[] buffer = trans_.getBuffer();
        int at = trans_.getBufferPosition();
        int end = at + trans_.getBytesRemainingInBuffer();
        for (int i = 0; i < WRITTEN.length; i++) {
            byte[] name = WRITTEN[i];
            if (name.length <= end - at && Arrays.equals(name, 0, name.length, buffer, at, at + name.length)) {
                trans_.consumeBuffer(name.length);
                return NAMES.get(i);
            }
        }
        return null;
    }

    /** The type, of what {@link #readMessageBegin} reads; the sequence id and the name follow. */
    byte readHead() throws TException {
        byte protocol = readByte();
        byte versionAndType = readByte();
        int version = versionAndType & VERSION_BITS;
        if (protocol != PROTOCOL || version != VERSION) {
            throw new TProtocolException(
                    TProtocolException.BAD_VERSION,
                    "protocol " + (protocol & 0xff) + " of version " + version + " (expected: 130 of version 1)");
        }
        return (byte) (versionAndType >> TYPE_AT & TYPE_BITS);
    }

    /** Seven bits a byte, lowest first. */
    int readVarint() throws TException {
        int value = 0;
        int shift = 0;
        byte next = readByte();
        while (next < 0) {
            value |= (next & 0x7f) << shift;
            shift += 7;
            next = readByte();
        }
        return value | next << shift;
    }

    /** As {@link #writeMessageBegin}, without an object for it. */
    void writeHead(String name, byte type, int seqid) throws TException {
        one[0] = PROTOCOL;
        trans_.write(one, 0, 1);
        one[0] = (byte) (VERSION | type << TYPE_AT);
        trans_.write(one, 0, 1);
        writeVarint(seqid);
        writeString(name);
    }

    private void writeVarint(int value) throws TException {
        int rest = value;
        while (rest >>> 7 != 0) {
            one[0] = (byte) (rest | 0x80);
            trans_.write(one, 0, 1);
            rest >>>= 7;
        }
        one[0] = (byte) rest;
        trans_.write(one, 0, 1);
    }

    @Override
    public void writeString(String text) throws TException {
        for (int i = 0; i < WRITTEN.length; i++) {
            // By identity: what is not one of the constants is text of somebody else's.
            if (isSame(NAMES.get(i), text)) {
                trans_.write(WRITTEN[i]);
                return;
            }
        }
        super.writeString(text);
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(String name, String text) {
        return name == text;
    }

    /** What it would inherit makes a read-only view first, whose array nobody can take. */
    @Override
    public void writeBinary(ByteBuffer bytes) throws TException {
        if (!bytes.hasArray()) {
            super.writeBinary(bytes);
            return;
        }
        int length = bytes.remaining();
        writeVarint(length);
        trans_.write(bytes.array(), bytes.arrayOffset() + bytes.position(), length);
    }
}
