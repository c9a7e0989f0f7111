package dev.attacca.object;

import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.Stream;

/**
 * The type of a field, an argument or a result, as peers agree on it. Nullness is not part of it. Immutable.
 *
 * <p>{@code toString} gives the form that schema sets and lock files use: {@code string}, {@code list<object(Flavor)>},
 * {@code enum(VmState)}.
 */
public sealed interface ValueType {

    /** How a field of this type is kept: primitives in a {@code long} slot, everything else in a reference slot. */
    default boolean inLongSlot() {
        return false;
    }

    /** A type without parts. */
    enum Scalar implements ValueType {
        /** {@link String}. */
        STRING(String.class),
        /** {@code int}, kept in a {@code long} slot. */
        INT(int.class),
        /** {@code long}. */
        LONG(long.class),
        /** {@code double}, kept as its raw bits in a {@code long} slot. */
        DOUBLE(double.class),
        /** {@code boolean}, kept as 0 or 1 in a {@code long} slot. */
        BOOLEAN(boolean.class),
        /** {@link Integer}, nullable. */
        BOXED_INT(Integer.class),
        /** {@link Long}, nullable. */
        BOXED_LONG(Long.class),
        /** {@link Double}, nullable. */
        BOXED_DOUBLE(Double.class),
        /** {@link Boolean}, nullable. */
        BOXED_BOOLEAN(Boolean.class),
        /** {@link java.util.UUID}. */
        UUID(java.util.UUID.class),
        /** {@link java.time.Instant}, microseconds kept, as PostgreSQL stores them. */
        INSTANT(java.time.Instant.class);

        private final Class<?> javaType;

        Scalar(Class<?> javaType) {
            this.javaType = javaType;
        }

        /** The Java type as accessors declare it. */
        public Class<?> javaType() {
            return javaType;
        }

        @Override
        public boolean inLongSlot() {
            return javaType.isPrimitive();
        }

        /** The scalar declared by a Java type, or {@code null} if it declares none. */
        public static @org.jspecify.annotations.Nullable Scalar of(Type type) {
            for (Scalar scalar : values()) {
                if (scalar.javaType == type) {
                    return scalar;
                }
            }
            return null;
        }

        @Override
        public String toString() {
            return switch (this) {
                case BOXED_INT -> "int";
                case BOXED_LONG -> "long";
                case BOXED_DOUBLE -> "double";
                case BOXED_BOOLEAN -> "boolean";
                default -> name().toLowerCase(java.util.Locale.ROOT);
            };
        }
    }

    /**
     * An enum. Constants cross by their position among those both sides know, never by one side's ordinal.
     *
     * @param javaType the enum class
     */
    record EnumValue(Class<? extends Enum<?>> javaType) implements ValueType {
        /** The constants' names in declaration order. */
        public List<String> constants() {
            return Stream.of(javaType.getEnumConstants()).map(Enum::name).toList();
        }

        @Override
        public String toString() {
            return "enum(" + javaType.getSimpleName() + ")";
        }
    }

    /**
     * A nested versioned object.
     *
     * @param javaType its abstract class
     * @param name its name for peers, with the major unless that is 1: {@code Flavor}, {@code Flavor:2}
     */
    record ObjectValue(Class<? extends VersionedObject> javaType, String name) implements ValueType {
        @Override
        public String toString() {
            return "object(" + name + ")";
        }
    }

    /**
     * An immutable list without nulls.
     *
     * @param element a scalar, an enum or an object
     */
    record ListValue(ValueType element) implements ValueType {
        @Override
        public String toString() {
            return "list<" + element + ">";
        }
    }

    /**
     * An immutable map from strings to non-null values, written in key order.
     *
     * @param value a scalar, an enum or an object
     */
    record MapValue(ValueType value) implements ValueType {
        @Override
        public String toString() {
            return "map<string, " + value + ">";
        }
    }
}
