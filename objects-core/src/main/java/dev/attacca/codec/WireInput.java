package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.object.ObjectContext;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Where values are read from: what {@link WireOutput} wrote, in the forms of Kryo's {@code Output}. Every length and count is
 * checked against what remains and charged to a budget before anything is allocated; thrown away after a failure. One call, one
 * thread.
 *
 * <p>Those of calls are used again, in a fixed number of places found by thread; who finds a place taken gets one of its own.
 */
final class WireInput {
    static final int MOST_ELEMENTS = 100_000;

    static final int PLACES = 16;
    private static final byte[] NOTHING = {};
    private static final AtomicReferenceArray<@Nullable WireInput> POOL = new AtomicReferenceArray<>(PLACES);

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MOST_OF_LONG = 9;
    private static final int MOST_OF_INT = 5;

    // An object's slots are allocated before its values are read, and an empty one is two bytes on the wire: so many
    // slots may
    // be asked for in any case, and so many more for each byte that is there.
    private static final int FREE_SLOTS = 10_000;
    private static final int SLOTS_PER_BYTE = 4;

    Agreement agreement;

    @Nullable
    ObjectContext context;

    boolean request;
    /** Where it matters which object is which: in calls. */
    @Nullable
    MessageObjects objects;

    private byte[] body;
    private int from;
    private int place;
    private int position;
    private int limit;
    // Text in Latin-1 lies in the body up to its end, other text is here.
    private @Nullable String wide;
    private int textAt;
    private int textEnd;
    private int depth;
    private int elements;
    private long slotsLeft;
    private @Nullable List<Loss> losses;

    /** A request's or an answer's bytes. */
    WireInput(Agreement agreement, @Nullable ObjectContext context, byte[] body, boolean request) {
        this(agreement, context, body, 0, body.length, request);
    }

    /** Those of a part of an array that is the caller's: nothing that is read keeps it. */
    WireInput(Agreement agreement, @Nullable ObjectContext context, ByteBuffer body, boolean request) {
        this(agreement, context, body.array(), body.arrayOffset() + body.position(), body.remaining(), request);
    }

    private WireInput(
            Agreement agreement, @Nullable ObjectContext context, byte[] body, int from, int length, boolean request) {
        this.agreement = agreement;
        this.body = body;
        begin(agreement, context, body, from, length, request);
    }

    /** One of the places' own, of which the fields are set by {@link #begin}. */
    private WireInput(Agreement agreement, int place) {
        this.agreement = agreement;
        this.body = NOTHING;
        this.place = place;
    }

    /**
     * As a new one, for a part of an array that is the caller's; to be given back or thrown away.
     *
     * @throws Malformed if the bytes cannot be a message; there is nothing to give back then
     */
    @SuppressWarnings("deprecation") // threadId() came with 19.
    static WireInput take(Agreement agreement, @Nullable ObjectContext context, ByteBuffer body, boolean request) {
        int place = (int) Thread.currentThread().getId() & (PLACES - 1);
        WireInput known = POOL.getAndSet(place, null);
        WireInput in = known == null ? new WireInput(agreement, place) : known;
        in.begin(agreement, context, body.array(), body.arrayOffset() + body.position(), body.remaining(), request);
        return in;
    }

    /** After the whole of a message was read: nothing of it may be used any more. One that failed is not given back. */
    void giveBack() {
        context = null;
        objects = null;
        losses = null;
        wide = null;
        body = NOTHING;
        POOL.set(place, this);
    }

    private void begin(
            Agreement agreed, @Nullable ObjectContext bound, byte[] bytes, int first, int length, boolean ofRequest) {
        agreement = agreed;
        context = bound;
        body = bytes;
        from = first;
        request = ofRequest;
        objects = null;
        losses = null;
        depth = 0;
        elements = 0;
        position = first;
        int end = first + length;
        limit = end;
        slotsLeft = FREE_SLOTS + (long) SLOTS_PER_BYTE * length;
        int header = varInt();
        int text = header >>> 1;
        if (text > remaining()) {
            throw new Malformed(
                    DecodeException.BAD_SIZE,
                    text + " bytes of text in " + remaining() + " bytes (expected: no more than what is there)");
        }
        int start = end - text;
        limit = start;
        boolean latin1 = (header & 1) == 0;
        String decoded = latin1 ? null : decoded(body, start, text);
        wide = decoded;
        textAt = latin1 ? start : 0;
        textEnd = decoded == null ? end : decoded.length();
    }

    /** What of the message nobody here can keep. */
    List<Loss> losses() {
        List<Loss> noted = losses;
        return noted == null ? List.of() : noted;
    }

    void lost(List<Loss> more) {
        if (!more.isEmpty()) {
            List<Loss> noted = losses;
            if (noted == null) {
                noted = new ArrayList<>();
                losses = noted;
            }
            noted.addAll(more);
        }
    }

    int remaining() {
        return limit - position;
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

    /** Seven bits a byte, lowest first; as with Kryo the ninth byte is the last, all of its bits count. */
    long varLong() {
        byte first = oneByte();
        if (first >= 0) {
            return first;
        }
        if (position < limit && body[position] >= 0) {
            return (first & 0x7f) | (body[position++] << 7);
        }
        return varLong(first & 0x7f);
    }

    private long varLong(long start) {
        long value = start;
        for (int bytes = 1; bytes < MOST_OF_LONG - 1; bytes++) {
            byte next = oneByte();
            value |= (next & 0x7fL) << (7 * bytes);
            if (next >= 0) {
                return value;
            }
        }
        return value | ((long) oneByte() << (7 * (MOST_OF_LONG - 1)));
    }

    /** Seven bits a byte, lowest first; as with Kryo the fifth byte is the last, whatever its high bit says. */
    int varInt() {
        byte first = oneByte();
        return first >= 0 ? first : varInt(first & 0x7f);
    }

    private int varInt(int start) {
        int value = start;
        for (int bytes = 1; bytes < MOST_OF_INT - 1; bytes++) {
            byte next = oneByte();
            value |= (next & 0x7f) << (7 * bytes);
            if (next >= 0) {
                return value;
            }
        }
        return value | ((oneByte() & 0x7f) << (7 * (MOST_OF_INT - 1)));
    }

    byte oneByte() {
        if (position >= limit) {
            throw truncated();
        }
        return body[position++];
    }

    long fixedLong() {
        int start = advance(Long.BYTES);
        return (long) LONGS.get(body, start);
    }

    UUID identifier() {
        int start = advance(2 * Long.BYTES);
        return new UUID((long) LONGS.get(body, start), (long) LONGS.get(body, start + Long.BYTES));
    }

    int fixedInt() {
        int start = advance(Integer.BYTES);
        return (int) INTS.get(body, start);
    }

    private int advance(int length) {
        int start = position;
        if (length > limit - start) {
            throw truncated();
        }
        position = start + length;
        return start;
    }

    int zigzagInt() {
        long value = zigzag();
        if (value != (int) value) {
            throw new Malformed(DecodeException.RANGE, value + " (expected: an int)");
        }
        return (int) value;
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
        int count = varInt();
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
        int start = advance(length);
        return Arrays.copyOfRange(body, start, start + length);
    }

    private int length() {
        int length = varInt();
        if (length < 0 || length > remaining()) {
            throw new Malformed(
                    DecodeException.BAD_SIZE,
                    "a string of " + Integer.toUnsignedString(length) + " bytes in " + remaining()
                            + " bytes (expected: no longer than what is there)");
        }
        return length;
    }

    String string() {
        return text(varInt());
    }

    /** The next string, of so many {@code char}s. */
    @SuppressWarnings("deprecation") // Of all constructors the one that copies Latin-1 and does nothing else.
    String text(int length) {
        int start = pass(length);
        return wide == null ? new String(body, 0, start, length) : wideText(wide, start, start + length);
    }

    /** A string that other messages are likely to have as well. */
    String repeatedString() {
        int length = varInt();
        int start = pass(length);
        return wide == null ? RepeatedTexts.of(body, start, length) : wideText(wide, start, start + length);
    }

    private int pass(int length) {
        int start = textAt;
        if (length < 0 || length > textEnd - start) {
            throw new Malformed(
                    DecodeException.BAD_SIZE,
                    "a string of " + Integer.toUnsignedString(length) + " in " + (textEnd - start)
                            + " characters (expected: no longer than what is there)");
        }
        textAt = start + length;
        return start;
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
                    "too many objects for " + (limit - from) + " bytes (expected: fuller ones)");
        }
        if (++depth > MessageWriting.MOST_DEPTH) {
            throw new Malformed(
                    DecodeException.TOO_DEEP,
                    "nested deeper than " + MessageWriting.MOST_DEPTH + " (expected: at most that)");
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
        if (depth + levels > MessageWriting.MOST_DEPTH) {
            throw new Malformed(
                    DecodeException.TOO_DEEP,
                    "nested deeper than " + MessageWriting.MOST_DEPTH + " (expected: at most that)");
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
