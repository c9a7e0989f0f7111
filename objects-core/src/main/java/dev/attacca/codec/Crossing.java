package dev.attacca.codec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sets and maps as their reader will have them: of enum constants it does not know, two may become one. The same whatever
 * the bytes look like. Immutable.
 *
 * @param order of the elements or keys
 * @param crossing what the reader will have of one
 */
record Crossing(Comparator<Object> order, UnaryOperator<Object> crossing) {

    /** The elements of a set, in the order of what the reader will have; the elements themselves, so that losses are told. */
    Collection<Object> elements(Collection<?> set, Consumer<Integer> refuseNull) {
        TreeMap<Object, Object> elements = new TreeMap<>(order);
        for (@Nullable Object each : set) {
            if (each == null) {
                refuseNull.accept(elements.size());
            } else {
                elements.merge(crossing.apply(each), each, this::worthTelling);
            }
        }
        return elements.values();
    }

    /** Of two elements that become one, the one that is lost. */
    private Object worthTelling(Object one, Object other) {
        return crossing.apply(one).equals(one) ? other : one;
    }

    /** A map by the reader's keys: where a constant it does not know becomes one that is there, the latter's value stays. */
    Map<Object, @Nullable Object> entries(Map<?, ? extends @Nullable Object> map, Consumer<String> lost) {
        Map<Object, @Nullable Object> sorted = new TreeMap<>(order);
        map.forEach((name, mapped) -> {
            if (crossing.apply(name).equals(name)) {
                sorted.put(name, mapped);
            }
        });
        map.forEach((name, mapped) -> {
            Object read = crossing.apply(name);
            if (!read.equals(name)) {
                boolean taken = sorted.containsKey(read);
                lost.accept("key " + name + (taken ? " dropped beside " : " read as ") + read);
                if (!taken) {
                    sorted.put(read, mapped);
                }
            }
        });
        return sorted;
    }
}
