package dev.attacca.codec;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import dev.attacca.error.DecodeException;
import dev.attacca.object.ObjectContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where values are read from. Every length and count is checked against what remains and charged to a budget before
 * anything is allocated; thrown away after a failure. One call, one thread.
 */
final class WireInput {
    static final int MOST_ELEMENTS = 100_000;

    // An object's slots are allocated before its values are read, and an empty one is two bytes on the wire: so many
    // slots may
    // be asked for in any case, and so many more for each byte that is there.
    private static final int FREE_SLOTS = 10_000;
    private static final int SLOTS_PER_BYTE = 4;

    final Input bytes;
    final Agreement agreement;
    final @Nullable ObjectContext context;
    final boolean request;
    final List<Loss> losses = new ArrayList<>();
    /** Where it matters which object is which: in calls. */
    @Nullable
    MessageObjects objects;

    private final byte[] body;
    // Text in Latin-1 lies in the body up to its end, other text is here.
    private final @Nullable String wide;
    private int textAt;
    private final int textEnd;
    private int depth;
    private int elements;
    private long slotsLeft;

    /** A request's or an answer's bytes. */
    WireInput(Agreement agreement, @Nullable ObjectContext context, byte[] body, boolean request) {
        this.request = request;
        this.agreement = agreement;
        this.context = context;
        this.body = body;
        this.bytes = new Input(body);
        this.slotsLeft = FREE_SLOTS + (long) SLOTS_PER_BYTE * body.length;
        int header = varInt(true);
        int text = header >>> 1;
        if (text > remaining()) {
            throw new Malformed(
                    DecodeException.BAD_SIZE,
                    text + " bytes of text in " + remaining() + " bytes (expected: no more than what is there)");
        }
        int start = body.length - text;
        bytes.setLimit(start);
        boolean latin1 = (header & 1) == 0;
        this.wide = latin1 ? null : decoded(body, start, text);
        this.textAt = latin1 ? start : 0;
        this.textEnd = wide == null ? body.length : wide.length();
    }

    /** All the bytes, text included. */
    byte[] body() {
        return body;
    }

    /** Goes on where values were read by somebody else, if the structure reaches that far. */
    void continueAt(int position) {
        if (position > bytes.limit()) {
            throw truncated();
        }
        bytes.setPosition(position);
    }

    int remaining() {
        return bytes.limit() - bytes.position();
    }

    long mask(int bits, String what) {
        long mask = varLong();
        if (bits < Long.SIZE && mask >>> bits != 0) {
            throw new Malformed(
                    DecodeException.RANGE,
                    what + " names field " + (63 - Long.numberOfLeadingZeros(mask)) + " (expected: below " + bits
                            + ")");
        }
        return mask;
    }

    /** Kryo stops at the ninth byte of a {@code long} and at the fifth of an {@code int}, whatever their high bits say. */
    long varLong() {
        try {
            return bytes.readVarLong(true);
        } catch (KryoException | IndexOutOfBoundsException truncated) {
            throw truncated();
        }
    }

    int varInt(boolean optimizePositive) {
        try {
            return bytes.readVarInt(optimizePositive);
        } catch (KryoException | IndexOutOfBoundsException truncated) {
            throw truncated();
        }
    }

    byte oneByte() {
        if (remaining() < 1) {
            throw truncated();
        }
        return bytes.readByte();
    }

    long fixedLong() {
        if (remaining() < Long.BYTES) {
            throw truncated();
        }
        return bytes.readLong();
    }

    int fixedInt() {
        if (remaining() < Integer.BYTES) {
            throw truncated();
        }
        return bytes.readInt();
    }

    long zigzag() {
        long zigzag = varLong();
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    boolean flag() {
        return flag(oneByte()) == 1;
    }

    static byte flag(byte flag) {
        if (flag != 0 && flag != 1) {
            throw new Malformed(DecodeException.RANGE, "flag " + flag + " (expected: 0 or 1)");
        }
        return flag;
    }

    /** How many elements follow, at least one byte each. */
    int count() {
        int count = varInt(true);
        if (count < 0 || count > remaining()) {
            throw new Malformed(
                    DecodeException.BAD_SIZE,
                    Integer.toUnsignedString(count) + " elements in " + remaining()
                            + " bytes (expected: a byte each at least)");
        }
        elements += count;
        if (elements > MOST_ELEMENTS) {
            throw new Malformed(
                    DecodeException.BAD_SIZE, elements + " elements in all (expected: at most " + MOST_ELEMENTS + ")");
        }
        return count;
    }

    /** A length and so many bytes. */
    byte[] byteString(int most) {
        int length = length();
        if (length > most) {
            throw new Malformed(DecodeException.BAD_SIZE, length + " bytes (expected: at most " + most + ")");
        }
        return exactly(length);
    }

    byte[] exactly(int length) {
        if (length > remaining()) {
            throw truncated();
        }
        return bytes.readBytes(length);
    }

    private int length() {
        int length = varInt(true);
        if (length < 0 || length > remaining()) {
            throw new Malformed(
                    DecodeException.BAD_SIZE,
                    "a string of " + Integer.toUnsignedString(length) + " bytes in " + remaining()
                            + " bytes (expected: no longer than what is there)");
        }
        return length;
    }

    String string() {
        return text(varInt(true));
    }

    /** The next string, of so many {@code char}s. */
    @SuppressWarnings("deprecation") // Of all constructors the one that copies Latin-1 and does nothing else.
    String text(int length) {
        int start = textAt;
        if (length < 0 || length > textEnd - start) {
            throw new Malformed(
                    DecodeException.BAD_SIZE,
                    "a string of " + Integer.toUnsignedString(length) + " in " + (textEnd - start)
                            + " characters (expected: no longer than what is there)");
        }
        textAt = start + length;
        return wide == null ? new String(body, 0, start, length) : wideText(wide, start, start + length);
    }

    private static String wideText(String text, int start, int end) {
        boolean cut = start < end
                && (Character.isLowSurrogate(text.charAt(start)) || Character.isHighSurrogate(text.charAt(end - 1)));
        if (cut) {
            throw new Malformed(
                    DecodeException.WRONG_TYPE, "a string that ends within a character (expected: whole characters)");
        }
        return text.substring(start, end);
    }

    private static String decoded(byte[] buffer, int start, int length) {
        try {
            // A new decoder reports malformed input; the constructors of String would replace it.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(buffer, start, length))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new Malformed(DecodeException.WRONG_TYPE, "bytes that are no UTF-8 (expected: UTF-8)");
        }
    }

    /** Begins an object that allocates so many slots. */
    void enter(int slots) {
        slotsLeft -= slots;
        if (slotsLeft < 0) {
            throw new Malformed(
                    DecodeException.BAD_SIZE,
                    "too many objects for " + bytes.limit() + " bytes (expected: fuller ones)");
        }
        if (++depth > WireOutput.MOST_DEPTH) {
            throw new Malformed(
                    DecodeException.TOO_DEEP,
                    "nested deeper than " + WireOutput.MOST_DEPTH + " (expected: at most that)");
        }
    }

    /** Gives back what was asked for an object that is there already. */
    void forget(int slots) {
        slotsLeft += slots;
        depth--;
    }

    /** Charges what an object holds that comes again, as if it were there again. */
    void charge(int more, int levels) {
        elements += more;
        if (elements > MOST_ELEMENTS) {
            throw new Malformed(
                    DecodeException.BAD_SIZE,
                    elements + " elements in all, with those that come again (expected: at most " + MOST_ELEMENTS
                            + ")");
        }
        if (depth + levels > WireOutput.MOST_DEPTH) {
            throw new Malformed(
                    DecodeException.TOO_DEEP,
                    "nested deeper than " + WireOutput.MOST_DEPTH + " (expected: at most that)");
        }
    }

    void leave() {
        depth--;
    }

    void end() {
        int left = remaining() + textEnd - textAt;
        if (left != 0) {
            throw new Malformed(DecodeException.TRAILING_BYTES, left + " bytes too many (expected: the end)");
        }
    }

    static Malformed truncated() {
        return new Malformed(DecodeException.BAD_SIZE, "the bytes end too early (expected: more)");
    }
}
