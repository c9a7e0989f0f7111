package dev.attacca.object;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The form of a record: the same record with its components in theirs. */
final class RecordForm extends ValueForm {
    private final ValueType.RecordValue type;
    private final RecordShape shape;
    private final List<ValueForm> components = new ArrayList<>();

    RecordForm(ValueType.RecordValue type) {
        this.type = type;
        this.shape = RecordShape.of(type.javaType());
        type.components().forEach(component -> components.add(ValueForm.of(component.type())));
    }

    @Override
    Object kept(Object value) {
        if (!type.javaType().isInstance(value)) {
            throw otherType(value, type);
        }
        @Nullable Object[] values = shape.values(value);
        for (int i = 0; i < values.length; i++) {
            ValueType.Component component = type.components().get(i);
            Object given = values[i];
            try {
                if (given != null) {
                    values[i] = components.get(i).kept(given);
                } else if (!component.nullable()) {
                    throw new Unfit("null (expected: a value; mark the component @Nullable to allow null)");
                }
            } catch (Unfit unfit) {
                throw unfit.in("." + component.name());
            }
        }
        return shape.make(values);
    }
}
