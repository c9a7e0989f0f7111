package dev.attacca.value;

import java.util.Arrays;
import java.util.HexFormat;

/** A string of bytes, ordered as unsigned numbers from the first one on. Immutable. */
public final class Bytes implements Comparable<Bytes> {
    private static final Bytes EMPTY = new Bytes(new byte[0]);
    private static final int LONGEST_SHOWN = 16;

    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The bytes of an array, copied. */
    public static Bytes of(byte... bytes) {
        return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone());
    }

    /**
     * Reads pairs of hex digits in either case, nothing between them.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Bytes parse(String text) {
        try {
            return new Bytes(HexFormat.of().parseHex(text));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(
                    "bytes: " + text.length() + " characters (expected: pairs of hex digits)", malformed);
        }
    }

    /** How many there are. */
    public int length() {
        return bytes.length;
    }

    /** The byte at a position. */
    public byte at(int index) {
        return bytes[index];
    }

    /** The bytes, a copy. */
    public byte[] toArray() {
        return bytes.clone();
    }

    /** Every byte as two hex digits: what {@link #parse} reads. */
    public String toHex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes string && Arrays.equals(bytes, string.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@code 0a1b}; of more than 16 bytes the first 16 and how many there are. */
    @Override
    public String toString() {
        return bytes.length <= LONGEST_SHOWN
                ? toHex()
                : HexFormat.of().formatHex(bytes, 0, LONGEST_SHOWN) + "... (" + bytes.length + " bytes)";
    }
}
