package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.object.RecordShape;
import dev.attacca.object.ValueType;
import org.jspecify.annotations.Nullable;

/** The components in declaration order; before one that may be null 0 for null or 1. */
final class RecordCodec extends ValueCodec {
    private final ValueType.RecordValue type;
    private final RecordShape shape;
    private final ElementCodec[] components;

    RecordCodec(ValueType.RecordValue type, Agreement agreement) {
        this.type = type;
        this.shape = RecordShape.of(type.javaType());
        this.components = type.components().stream()
                .map(component -> new ElementCodec(of(component.type(), agreement), component.nullable()))
                .toArray(ElementCodec[]::new);
    }

    @Override
    void write(WireOutput out, Object value) {
        @Nullable Object[] values = shape.values(value);
        for (int i = 0; i < components.length; i++) {
            components[i].write(out, values[i], type.components().get(i).name());
        }
    }

    @Override
    Object read(WireInput in) {
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            try {
                ElementCodec component = components[i];
                values[i] = component.nullable() && !in.flag()
                        ? null
                        : component.codec().read(in);
            } catch (Malformed malformed) {
                throw malformed.in(type.components().get(i).name());
            }
        }
        return make(values);
    }

    private Object make(@Nullable Object[] values) {
        try {
            return shape.make(values);
        } catch (RuntimeException refused) {
            String said = type.sensitive() ? "it refuses what was sent" : String.valueOf(refused.getMessage());
            throw new Malformed(DecodeException.RANGE, type.javaType().getSimpleName() + ": " + said);
        }
    }
}
