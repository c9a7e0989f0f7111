package dev.attacca.object;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Walks the objects that an object holds in fields, lists and maps; cycles end where they began. */
final class Nested {
    private Nested() {}

    /** The object and every object it reaches, each once. */
    static Set<VersionedObject> reachable(VersionedObject root) {
        Set<VersionedObject> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        visit(root, seen);
        return seen;
    }

    private static void visit(VersionedObject object, Set<VersionedObject> seen) {
        if (!seen.add(object)) {
            return;
        }
        long nested = object.type().nestedMask() & object.present;
        for (ObjectField field : object.type().fields()) {
            if ((nested & field.bit()) != 0) {
                each(object.references[field.slot()], child -> visit(child, seen));
            }
        }
    }

    /** The bits of the fields that reach an object with changes. */
    static long dirtyFields(VersionedObject holder) {
        long nested = holder.type().nestedMask() & holder.present;
        long dirty = 0;
        if (nested != 0) {
            for (ObjectField field : holder.type().fields()) {
                if ((nested & field.bit()) != 0 && reachesDirty(holder, field)) {
                    dirty |= field.bit();
                }
            }
        }
        return dirty;
    }

    private static boolean reachesDirty(VersionedObject holder, ObjectField field) {
        Set<VersionedObject> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        each(holder.references[field.slot()], child -> visit(child, seen));
        seen.remove(holder);
        return seen.stream().anyMatch(reached -> reached.changed != 0);
    }

    /** Hands on the objects held directly by a field's value. */
    static void each(@Nullable Object value, Consumer<VersionedObject> action) {
        if (value instanceof VersionedObject object) {
            action.accept(object);
        } else if (value instanceof List<?> list) {
            list.forEach(element -> each(element, action));
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(element -> each(element, action));
        }
    }
}
