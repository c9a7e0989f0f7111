package dev.attacca.object;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Walks the objects that an object holds in fields, lists, sets, maps and records, however deep; cycles end where they began.
 * No walk recurses along objects, so that a long chain of them costs no stack.
 */
final class Nested {
    // Values such as networks are records, too, and are not taken apart.
    private static final ClassValue<Boolean> HOLDERS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> javaType) {
            return Stream.of(javaType.getRecordComponents())
                    .map(RecordComponent::getType)
                    .anyMatch(Nested::mayHold);
        }
    };

    private Nested() {}

    private static boolean mayHold(Class<?> type) {
        return type == Object.class
                || VersionedObject.class.isAssignableFrom(type)
                || Collection.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type)
                || type.isRecord();
    }

    /** The object and every object it reaches, each once. */
    static ObjectSet reachable(VersionedObject root) {
        ObjectSet seen = new ObjectSet();
        seen.append(root);
        walk(seen, 0);
        return seen;
    }

    /** Adds to a set of objects what those from a position on reach. */
    static void walk(ObjectSet seen, int from) {
        for (int i = from; i < seen.size(); i++) {
            addHeld(seen.get(i), seen);
        }
    }

    private static void addHeld(VersionedObject object, ObjectSet seen) {
        for (long rest = object.type().nestedMask() & object.present; rest != 0; rest &= rest - 1) {
            each(object.attaccaReference(Long.numberOfTrailingZeros(rest)), seen::add);
        }
    }

    /** The bits of the fields that reach an object with changes, other than by way of the holder itself. */
    static long dirtyFields(VersionedObject holder) {
        long dirty = 0;
        for (long rest = holder.type().nestedMask() & holder.present; rest != 0; rest &= rest - 1) {
            if (reachesDirty(holder, holder.attaccaReference(Long.numberOfTrailingZeros(rest)))) {
                dirty |= rest & -rest;
            }
        }
        return dirty;
    }

    private static boolean reachesDirty(VersionedObject holder, @Nullable Object value) {
        if (value == null) {
            return false;
        }
        if (value instanceof VersionedObject object && (object.type().nestedMask() & object.present) == 0) {
            return object != holder && object.changed != 0;
        }
        ObjectSet seen = new ObjectSet();
        seen.append(holder);
        each(value, seen::add);
        for (int i = 1; i < seen.size(); i++) {
            VersionedObject object = seen.get(i);
            if (object.changed != 0) {
                return true;
            }
            addHeld(object, seen);
        }
        return false;
    }

    /** Whether a value reaches an object with changes. */
    static boolean reachesDirty(@Nullable Object value) {
        ObjectSet seen = new ObjectSet();
        each(value, seen::add);
        walk(seen, 0);
        for (int i = 0; i < seen.size(); i++) {
            if (seen.get(i).changed != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether a value is an object, or may be something that holds some. */
    static boolean mayHold(@Nullable Object value) {
        return value instanceof VersionedObject
                || value instanceof Collection<?>
                || value instanceof Map<?, ?>
                || value instanceof Record;
    }

    /** Hands on the objects held directly by a field's value, in the value's order. */
    static void each(@Nullable Object value, Consumer<VersionedObject> action) {
        if (value instanceof VersionedObject object) {
            action.accept(object);
        } else if (value instanceof Collection<?> elements) {
            for (Object element : elements) {
                each(element, action);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Object element : map.values()) {
                each(element, action);
            }
        } else if (value instanceof Record record && HOLDERS.get(record.getClass())) {
            for (Object component : RecordShape.of(record.getClass()).values(record)) {
                each(component, action);
            }
        }
    }
}
