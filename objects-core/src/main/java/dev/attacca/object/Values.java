package dev.attacca.object;

import dev.attacca.error.InvalidValueException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes values fit to be kept: collections become immutable, instants get the precision that is stored. */
final class Values {
    private Values() {}

    /** The form of a set value that a slot keeps. */
    static Object keep(ObjectType<?> type, ObjectField field, Object value) {
        ValueType declared = field.type();
        if (declared == ValueType.Scalar.INSTANT) {
            return ((Instant) value).truncatedTo(ChronoUnit.MICROS);
        }
        if (declared instanceof ValueType.ListValue) {
            List<?> list = (List<?>) value;
            for (int i = 0; i < list.size(); i++) {
                refuseNull(type, field, "[" + i + "]", list.get(i));
            }
            return List.copyOf(list);
        }
        if (declared instanceof ValueType.MapValue) {
            Map<String, Object> sorted = new TreeMap<>();
            ((Map<?, ?>) value).forEach((key, element) -> {
                refuseNull(type, field, "[" + key + "]", key);
                refuseNull(type, field, "[" + key + "]", element);
                sorted.put((String) key, element);
            });
            return Collections.unmodifiableMap(sorted);
        }
        return value;
    }

    private static void refuseNull(ObjectType<?> type, ObjectField field, String where, @Nullable Object element) {
        if (element == null) {
            throw new InvalidValueException(type.name() + "." + field.name() + where
                    + ": null (expected: keys and elements that are not null)");
        }
    }
}
