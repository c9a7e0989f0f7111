package dev.attacca.value;

import java.util.Arrays;

/**
 * An IPv4 or IPv6 address. Nothing is ever looked up, and there are no scope ids. An IPv4-mapped IPv6 address stays an IPv6
 * address. Addresses of version 4 come before those of version 6, each in numeric order. Immutable.
 */
public final class IpAddress implements Comparable<IpAddress> {
    private static final int OF_4 = 4;
    private static final int OF_6 = 16;

    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Makes an address of its bytes in network order; copied.
     *
     * @param bytes 4 or 16 of them
     * @throws IllegalArgumentException if there are others
     */
    public static IpAddress of(byte[] bytes) {
        if (bytes.length != OF_4 && bytes.length != OF_6) {
            throw new IllegalArgumentException("an IP address of " + bytes.length + " bytes (expected: 4 or 16)");
        }
        return new IpAddress(bytes.clone());
    }

    /**
     * Reads {@code 192.0.2.1} (four decimal numbers without leading zeros) or any form of an IPv6 address that RFC 4291 has.
     *
     * @throws IllegalArgumentException if the text is no address
     */
    public static IpAddress parse(String text) {
        return new IpAddress(IpText.parse(text));
    }

    /** 4 or 6. */
    public int version() {
        return bytes.length == OF_4 ? 4 : 6;
    }

    /** The bytes in network order, a copy: 4 or 16. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    int bits() {
        return bytes.length * Byte.SIZE;
    }

    /** The address with the bits behind a prefix cleared. */
    IpAddress masked(int prefix) {
        byte[] masked = bytes.clone();
        for (int bit = prefix; bit < bits(); bit++) {
            masked[bit / Byte.SIZE] &= (byte) ~(0x80 >>> (bit % Byte.SIZE));
        }
        return new IpAddress(masked);
    }

    @Override
    public int compareTo(IpAddress other) {
        int byVersion = Integer.compare(bytes.length, other.bytes.length);
        return byVersion != 0 ? byVersion : Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress address && Arrays.equals(bytes, address.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@code 192.0.2.1}, or the form of RFC 5952: {@code 2001:db8::1}. */
    @Override
    public String toString() {
        return IpText.write(bytes);
    }
}
