package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** Count, then objects in the order of the set, none of them twice. */
final class ObjectSetCodec extends ValueCodec {
    private final ElementCodec element;

    ObjectSetCodec(ValueCodec element) {
        this.element = new ElementCodec(element, false);
    }

    @Override
    void write(WireOutput out, Object value) {
        Set<?> objects = (Set<?>) value;
        out.count(objects.size(), WireInput.MOST_ELEMENTS);
        int index = 0;
        for (Object each : objects) {
            element.write(out, each, index++);
        }
    }

    static Malformed twice() {
        return new Malformed(DecodeException.WRONG_TYPE, "an object twice (expected: each once)");
    }

    @Override
    Object read(WireInput in) {
        int count = in.count();
        Set<Object> objects = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            if (!objects.add(element.read(in, i))) {
                throw twice().in("[" + i + "]");
            }
        }
        return Collections.unmodifiableSet(objects);
    }
}
