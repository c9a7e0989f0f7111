package dev.attacca.registry;

import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import dev.attacca.version.TypeKey;
import dev.attacca.version.Version;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns declared Java types into value types. */
final class ValueTypes {
    static final String SUPPORTED = "String, int, long, double, boolean and their boxes, UUID, Instant, an enum,"
            + " a @Versioned class, List<...> or Map<String, ...> of these";

    private ValueTypes() {}

    /** The value type a Java type declares, or {@code null} if it is not supported. */
    static @Nullable ValueType of(Type type) {
        ValueType.Scalar scalar = ValueType.Scalar.of(type);
        if (scalar != null) {
            return scalar;
        }
        if (type instanceof Class<?> javaType) {
            return ofClass(javaType);
        }
        if (type instanceof ParameterizedType parameterized) {
            return ofCollection(parameterized);
        }
        return null;
    }

    private static @Nullable ValueType ofClass(Class<?> javaType) {
        if (javaType.isEnum()) {
            @SuppressWarnings("unchecked") // Checked by isEnum.
            Class<? extends Enum<?>> enumType = (Class<? extends Enum<?>>) javaType;
            return new ValueType.EnumValue(enumType);
        }
        if (VersionedObject.class.isAssignableFrom(javaType) && javaType != VersionedObject.class) {
            return new ValueType.ObjectValue(
                    javaType.asSubclass(VersionedObject.class), keyOf(javaType).toString());
        }
        return null;
    }

    private static @Nullable ValueType ofCollection(ParameterizedType type) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == List.class) {
            ValueType element = element(arguments[0]);
            return element == null ? null : new ValueType.ListValue(element);
        }
        if (type.getRawType() == Map.class && arguments[0] == String.class) {
            ValueType value = element(arguments[1]);
            return value == null ? null : new ValueType.MapValue(value);
        }
        return null;
    }

    private static @Nullable ValueType element(Type type) {
        ValueType element = of(type);
        boolean flat =
                element != null && !(element instanceof ValueType.ListValue || element instanceof ValueType.MapValue);
        return flat ? element : null;
    }

    /** What tells a class from every other; of one whose version cannot be read, as if it were of major 1. */
    static TypeKey keyOf(Class<?> javaType) {
        dev.attacca.annotation.Versioned versioned = javaType.getAnnotation(dev.attacca.annotation.Versioned.class);
        try {
            return TypeKey.of(nameOf(javaType), Version.parse(versioned == null ? "1.0" : versioned.value()));
        } catch (IllegalArgumentException malformed) {
            return TypeKey.of(nameOf(javaType), Version.of(1, 0));
        }
    }

    /** The name peers know a class by. */
    static String nameOf(Class<?> javaType) {
        dev.attacca.annotation.Versioned versioned = javaType.getAnnotation(dev.attacca.annotation.Versioned.class);
        return versioned == null || versioned.name().isEmpty() ? javaType.getSimpleName() : versioned.name();
    }
}
