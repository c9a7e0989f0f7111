package dev.attacca.codec;

import dev.attacca.object.ValueType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Brings what a written step sets into the form that slots keep; a step is reflection's caller, so nobody checked it before. */
final class EditedValue {
    private EditedValue() {}

    /** The kept form of a value, or {@code null} if it is of another type. */
    static @Nullable Object fitting(ValueType type, Object value) {
        if (type instanceof ValueType.Scalar scalar) {
            return fittingScalar(scalar, value);
        }
        if (type instanceof ValueType.EnumValue enumType) {
            return enumType.javaType().isInstance(value) ? value : null;
        }
        if (type instanceof ValueType.ObjectValue object) {
            return object.javaType().isInstance(value) ? value : null;
        }
        if (type instanceof ValueType.ListValue list) {
            return value instanceof List<?> given ? fittingList(list.element(), given) : null;
        }
        return type instanceof ValueType.MapValue map && value instanceof Map<?, ?> given
                ? fittingMap(map.value(), given)
                : null;
    }

    private static @Nullable Object fittingScalar(ValueType.Scalar scalar, Object value) {
        return switch (scalar) {
            case STRING -> value instanceof String ? value : null;
            case INT, BOXED_INT -> value instanceof Integer ? value : null;
            case LONG, BOXED_LONG ->
                value instanceof Integer small ? (Object) small.longValue() : value instanceof Long ? value : null;
            case DOUBLE, BOXED_DOUBLE -> value instanceof Double ? value : null;
            case BOOLEAN, BOXED_BOOLEAN -> value instanceof Boolean ? value : null;
            case UUID -> value instanceof UUID ? value : null;
            case INSTANT -> value instanceof Instant instant ? instant.truncatedTo(ChronoUnit.MICROS) : null;
        };
    }

    private static @Nullable Object fittingList(ValueType element, List<?> given) {
        List<Object> kept = new ArrayList<>(given.size());
        for (@Nullable Object each : given) {
            Object fitting = each == null ? null : fitting(element, each);
            if (fitting == null) {
                return null;
            }
            kept.add(fitting);
        }
        return List.copyOf(kept);
    }

    private static @Nullable Object fittingMap(ValueType element, Map<?, ?> given) {
        Map<String, Object> kept = new TreeMap<>();
        for (Map.Entry<?, ? extends @Nullable Object> each : given.entrySet()) {
            Object mapped = each.getValue();
            Object fitting = mapped == null ? null : fitting(element, mapped);
            if (fitting == null || !(each.getKey() instanceof String key)) {
                return null;
            }
            kept.put(key, fitting);
        }
        return Collections.unmodifiableMap(kept);
    }
}
