package dev.attacca.codec;

import dev.attacca.error.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known while a message is written, whatever its form: where in it, how much and how deep, and what got lost. What a
 * reader would not take is refused here, before anything is committed. One message, one thread.
 */
abstract class MessageWriting {
    static final int MOST_DEPTH = 32;

    Agreement agreement;
    private @Nullable List<Loss> losses;
    private String type = "";
    private String field = "";
    private boolean sensitive;
    private int depth;
    private int elements;

    MessageWriting(Agreement agreement) {
        this.agreement = agreement;
    }

    /** As if it were new: nothing of the message before is left. */
    final void beginAnew(Agreement agreed) {
        agreement = agreed;
        losses = null;
        type = "";
        field = "";
        sensitive = false;
        depth = 0;
        elements = 0;
    }

    /** What the reader does not get; {@code List.of()} for nothing. */
    final List<Loss> losses() {
        List<Loss> noted = losses;
        return noted == null ? List.of() : noted;
    }

    final void lost(List<Loss> more) {
        if (!more.isEmpty()) {
            List<Loss> noted = losses;
            if (noted == null) {
                noted = new ArrayList<>();
                losses = noted;
            }
            noted.addAll(more);
        }
    }

    /** Notes a loss in the value that is written now. */
    final void lostHere(String what) {
        lost(List.of(new Loss(type, field, sensitive ? "a value that the reader does not know" : what)));
    }

    final void forgetLosses() {
        losses = null;
    }

    /** Counts elements that follow. */
    void count(int count, int most) {
        elements += Math.min(count, WireInput.MOST_ELEMENTS + 1);
        if (count > most || elements > WireInput.MOST_ELEMENTS) {
            throw new InvalidValueException(type + "." + field + ": " + count + " elements (expected: at most " + most
                    + " here and " + WireInput.MOST_ELEMENTS + " in a message; ask for fewer at once)");
        }
    }

    /** Charges an object that comes again, and what it holds, as if it were written again. */
    final void charge(String typeName, Extents.Extent extent) {
        elements += extent.objects() - 1;
        if (elements > WireInput.MOST_ELEMENTS) {
            throw new InvalidValueException(typeName + ": with all that stands several times " + elements
                    + " objects (expected: at most " + WireInput.MOST_ELEMENTS
                    + " in a message; ask for fewer at once)");
        }
        if (depth + extent.levels() > MOST_DEPTH) {
            throw tooDeep(typeName);
        }
    }

    final void enter(String typeName) {
        if (++depth > MOST_DEPTH) {
            throw tooDeep(typeName);
        }
    }

    final void leave() {
        depth--;
    }

    static InvalidValueException tooDeep(String typeName) {
        return new InvalidValueException(typeName + ": objects nested deeper than " + MOST_DEPTH
                + " (expected: at most that; a cycle of objects cannot cross)");
    }

    /** Which field's value is written now, so that a refusal or a loss inside it can be named. */
    final void at(String typeName, String fieldName, boolean hidden) {
        type = typeName;
        field = fieldName;
        sensitive = hidden;
    }

    /** What is written now does not fit; the message begins with where it is. */
    final InvalidValueException refused(String problem) {
        return new InvalidValueException(type + "." + field + ": " + problem);
    }

    /** An element that is null where none may be. */
    final InvalidValueException refusedNull(Object position) {
        Object shown = sensitive && !(position instanceof Integer) ? "***" : position;
        return new InvalidValueException(type + "." + field + "[" + shown
                + "]: null (expected: a value; mark the element @Nullable to allow null)");
    }
}
