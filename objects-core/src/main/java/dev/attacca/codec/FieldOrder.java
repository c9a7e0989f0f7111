package dev.attacca.codec;

import dev.attacca.object.ValueType;
import dev.attacca.registry.LayoutField;
import java.util.Comparator;
import java.util.List;

/**
 * The order in which the values of an object's fields are written: by kind, then by field. A kind follows from the agreed
 * type's name alone, which is the same on both sides, so the order is, too.
 */
enum FieldOrder {
    NUMBER,
    DOUBLE,
    BOOLEAN,
    STRING,
    IDENTIFIER,
    MOMENT,
    CONSTANT,
    OTHER;

    /** The kind of a field; to peers, {@code int} and an {@code Integer} that is never null are one type. */
    static FieldOrder of(LayoutField field) {
        if (field.type() instanceof ValueType.EnumValue) {
            return CONSTANT;
        }
        return field.type() instanceof ValueType.Scalar
                ? switch (field.type().toString()) {
                    case "int", "long" -> field.nullable() ? OTHER : NUMBER;
                    case "double" -> field.nullable() ? OTHER : DOUBLE;
                    case "boolean" -> field.nullable() ? OTHER : BOOLEAN;
                    case "string" -> STRING;
                    case "uuid" -> IDENTIFIER;
                    case "instant" -> MOMENT;
                    default -> OTHER;
                }
                : OTHER;
    }

    /** The bits of some fields in the order in which their values are written. */
    static int[] bits(List<LayoutField> fields) {
        return fields.stream()
                .sorted(Comparator.comparing(FieldOrder::of).thenComparing(LayoutField::bit))
                .mapToInt(LayoutField::bit)
                .toArray();
    }
}
