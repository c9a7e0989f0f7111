package dev.attacca.codec;

import com.esotericsoftware.kryo.io.Output;

/** Kryo's bytes, whose array a writer may fill by itself where it knows how much it needs at most. */
final class WireBytes extends Output {
    private static final int START = 512;

    WireBytes() {
        super(START, -1);
    }

    /** The array, with room for so many bytes after the position. */
    byte[] reserve(int most) {
        require(most);
        return buffer;
    }

    /** Forgets what was written, and the array if it is larger than that. */
    void clear(int mostKept) {
        if (buffer.length > mostKept) {
            setBuffer(new byte[START], -1);
        }
        setPosition(0);
    }
}
