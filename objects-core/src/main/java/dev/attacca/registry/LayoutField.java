package dev.attacca.registry;

import dev.attacca.object.ObjectField;
import dev.attacca.object.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * A field as one version of a class has it. Immutable.
 *
 * @param name its name at that version
 * @param bit its position in the layout and in masks on the wire
 * @param type its type at that version
 * @param nullable whether null is a value of it
 * @param field the field of the newest version that it became, or {@code null} if it was removed since
 */
public record LayoutField(
        String name,
        int bit,
        ValueType type,
        boolean nullable,
        @Nullable ObjectField field) {

    /** {@code memoryMb int}, with {@code ?} for nullable: what peers compare. */
    public String schemaText() {
        return name + " " + type + (nullable ? "?" : "");
    }
}
