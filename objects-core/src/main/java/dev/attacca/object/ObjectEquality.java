package dev.attacca.object;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares objects by what they hold. Two objects that are being compared already count as equal, so that cycles end; the
 * pairs still to be compared wait in a queue, so that a long chain costs no stack. Confined to one thread, used once.
 */
final class ObjectEquality {
    private record Pair(VersionedObject one, VersionedObject other) {
        @Override
        public boolean equals(@Nullable Object object) {
            return object instanceof Pair pair && pair.one == one && pair.other == other;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(one) + System.identityHashCode(other);
        }
    }

    private final Set<String> ignored;
    private final Set<Pair> met;
    private final ArrayDeque<Pair> waiting = new ArrayDeque<>();

    private ObjectEquality(Set<String> ignored, Set<Pair> met) {
        this.ignored = ignored;
        this.met = met;
    }

    static boolean equal(VersionedObject one, VersionedObject other, Set<String> ignored) {
        return new ObjectEquality(ignored, new java.util.HashSet<>()).run(one, other);
    }

    private boolean run(@Nullable Object one, @Nullable Object other) {
        if (!equal(one, other)) {
            return false;
        }
        for (Pair next = waiting.poll(); next != null; next = waiting.poll()) {
            if (!fieldsEqual(next.one(), next.other())) {
                return false;
            }
        }
        return true;
    }

    private boolean fieldsEqual(VersionedObject one, VersionedObject other) {
        if (one.type() != other.type()) {
            return false;
        }
        for (ObjectField field : one.type().fields()) {
            if (!ignored.contains(field.name()) && !fieldEqual(field, one, other)) {
                return false;
            }
        }
        return true;
    }

    private boolean fieldEqual(ObjectField field, VersionedObject one, VersionedObject other) {
        boolean set = (one.present & field.bit()) != 0;
        if (set != ((other.present & field.bit()) != 0)) {
            return false;
        }
        if (!set) {
            return true;
        }
        return field.primitive()
                ? Slots.bits(one, field) == Slots.bits(other, field)
                : equal(Slots.reference(one, field), Slots.reference(other, field));
    }

    private boolean equal(@Nullable Object one, @Nullable Object other) {
        if (one == other) {
            return true;
        }
        if (one instanceof VersionedObject object && other instanceof VersionedObject against) {
            Pair pair = new Pair(object, against);
            if (met.add(pair)) {
                waiting.add(pair);
            }
            return true;
        }
        if (one instanceof List<?> list && other instanceof List<?> against) {
            return elementsEqual(list, against);
        }
        if (one instanceof Set<?> set && other instanceof Set<?> against) {
            return set.size() == against.size() && (set.equals(against) || matched(set, against));
        }
        if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> against) {
            return map.keySet().equals(against.keySet())
                    && map.keySet().stream().allMatch(key -> equal(map.get(key), against.get(key)));
        }
        return Objects.equals(one, other);
    }

    private boolean elementsEqual(Collection<?> one, Collection<?> other) {
        if (one.size() != other.size()) {
            return false;
        }
        Iterator<?> against = other.iterator();
        for (Object element : one) {
            if (!equal(element, against.next())) {
                return false;
            }
        }
        return true;
    }

    /** Sets of objects have no order to go by: each element takes the first partner that equals it. */
    private boolean matched(Set<?> one, Set<?> other) {
        List<Object> partners = new ArrayList<>(other);
        for (Object element : one) {
            boolean found = false;
            for (Iterator<Object> each = partners.iterator(); !found && each.hasNext(); ) {
                // What a failed try took for equal must not be believed afterwards.
                found = new ObjectEquality(ignored, new java.util.HashSet<>(met)).run(element, each.next());
                if (found) {
                    each.remove();
                }
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }
}
