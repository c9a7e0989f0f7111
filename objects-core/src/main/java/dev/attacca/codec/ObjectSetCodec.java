package dev.attacca.codec;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** Count, then objects in the order of the set. Each one read is an object of its own, so that none can be there twice. */
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

    @Override
    Object read(WireInput in) {
        int count = in.count();
        Set<Object> objects = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            objects.add(element.read(in, i));
        }
        return Collections.unmodifiableSet(objects);
    }
}
