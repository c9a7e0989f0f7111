package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.object.ValueOrder;
import dev.attacca.object.ValueType;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

/** Count, then elements in their order, each once. */
final class SetCodec extends ValueCodec {
    private final ElementCodec element;
    private final Comparator<Object> order;

    SetCodec(ValueType.SetValue type, ValueCodec element) {
        this.element = new ElementCodec(element, false);
        this.order = ValueOrder.of(type.element());
    }

    @Override
    void write(WireOutput out, Object value) {
        Collection<Object> crossing = new Crossing(order, element.codec()::crossing).elements((Set<?>) value, index -> {
            throw out.refusedNull(index);
        });
        out.count(crossing.size(), WireInput.MOST_ELEMENTS);
        int index = 0;
        for (Object each : crossing) {
            element.write(out, each, index++);
        }
    }

    @Override
    Object read(WireInput in) {
        int count = in.count();
        Set<Object> set = new LinkedHashSet<>();
        Object before = null;
        for (int i = 0; i < count; i++) {
            Object each = element.read(in, i);
            if (each == null || (before != null && order.compare(before, each) >= 0)) {
                throw new Malformed(
                                DecodeException.WRONG_TYPE,
                                "elements twice or out of order (expected: ascending elements)")
                        .in("[" + i + "]");
            }
            before = each;
            set.add(each);
        }
        return Collections.unmodifiableSet(set);
    }
}
