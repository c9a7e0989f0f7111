package dev.attacca.testing;

import dev.attacca.object.ObjectType;
import dev.attacca.object.ValueType;
import dev.attacca.registry.ObjectRegistry;
import java.util.HashSet;
import java.util.Set;

/** Which classes' objects can hold, at whatever depth, objects of which others. */
final class Holders {
    private Holders() {}

    static boolean reach(ObjectRegistry registry, ObjectType<?> from, ObjectType<?> to) {
        return reach(registry, from, to, new HashSet<>());
    }

    private static boolean reach(
            ObjectRegistry registry, ObjectType<?> from, ObjectType<?> to, Set<ObjectType<?>> seen) {
        return from == to
                || (seen.add(from)
                        && from.fields().stream().anyMatch(field -> reach(registry, field.type(), to, seen)));
    }

    private static boolean reach(ObjectRegistry registry, ValueType type, ObjectType<?> to, Set<ObjectType<?>> seen) {
        if (type instanceof ValueType.ObjectValue object) {
            return registry.types().stream()
                    .filter(each -> object.polymorphic()
                            ? object.javaType().isAssignableFrom(each.javaType())
                            : object.javaType() == each.javaType())
                    .anyMatch(each -> reach(registry, each, to, seen));
        }
        return type.parts().stream().anyMatch(part -> reach(registry, part, to, seen));
    }
}
