package dev.attacca.object;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The forms of lists, sets and maps: immutable copies, sets and maps in the order of their elements and keys. */
abstract class CollectionForm extends ValueForm {
    private final ValueForm element;
    private final boolean nullable;

    private CollectionForm(ValueForm element, boolean nullable) {
        this.element = element;
        this.nullable = nullable;
    }

    static ValueForm ofCollection(ValueType type) {
        if (type instanceof ValueType.ListValue list) {
            return new OfList(list);
        }
        if (type instanceof ValueType.SetValue set) {
            return set.element() instanceof ValueType.ObjectValue ? new OfObjects(set) : new OfSet(set);
        }
        if (type instanceof ValueType.MapValue map) {
            return new OfMap(map);
        }
        throw new IllegalArgumentException(type + ": no collection");
    }

    final @Nullable Object keptElement(@Nullable Object value) {
        if (value != null) {
            return element.kept(value);
        }
        if (!nullable) {
            throw new Unfit("null (expected: a value; mark the element @Nullable to allow null)");
        }
        return null;
    }

    static List<@Nullable Object> keptElements(CollectionForm form, Collection<?> given) {
        List<@Nullable Object> kept = new ArrayList<>(given.size());
        for (@Nullable Object each : given) {
            try {
                kept.add(form.keptElement(each));
            } catch (Unfit unfit) {
                throw unfit.in("[" + kept.size() + "]");
            }
        }
        return kept;
    }

    private static final class OfList extends CollectionForm {
        private final ValueType.ListValue type;

        OfList(ValueType.ListValue type) {
            super(ValueForm.of(type.element()), type.elementNullable());
            this.type = type;
        }

        @Override
        Object kept(Object value) {
            if (!(value instanceof List<?> given)) {
                throw otherType(value, type);
            }
            List<@Nullable Object> kept = keptElements(this, given);
            return type.elementNullable() ? Collections.unmodifiableList(kept) : List.copyOf(kept);
        }
    }

    private static final class OfSet extends CollectionForm {
        private final ValueType.SetValue type;
        private final Comparator<Object> order;

        OfSet(ValueType.SetValue type) {
            super(ValueForm.of(type.element()), false);
            this.type = type;
            this.order = ValueOrder.of(type.element());
        }

        @Override
        Object kept(Object value) {
            if (!(value instanceof Set<?> given)) {
                throw otherType(value, type);
            }
            Set<Object> sorted = new TreeSet<>(order);
            sorted.addAll(keptElements(this, given));
            return Collections.unmodifiableSet(new LinkedHashSet<>(sorted));
        }
    }

    /** Objects have no order of their own: theirs is the one in which they were given. */
    private static final class OfObjects extends CollectionForm {
        private final ValueType.SetValue type;

        OfObjects(ValueType.SetValue type) {
            super(ValueForm.of(type.element()), false);
            this.type = type;
        }

        @Override
        Object kept(Object value) {
            if (!(value instanceof Set<?> given)) {
                throw otherType(value, type);
            }
            List<@Nullable Object> elements = keptElements(this, given);
            Set<@Nullable Object> kept = new LinkedHashSet<>(elements);
            if (kept.size() < elements.size()) {
                throw new Unfit("an object twice (expected: each once)");
            }
            return Collections.unmodifiableSet(kept);
        }
    }

    private static final class OfMap extends CollectionForm {
        private final ValueType.MapValue type;
        private final ValueForm key;
        private final Comparator<Object> order;

        OfMap(ValueType.MapValue type) {
            super(ValueForm.of(type.value()), type.valueNullable());
            this.type = type;
            this.key = ValueForm.of(type.key());
            this.order = ValueOrder.of(type.key());
        }

        @Override
        Object kept(Object value) {
            if (!(value instanceof Map<?, ?> given)) {
                throw otherType(value, type);
            }
            Map<Object, @Nullable Object> sorted = new TreeMap<>(order);
            for (Map.Entry<?, ? extends @Nullable Object> each : given.entrySet()) {
                Object name = each.getKey();
                if (name == null) {
                    throw new Unfit("a null key (expected: keys that are not null)");
                }
                try {
                    sorted.put(key.kept(name), keptElement(each.getValue()));
                } catch (Unfit unfit) {
                    throw unfit.inKey(name);
                }
            }
            return OrderedMap.copyOf(sorted, order);
        }
    }
}
