package dev.attacca.registry;

import dev.attacca.object.ObjectField;
import dev.attacca.object.ValueType;
import dev.attacca.version.Version;
import org.jspecify.annotations.Nullable;

/**
 * A field as one version of a class has it. Immutable.
 *
 * @param name its name at that version
 * @param bit its position in the layout and in masks on the wire
 * @param type its type at that version
 * @param nullable whether null is a value of it
 * @param field the field of the newest version that it became, or {@code null} if it was removed since
 * @param gone how it went, or {@code null} if it still exists
 */
public record LayoutField(
        String name,
        int bit,
        ValueType type,
        boolean nullable,
        @Nullable ObjectField field,
        @Nullable Gone gone) {

    /**
     * The end of a field. Fields of one name that came one after the other are told apart by it.
     *
     * @param in the first version without it
     * @param sensitive whether its values must not be shown
     */
    public record Gone(Version in, boolean sensitive) {}

    /** {@code memoryMb int}, with {@code ?} for nullable: what peers compare. */
    public String schemaText() {
        return name + " " + type + (nullable ? "?" : "");
    }

    /** Whether it may be null here, and the newest version knows no null. */
    public boolean admitsNull() {
        return field != null && nullable && !field.nullable();
    }

    /** Whether the newest version may have null where this one knows none. */
    public boolean refusesNull() {
        return field != null && !nullable && field.nullable();
    }
}
