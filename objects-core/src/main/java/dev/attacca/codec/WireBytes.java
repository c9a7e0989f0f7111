package dev.attacca.codec;

import com.esotericsoftware.kryo.io.Output;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.UUID;

/**
 * Kryo's bytes, and beside its methods, which look for room before each value, the same forms for writers that have
 * {@linkplain #reserve reserved} room for many values at once. Confined to one thread.
 */
final class WireBytes extends Output {
    /** How many bytes a value takes at most that is written by the methods below. */
    static final int MOST_OF_VALUE = 22;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int START = 512;
    private static final int MOST_OF_LONG = 9;

    WireBytes() {
        super(START, -1);
    }

    /** Makes room for so many bytes. */
    void reserve(int most) {
        if (buffer.length - position < most) {
            require(most);
        }
    }

    /** Zigzag varint. */
    void putNumber(long value) {
        putVar((value << 1) ^ (value >> 63));
    }

    /** Kryo's varint: seven bits a byte, lowest first, eight in the ninth. */
    void putVar(long value) {
        int at = position;
        if (value >>> 7 == 0) {
            buffer[at] = (byte) value;
            position = at + 1;
        } else if (value >>> 14 == 0) {
            byte[] to = buffer;
            to[at] = (byte) (value | 0x80);
            to[at + 1] = (byte) (value >>> 7);
            position = at + 2;
        } else {
            putLongVar(value);
        }
    }

    private void putLongVar(long value) {
        byte[] to = buffer;
        int at = position;
        long rest = value;
        for (int i = 1; i < MOST_OF_LONG && rest >>> 7 != 0; i++) {
            to[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        to[at++] = (byte) rest;
        position = at;
    }

    void putByte(int value) {
        buffer[position++] = (byte) value;
    }

    void putBits(long bits) {
        LONGS.set(buffer, position, bits);
        position += Long.BYTES;
    }

    void putIdentifier(UUID value) {
        LONGS.set(buffer, position, value.getMostSignificantBits());
        LONGS.set(buffer, position + Long.BYTES, value.getLeastSignificantBits());
        position += 2 * Long.BYTES;
    }

    /** Forgets what was written, and the array if it is larger than that. */
    void clear(int mostKept) {
        if (buffer.length > mostKept) {
            setBuffer(new byte[START], -1);
        }
        setPosition(0);
    }
}
