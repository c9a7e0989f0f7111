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
    private boolean sensitive;
    private int depth;
    private int elements;

    WireOutput(Agreement agreement) {
        this.agreement = agreement;
        this.bytes = new Output(128, -1);
    }

    /** Writes how many elements follow; more than a reader takes are refused here, before anything is committed. */
    void count(int count, int most) {
        elements += Math.min(count, WireInput.MOST_ELEMENTS + 1);
        if (count > most || elements > WireInput.MOST_ELEMENTS) {
            throw new InvalidValueException(type + "." + field + ": " + count + " elements (expected: at most " + most
                    + " here and " + WireInput.MOST_ELEMENTS + " in a message; ask for fewer at once)");
        }
        bytes.writeVarInt(count, true);
    }

    /** What is written now does not fit. */
    InvalidValueException refused(String problem) {
        return new InvalidValueException(type + "." + field + ": " + problem);
    }

    /** An element that is null where none may be. */
    InvalidValueException refusedNull(Object position) {
        Object shown = sensitive && !(position instanceof Integer) ? "***" : position;
        return new InvalidValueException(type + "." + field + "[" + shown
                + "]: null (expected: a value; mark the element @Nullable to allow null)");
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
        refuseHalfCharacters(value);
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        bytes.writeVarInt(utf8.length, true);
        bytes.writeBytes(utf8);
    }

    /** Java would write a question mark for half a surrogate pair, and nobody would be told. */
    private void refuseHalfCharacters(String value) {
        if (!isWhole(value)) {
            throw new InvalidValueException(
                    type + "." + field + ": half a surrogate pair (expected: text that UTF-8 can hold)");
        }
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

    void enter(String typeName) {
        if (++depth > MOST_DEPTH) {
            throw tooDeep(typeName);
        }
    }

    static InvalidValueException tooDeep(String typeName) {
        return new InvalidValueException(typeName + ": objects nested deeper than " + MOST_DEPTH
                + " (expected: at most that; a cycle of objects cannot cross)");
    }

    void leave() {
        depth--;
    }

    /** Which field's value is written now, so that a loss inside it can be named. */
    void at(String typeName, String fieldName, boolean hidden) {
        type = typeName;
        field = fieldName;
        sensitive = hidden;
    }

    /** Notes a loss in the value that is written now. */
    void lostHere(String what) {
        losses.add(new Loss(type, field, sensitive ? "a value that the reader does not know" : what));
    }
}
