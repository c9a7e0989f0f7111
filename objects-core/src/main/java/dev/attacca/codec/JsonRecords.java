package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.object.RecordShape;
import dev.attacca.object.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Records of arguments and results as JSON objects, components by name; one that may be null may be left out. Stateless. */
final class JsonRecords {
    private JsonRecords() {}

    static Map<String, @Nullable Object> write(JsonWriting out, ValueType.RecordValue type, Object value) {
        @Nullable Object[] values = RecordShape.of(type.javaType()).values(value);
        Map<String, @Nullable Object> tree = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            ValueType.Component component = type.components().get(i);
            tree.put(
                    SnakeCase.of(component.name()),
                    JsonValues.writePart(out, component.type(), component.nullable(), values[i], component.name()));
        }
        return tree;
    }

    static Object read(JsonReading in, ValueType.RecordValue type, @Nullable Object tree) {
        Map<?, ?> members = JsonReading.object(tree, "a " + type.javaType().getSimpleName());
        List<String> names = new ArrayList<>();
        type.components().forEach(component -> names.add(SnakeCase.of(component.name())));
        JsonReading.only(members, names);
        @Nullable Object[] values = new @Nullable Object[names.size()];
        for (int i = 0; i < values.length; i++) {
            ValueType.Component component = type.components().get(i);
            try {
                values[i] = JsonValues.readPart(in, component.type(), component.nullable(), members.get(names.get(i)));
            } catch (Malformed malformed) {
                throw malformed.in(component.name());
            }
        }
        try {
            return RecordShape.of(type.javaType()).make(values);
        } catch (RuntimeException refused) {
            throw refused(type, refused);
        }
    }

    /** What a record's constructor throws at values that may be anybody's is a refusal of these values. */
    static Malformed refused(ValueType.RecordValue type, RuntimeException refused) {
        String said = type.sensitive() ? "it refuses what was sent" : String.valueOf(refused.getMessage());
        return new Malformed(DecodeException.RANGE, type.javaType().getSimpleName() + ": " + said);
    }
}
