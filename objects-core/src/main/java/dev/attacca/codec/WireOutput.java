package dev.attacca.codec;

import com.esotericsoftware.kryo.io.Output;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a message is written: its structure as Kryo's bytes, and beside it the characters of its strings. One call, one thread.
 *
 * <p>Shape of the whole: a varint, twice the number of bytes of text, plus one if that is UTF-8 rather than Latin-1; the
 * structure, where a string is the varint of its length in {@code char}s; the text of all strings, one after the other. One
 * conversion for all strings costs half of what one for each does.
 */
final class WireOutput extends MessageWriting implements AutoCloseable {
    final WireBytes bytes;
    /** Where it matters which object is which: in calls. */
    @Nullable
    MessageObjects objects;

    private final Scratch scratch;
    private final boolean naming;

    WireOutput(Agreement agreement) {
        this(agreement, false);
    }

    /**
     * Where a message is written.
     *
     * @param naming whether each field is named before its value is written, so that a string that cannot cross is refused by
     *     the field's name; takes longer
     */
    WireOutput(Agreement agreement, boolean naming) {
        this(agreement, naming, Scratch.take());
    }

    private WireOutput(Agreement agreement, boolean naming, Scratch scratch) {
        super(agreement);
        this.naming = naming;
        this.scratch = scratch;
        this.bytes = scratch.bytes;
    }

    /** Where a message is written, used again: what is known while one is written is as large as a small object. */
    static WireOutput take(Agreement agreement) {
        Scratch free = Scratch.take();
        WireOutput known = free.output;
        if (known == null) {
            known = new WireOutput(agreement, false, free);
            free.output = known;
        }
        known.beginAnew(agreement);
        return known;
    }

    /** Whether fields must be named before their values are written. */
    boolean naming() {
        return naming;
    }

    /** Writes how many elements follow. */
    @Override
    void count(int count, int most) {
        super.count(count, most);
        bytes.writeVarInt(count, true);
    }

    void zigzag(long value) {
        bytes.writeVarLong((value << 1) ^ (value >> 63), true);
    }

    /** The length, then the bytes. */
    void byteString(byte[] value) {
        bytes.writeVarInt(value.length, true);
        bytes.writeBytes(value);
    }

    void string(String value) {
        bytes.reserve(WireBytes.MOST_OF_VALUE);
        putString(value);
    }

    /** Writes a string where room is reserved for its length. */
    void putString(String value) {
        if (naming && !isWhole(value)) {
            throw refused("half a surrogate pair (expected: text that UTF-8 can hold)");
        }
        bytes.putVar(value.length());
        scratch.add(value);
    }

    /**
     * Puts the message together.
     *
     * @param again writes the same once more: called where there are surrogates, to name the field of a string with half a pair,
     *     for which Java would write a question mark, and nobody would be told
     */
    byte[] finish(Consumer<WireOutput> again) {
        return finish(BodyMemory.NEW, again).array();
    }

    /** As {@link #finish(Consumer)}, in memory that is given. */
    ByteBuffer finish(BodyMemory memory, Consumer<WireOutput> again) {
        int length = scratch.length();
        int structure = bytes.position();
        int size = Output.varIntLength(2 * length, true) + structure + length;
        byte[] whole = memory.array(size);
        int text = size - length;
        if (length > 0 && !scratch.writeLatin1(whole, text)) {
            return ByteBuffer.wrap(inUtf8(again));
        }
        System.arraycopy(bytes.getBuffer(), 0, whole, text - structure, structure);
        putVarInt(whole, 2 * length);
        return ByteBuffer.wrap(whole, 0, size);
    }

    /** Gives back what it wrote in; to be called whatever happened. */
    @Override
    public void close() {
        objects = null;
        scratch.giveBack();
    }

    private byte[] inUtf8(Consumer<WireOutput> again) {
        if (!naming && scratch.hasSurrogates()) {
            try (WireOutput names = new WireOutput(agreement, true)) {
                again.accept(names);
            }
        }
        byte[] utf8 = scratch.utf8();
        int structure = bytes.position();
        int header = 2 * utf8.length + 1;
        byte[] whole = new byte[Output.varIntLength(header, true) + structure + utf8.length];
        putVarInt(whole, header);
        System.arraycopy(bytes.getBuffer(), 0, whole, Output.varIntLength(header, true), structure);
        System.arraycopy(utf8, 0, whole, whole.length - utf8.length, utf8.length);
        return whole;
    }

    private static void putVarInt(byte[] to, int value) {
        int at = 0;
        int rest = value;
        while (rest >>> 7 != 0) {
            to[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        to[at] = (byte) rest;
    }

    /** Whether every surrogate has its other half. */
    static boolean isWhole(String value) {
        int at = 0;
        while (at < value.length()) {
            char unit = value.charAt(at++);
            if (Character.isSurrogate(unit)) {
                boolean pair = Character.isHighSurrogate(unit)
                        && at < value.length()
                        && Character.isLowSurrogate(value.charAt(at));
                if (!pair) {
                    return false;
                }
                at++;
            }
        }
        return true;
    }
}
