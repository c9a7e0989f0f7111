package dev.attacca.registry;

import dev.attacca.annotation.Polymorphic;
import dev.attacca.annotation.Versioned;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import dev.attacca.value.ValueSupport;
import dev.attacca.version.TypeKey;
import dev.attacca.version.Version;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the Java types that one class declares into value types. Confined to one thread. */
final class ValueTypes {
    static final String SUPPORTED = "String, int, long, double, boolean and their boxes, BigDecimal, UUID, Instant,"
            + " LocalDate, Duration, byte[], Bytes, IpAddress, IpNetwork, MacAddress, PciAddress, SensitiveString, an"
            + " enum, a @Versioned class, a type of its domain's values(), List<...>, Set<...> or Map<key, ...> of"
            + " these, at most " + ValueType.MOST_DEPTH
            + " deep, keys String, Integer, Long, UUID or an enum, sets not of sets or"
            + " maps";
    static final String SUPPORTED_IN_CALLS = SUPPORTED + ", or a record of these";

    private final ValueSupports supports;
    private final Map<TypeVariable<?>, AnnotatedType> bindings = new HashMap<>();
    private final Set<Class<?>> openRecords = new HashSet<>();

    ValueTypes(Class<?> declaring, ValueSupports supports) {
        this.supports = supports;
        for (Class<?> at = declaring; at != null; at = at.getSuperclass()) {
            if (at.getAnnotatedSuperclass() instanceof AnnotatedParameterizedType parameterized) {
                bind(parameterized);
            }
        }
    }

    private void bind(AnnotatedParameterizedType type) {
        Class<?> raw = (Class<?>) ((ParameterizedType) type.getType()).getRawType();
        AnnotatedType[] arguments = type.getAnnotatedActualTypeArguments();
        for (int i = 0; i < arguments.length; i++) {
            bindings.put(raw.getTypeParameters()[i], resolved(arguments[i]));
        }
    }

    /** What a type variable stands for; any other type itself. */
    private AnnotatedType resolved(AnnotatedType type) {
        AnnotatedType bound = type.getType() instanceof TypeVariable<?> variable ? bindings.get(variable) : null;
        return bound == null ? type : bound;
    }

    /** The value type of a field, or {@code null} if no field can be of it. */
    @Nullable
    ValueType ofField(AnnotatedType type) {
        if (type.getType() == byte[].class) {
            return ValueType.Scalar.BYTES;
        }
        return of(type, 0, false);
    }

    /** The value type of an argument or a result, or {@code null} if none can be of it. */
    @Nullable
    ValueType ofCall(AnnotatedType type) {
        return type.getType() == byte[].class ? ValueType.Scalar.BYTE_ARRAY : of(type, 0, true);
    }

    /** The value type of a class without type arguments, or {@code null} if no field can be of it. */
    @Nullable
    ValueType ofClass(Class<?> javaType) {
        if (javaType == byte[].class) {
            return ValueType.Scalar.BYTES;
        }
        ValueType.Scalar scalar = ValueType.Scalar.of(javaType);
        if (scalar != null) {
            return scalar;
        }
        if (javaType.isEnum()) {
            @SuppressWarnings("unchecked") // Checked by isEnum.
            Class<? extends Enum<?>> enumType = (Class<? extends Enum<?>>) javaType;
            return new ValueType.EnumValue(enumType);
        }
        if (VersionedObject.class.isAssignableFrom(javaType) && javaType != VersionedObject.class) {
            return new ValueType.ObjectValue(
                    javaType.asSubclass(VersionedObject.class),
                    keyOf(javaType).toString(),
                    javaType.isAnnotationPresent(Polymorphic.class));
        }
        ValueSupport<?> support = supports.of(javaType);
        return support == null ? null : new ValueType.CustomValue(support);
    }

    private @Nullable ValueType of(AnnotatedType declared, int depth, boolean inCall) {
        AnnotatedType type = resolved(declared);
        Type javaType = type.getType();
        if (javaType == byte[].class) {
            return null;
        }
        if (javaType instanceof Class<?> plain) {
            ValueType found = ofClass(plain);
            return found == null && inCall && plain.isRecord() ? ofRecord(plain, depth) : found;
        }
        if (!(type instanceof AnnotatedParameterizedType parameterized)) {
            return null;
        }
        Class<?> raw = (Class<?>) ((ParameterizedType) javaType).getRawType();
        if (raw.isRecord() && inCall) {
            bind(parameterized);
            return ofRecord(raw, depth);
        }
        return depth == ValueType.MOST_DEPTH
                ? null
                : ofCollection(raw, parameterized.getAnnotatedActualTypeArguments(), depth + 1, inCall);
    }

    private @Nullable ValueType ofCollection(Class<?> raw, AnnotatedType[] arguments, int depth, boolean inCall) {
        AnnotatedType last = arguments[arguments.length - 1];
        ValueType element = of(last, depth, inCall);
        if (element == null) {
            return null;
        }
        boolean nullable = nullable(last);
        if (raw == List.class) {
            return new ValueType.ListValue(element, nullable);
        }
        if (raw == Set.class && !nullable && (ordered(element) || element instanceof ValueType.ObjectValue)) {
            return new ValueType.SetValue(element);
        }
        ValueType key = raw == Map.class ? of(arguments[0], depth, inCall) : null;
        return key != null && identifies(key) ? new ValueType.MapValue(key, element, nullable) : null;
    }

    private static boolean ordered(ValueType type) {
        return type instanceof ValueType.Scalar
                || type instanceof ValueType.EnumValue
                || type instanceof ValueType.CustomValue
                || (type instanceof ValueType.ListValue list && !list.elementNullable() && ordered(list.element()));
    }

    private static boolean identifies(ValueType type) {
        return type == ValueType.Scalar.STRING
                || type == ValueType.Scalar.BOXED_INT
                || type == ValueType.Scalar.BOXED_LONG
                || type == ValueType.Scalar.UUID
                || type instanceof ValueType.EnumValue;
    }

    /** A record that holds itself has no end, and one without components would be nothing on the wire. */
    private @Nullable ValueType ofRecord(Class<?> javaType, int depth) {
        RecordComponent[] declared = javaType.getRecordComponents();
        if (declared.length == 0 || !openRecords.add(javaType)) {
            return null;
        }
        List<ValueType.Component> components = new ArrayList<>();
        for (RecordComponent component : declared) {
            ValueType type = of(component.getAnnotatedType(), depth, true);
            if (type != null) {
                components.add(
                        new ValueType.Component(component.getName(), type, nullable(component.getAnnotatedType())));
            }
        }
        openRecords.remove(javaType);
        return components.size() == declared.length
                ? new ValueType.RecordValue(javaType.asSubclass(Record.class), List.copyOf(components))
                : null;
    }

    /** Whether null is a value of it: a type variable's own annotation counts, and what it stands for. */
    boolean nullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class) || resolved(type).isAnnotationPresent(Nullable.class);
    }

    /** What tells a class from every other; of one whose version cannot be read, as if it were of major 1. */
    static TypeKey keyOf(Class<?> javaType) {
        Versioned versioned = javaType.getAnnotation(Versioned.class);
        try {
            return TypeKey.of(nameOf(javaType), Version.parse(versioned == null ? "1.0" : versioned.value()));
        } catch (IllegalArgumentException malformed) {
            return TypeKey.of(nameOf(javaType), Version.of(1, 0));
        }
    }

    /** The name peers know a class by. */
    static String nameOf(Class<?> javaType) {
        Versioned versioned = javaType.getAnnotation(Versioned.class);
        return versioned == null || versioned.name().isEmpty() ? javaType.getSimpleName() : versioned.name();
    }
}
