package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.object.OrderedMap;
import dev.attacca.object.ValueOrder;
import dev.attacca.object.ValueType;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Count, then keys in their order, each with its value. A path names an entry by its place, never by its key, which may be a secret. */
final class MapCodec extends ValueCodec {
    private static final int MOST = 10_000;

    private final ValueCodec key;
    private final ElementCodec element;
    private final Comparator<Object> order;

    MapCodec(ValueType.MapValue type, ValueCodec key, ValueCodec value) {
        this.key = key;
        this.element = new ElementCodec(value, type.valueNullable());
        this.order = ValueOrder.of(type.key());
    }

    @Override
    void write(WireOutput out, Object value) {
        if (value instanceof OrderedMap<?, ?> kept && crossesAsItIs(kept)) {
            writeKept(out, kept);
            return;
        }
        Map<?, ?> map = inOrder(out, (Map<?, ?>) value);
        out.count(map.size(), MOST);
        map.forEach((name, mapped) -> {
            key.write(out, name);
            element.write(out, mapped, name);
        });
    }

    /** What most maps are, without anything made on the way. */
    private void writeKept(WireOutput out, OrderedMap<?, ?> map) {
        int size = map.size();
        out.count(size, MOST);
        for (int i = 0; i < size; i++) {
            Object name = map.key(i);
            key.write(out, name);
            element.write(out, map.value(i), name);
        }
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean crossesAsItIs(OrderedMap<?, ?> map) {
        Object before = null;
        for (int i = 0; i < map.size(); i++) {
            Object each = map.key(i);
            if (key.crossing(each) != each || (before != null && order.compare(before, each) >= 0)) {
                return false;
            }
            before = each;
        }
        return true;
    }

    /** Fields keep their maps in order; arguments and results come as their maker left them. */
    private Map<?, ?> inOrder(WireOutput out, Map<?, ?> map) {
        Object before = null;
        boolean ascending = true;
        for (@Nullable Object each : map.keySet()) {
            if (each == null) {
                throw out.refused("a null key (expected: keys that are not null)");
            }
            Object crossing = key.crossing(each);
            ascending &= crossing == each && (before == null || order.compare(before, each) < 0);
            before = each;
        }
        return ascending ? map : new Crossing(order, key::crossing).entries(map, out::lostHere);
    }

    @Override
    Object read(WireInput in) {
        int count = in.count();
        if (count > MOST) {
            throw new Malformed(DecodeException.BAD_SIZE, "a map of " + count + " (expected: at most " + MOST + ")");
        }
        OrderedMap.Builder map = new OrderedMap.Builder(count, order);
        for (int i = 0; i < count; i++) {
            // Not in a method of its own: the map that is being made would then be an object on the heap.
            Object name;
            try {
                name = key.readKey(in);
                if (!map.follows(name)) {
                    throw new Malformed(
                            DecodeException.WRONG_TYPE, "keys twice or out of order (expected: ascending keys)");
                }
            } catch (Malformed malformed) {
                throw malformed.in("key").in("[" + i + "]");
            }
            map.add(name, element.read(in, i));
        }
        return map.build();
    }
}
