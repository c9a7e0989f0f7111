package dev.attacca.value;

import java.util.HexFormat;

/** A MAC address (EUI-48). Ordered as an unsigned number. Immutable. */
public final class MacAddress implements Comparable<MacAddress> {
    private static final int LENGTH = 6;
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    private final long bits;

    private MacAddress(long bits) {
        this.bits = bits;
    }

    /**
     * Makes an address of its bytes in the order they are written.
     *
     * @param bytes 6 of them
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static MacAddress of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a MAC address of " + bytes.length + " bytes (expected: 6)");
        }
        long bits = 0;
        for (byte each : bytes) {
            bits = bits << Byte.SIZE | (each & 0xff);
        }
        return new MacAddress(bits);
    }

    /**
     * Reads six pairs of hex digits in either case, with colons or with dashes between them.
     *
     * @throws IllegalArgumentException if the text is no address
     */
    public static MacAddress parse(String text) {
        char separator = text.indexOf('-') < 0 ? ':' : '-';
        String[] pairs = text.length() == 3 * LENGTH - 1 ? text.split(String.valueOf(separator), -1) : new String[0];
        long bits = 0;
        boolean whole = pairs.length == LENGTH;
        for (String pair : pairs) {
            int value = pair.length() == 2 ? Text.hex(pair) : -1;
            whole &= value >= 0;
            bits = bits << Byte.SIZE | (value & 0xff);
        }
        if (!whole) {
            throw Text.refused("MAC address", text, "six pairs of hex digits, as in 52:54:00:12:34:56");
        }
        return new MacAddress(bits);
    }

    /** The six bytes in the order they are written. */
    public byte[] toBytes() {
        byte[] bytes = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            bytes[i] = (byte) (bits >>> (Byte.SIZE * (LENGTH - 1 - i)));
        }
        return bytes;
    }

    @Override
    public int compareTo(MacAddress other) {
        return Long.compare(bits, other.bits);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MacAddress address && bits == address.bits;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bits);
    }

    /** {@code 52:54:00:12:34:56}: lower case, colons. */
    @Override
    public String toString() {
        return COLONS.formatHex(toBytes());
    }
}
