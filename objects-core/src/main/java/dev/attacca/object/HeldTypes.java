package dev.attacca.object;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The classes whose objects one of a class can hold, however deep, subclasses included where they may stand. */
final class HeldTypes {
    private final ObjectFactory factory;
    private final Set<ObjectType<?>> found = new LinkedHashSet<>();

    private HeldTypes(ObjectFactory factory) {
        this.factory = factory;
    }

    /**
     * Lets a name pass that a class or one that it can hold has a field of.
     *
     * @throws IllegalArgumentException if none has
     */
    static void requireField(ObjectType<?> holder, String field, ObjectFactory factory) {
        if (holder.field(field) != null) {
            return;
        }
        Set<ObjectType<?>> types = from(holder, factory);
        if (types.stream().noneMatch(type -> type.field(field) != null)) {
            throw new IllegalArgumentException(holder.name() + "." + field + ": no such field (expected: one of "
                    + holder.name() + " or of what it can hold, "
                    + types.stream().map(ObjectType::key).toList() + ")");
        }
    }

    private static Set<ObjectType<?>> from(ObjectType<?> holder, ObjectFactory factory) {
        HeldTypes held = new HeldTypes(factory);
        held.found.add(holder);
        List<ObjectType<?>> waiting = new ArrayList<>(List.of(holder));
        while (!waiting.isEmpty()) {
            ObjectType<?> next = waiting.remove(waiting.size() - 1);
            next.fields().forEach(field -> held.add(field.type(), waiting));
        }
        return held.found;
    }

    private void add(ValueType type, List<ObjectType<?>> waiting) {
        if (type instanceof ValueType.ObjectValue object) {
            for (ObjectType<?> each : factory.types()) {
                boolean fits = each.javaType() == object.javaType()
                        || (object.polymorphic() && object.javaType().isAssignableFrom(each.javaType()));
                if (fits && found.add(each)) {
                    waiting.add(each);
                }
            }
        }
        type.parts().forEach(part -> add(part, waiting));
    }
}
