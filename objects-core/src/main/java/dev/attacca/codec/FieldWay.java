package dev.attacca.codec;

import dev.attacca.object.ObjectField;
import dev.attacca.object.ValueType;
import dev.attacca.object.ValueType.Scalar;
import dev.attacca.registry.LayoutField;

/** The ways a field's values take between an object and bytes, each by its own methods of {@link GeneratedCodec}. */
enum FieldWay {
    /** An {@code int}. */
    INT(9),
    /** A {@code long}. */
    LONG(9),
    /** A {@code long} that was an {@code int} in the layout's version. */
    NARROWED(9),
    DOUBLE(8),
    BOOLEAN(1),
    TEXT(5),
    IDENTIFIER(16),
    MOMENT(22),
    CONSTANT(5),
    /** An object of exactly the declared class: by that class's own generated codec. */
    NESTED(0),
    /** Any other value, boxed numbers included: by the field's codec. */
    OTHER(0),
    /**
     * What was removed since the layout's version, or could be null then and cannot now: by the field's codec, which knows
     * where its value is. What is read goes the long way or nowhere.
     */
    APART(0);

    /** How many bytes to reserve for a value. */
    final int most;

    FieldWay(int most) {
        this.most = most;
    }

    static FieldWay of(LayoutField at) {
        ObjectField field = at.field();
        if (field == null || at.admitsNull()) {
            return APART;
        }
        if (!field.type().equals(at.type())) {
            return field.type() == Scalar.LONG && at.type() == Scalar.INT ? NARROWED : OTHER;
        }
        if (field.type() instanceof ValueType.EnumValue) {
            return CONSTANT;
        }
        if (field.type() instanceof ValueType.ObjectValue object) {
            // What is sensitive is hidden where it does not fit, which the field's codec does.
            return object.polymorphic() || field.sensitive() ? OTHER : NESTED;
        }
        return field.type() instanceof Scalar scalar ? of(scalar) : OTHER;
    }

    private static FieldWay of(Scalar scalar) {
        return switch (scalar) {
            case INT -> INT;
            case LONG -> LONG;
            case DOUBLE -> DOUBLE;
            case BOOLEAN -> BOOLEAN;
            case STRING -> TEXT;
            case UUID -> IDENTIFIER;
            case INSTANT -> MOMENT;
            default -> OTHER;
        };
    }
}
