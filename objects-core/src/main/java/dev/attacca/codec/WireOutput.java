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
    private String type = "";
    private String field = "";
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

    /** Which field's value is written now, so that a loss inside it can be named. */
    void at(String typeName, String fieldName) {
        type = typeName;
        field = fieldName;
    }

    /** Notes a loss in the value that is written now. */
    void lostHere(String what) {
        losses.add(new Loss(type, field, what));
    }

    void lost(String typeName, String fieldName, String what) {
        losses.add(new Loss(typeName, fieldName, what));
    }
}
