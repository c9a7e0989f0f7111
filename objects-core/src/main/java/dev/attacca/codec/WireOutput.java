package dev.attacca.codec;

import com.esotericsoftware.kryo.io.Output;
import dev.attacca.error.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Where values are written: Kryo's bytes, and what got lost on the way. One call, one thread. */
final class WireOutput {
    static final int MOST_DEPTH = 32;

    final Output bytes;
    final Agreement agreement;
    final List<Loss> losses = new ArrayList<>();
    private int depth;

    WireOutput(Agreement agreement) {
        this.agreement = agreement;
        this.bytes = new Output(128, -1);
    }

    void string(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        bytes.writeVarInt(utf8.length, true);
        bytes.writeBytes(utf8);
    }

    void enter(String typeName) {
        if (++depth > MOST_DEPTH) {
            throw new InvalidValueException(typeName + ": objects nested deeper than " + MOST_DEPTH
                    + " (expected: at most that; a cycle of objects cannot cross)");
        }
    }

    void leave() {
        depth--;
    }

    void lost(String type, String field, String what) {
        losses.add(new Loss(type, field, what));
    }
}
