package dev.attacca.object;

import dev.attacca.value.Bytes;
import dev.attacca.value.IpAddress;
import dev.attacca.value.IpNetwork;
import dev.attacca.value.MacAddress;
import dev.attacca.value.PciAddress;
import dev.attacca.value.SensitiveString;
import dev.attacca.value.ValueSupport;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The type of a field, an argument or a result, as peers agree on it. Whether the whole may be null is not part of it;
 * whether its elements may, is. Immutable.
 *
 * <p>{@code toString} gives the form that schema sets and lock files use: {@code string}, {@code list<object(Flavor)>},
 * {@code map<string, int?>}, {@code enum(VmState)}.
 */
public sealed interface ValueType {
    /** How deep collections may be nested: a list of lists of lists of lists. */
    int MOST_DEPTH = 4;

    /** Whether its values are Java primitives, which are carried as the bits of a {@code long}. */
    default boolean primitive() {
        return false;
    }

    /** The types of keys, elements, values or components; empty for a type without parts. */
    default List<ValueType> parts() {
        return List.of();
    }

    /** Whether its values are or hold versioned objects. */
    default boolean holdsObjects() {
        for (ValueType part : parts()) {
            if (part.holdsObjects()) {
                return true;
            }
        }
        return false;
    }

    /** Whether its values are or hold something that must never be shown. */
    default boolean sensitive() {
        for (ValueType part : parts()) {
            if (part.sensitive()) {
                return true;
            }
        }
        return false;
    }

    /** A type without parts. */
    enum Scalar implements ValueType {
        /** {@link String}. */
        STRING(String.class, "string"),
        /** {@code int}. */
        INT(int.class, "int"),
        /** {@code long}. */
        LONG(long.class, "long"),
        /** {@code double}; its bits are the raw ones. */
        DOUBLE(double.class, "double"),
        /** {@code boolean}; its bits are 0 or 1. */
        BOOLEAN(boolean.class, "boolean"),
        /** {@link Integer}, nullable. */
        BOXED_INT(Integer.class, "int"),
        /** {@link Long}, nullable. */
        BOXED_LONG(Long.class, "long"),
        /** {@link Double}, nullable. */
        BOXED_DOUBLE(Double.class, "double"),
        /** {@link Boolean}, nullable. */
        BOXED_BOOLEAN(Boolean.class, "boolean"),
        /** {@link java.math.BigDecimal}; the scale belongs to the value, so that 1.0 and 1.00 differ. */
        BIG_DECIMAL(java.math.BigDecimal.class, "decimal"),
        /** {@link java.util.UUID}. */
        UUID(java.util.UUID.class, "uuid"),
        /** {@link java.time.Instant}, microseconds kept, as PostgreSQL stores them. */
        INSTANT(java.time.Instant.class, "instant"),
        /** {@link java.time.LocalDate}. */
        LOCAL_DATE(java.time.LocalDate.class, "date"),
        /** {@link java.time.Duration}, microseconds kept, as many as a {@code long} counts. */
        DURATION(java.time.Duration.class, "duration"),
        /** {@link Bytes}; also a field whose accessors have {@code byte[]}, copied in and out. */
        BYTES(Bytes.class, "bytes"),
        /** {@code byte[]} as an argument or a result; never of a field. */
        BYTE_ARRAY(byte[].class, "bytes"),
        /** {@link IpAddress}. */
        IP_ADDRESS(IpAddress.class, "ip_address"),
        /** {@link IpNetwork}. */
        IP_NETWORK(IpNetwork.class, "ip_network"),
        /** {@link MacAddress}. */
        MAC_ADDRESS(MacAddress.class, "mac_address"),
        /** {@link PciAddress}. */
        PCI_ADDRESS(PciAddress.class, "pci_address"),
        /** {@link SensitiveString}. */
        SENSITIVE_STRING(SensitiveString.class, "sensitive_string");

        private final Class<?> javaType;
        private final String text;

        Scalar(Class<?> javaType, String text) {
            this.javaType = javaType;
            this.text = text;
        }

        /** The Java type as accessors declare it. */
        public Class<?> javaType() {
            return javaType;
        }

        @Override
        public boolean primitive() {
            return javaType.isPrimitive();
        }

        @Override
        public boolean sensitive() {
            return this == SENSITIVE_STRING;
        }

        /** The scalar declared by a Java type, or {@code null} if it declares none. */
        public static @Nullable Scalar of(Type type) {
            for (Scalar scalar : values()) {
                if (scalar.javaType == type) {
                    return scalar;
                }
            }
            return null;
        }

        @Override
        public String toString() {
            return text;
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
            List<String> names = new ArrayList<>();
            for (Enum<?> constant : javaType.getEnumConstants()) {
                names.add(constant.name());
            }
            return List.copyOf(names);
        }

        @Override
        public String toString() {
            return "enum(" + javaType.getSimpleName() + ")";
        }
    }

    /**
     * A type of a domain's own.
     *
     * @param support what carries its values
     */
    record CustomValue(ValueSupport<?> support) implements ValueType {
        @Override
        public boolean sensitive() {
            return support.sensitive();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof CustomValue custom && support.getClass() == custom.support.getClass();
        }

        @Override
        public int hashCode() {
            return support.getClass().hashCode();
        }

        @Override
        public String toString() {
            return "value(" + support.name() + ")";
        }
    }

    /**
     * A nested versioned object.
     *
     * @param javaType its abstract class
     * @param name its name for peers, with the major unless that is 1: {@code Flavor}, {@code Flavor:2}
     * @param polymorphic whether an object of a registered subclass may stand there too
     */
    record ObjectValue(Class<? extends VersionedObject> javaType, String name, boolean polymorphic)
            implements ValueType {
        @Override
        public boolean holdsObjects() {
            return true;
        }

        @Override
        public String toString() {
            return "object(" + name + (polymorphic ? "+)" : ")");
        }
    }

    /**
     * An immutable list.
     *
     * @param element any type; a record only in arguments and results
     * @param elementNullable whether null may be an element
     */
    record ListValue(ValueType element, boolean elementNullable) implements ValueType {
        @Override
        public List<ValueType> parts() {
            return List.of(element);
        }

        @Override
        public String toString() {
            return "list<" + element + (elementNullable ? "?>" : ">");
        }
    }

    /**
     * An immutable set without nulls, kept and written in the order of its elements; of objects, each of which equals only
     * itself, in the order in which they were put there.
     *
     * @param element a scalar, an enum, a custom value or a list of these: what has an order and is equal by value; or an
     *     object
     */
    record SetValue(ValueType element) implements ValueType {
        @Override
        public List<ValueType> parts() {
            return List.of(element);
        }

        @Override
        public String toString() {
            return "set<" + element + ">";
        }
    }

    /**
     * An immutable map, kept and written in the order of its keys, which are never null.
     *
     * @param key {@code STRING}, {@code BOXED_INT}, {@code BOXED_LONG}, {@code UUID} or an enum
     * @param value any type; a record only in arguments and results
     * @param valueNullable whether null may be a value
     */
    record MapValue(ValueType key, ValueType value, boolean valueNullable) implements ValueType {
        @Override
        public List<ValueType> parts() {
            return List.of(key, value);
        }

        @Override
        public String toString() {
            return "map<" + key + ", " + value + (valueNullable ? "?>" : ">");
        }
    }

    /**
     * A record: of arguments and results, never of a field. Its components cross in declaration order.
     *
     * @param javaType the record class
     * @param components at least one
     */
    record RecordValue(Class<? extends Record> javaType, List<Component> components) implements ValueType {
        @Override
        public List<ValueType> parts() {
            return components.stream().map(Component::type).toList();
        }

        @Override
        public String toString() {
            return components.stream()
                    .map(Component::toString)
                    .collect(Collectors.joining(", ", "record(" + javaType.getSimpleName() + ": ", ")"));
        }
    }

    /**
     * A component of a record.
     *
     * @param name its name
     * @param type its type
     * @param nullable whether it may be null
     */
    record Component(String name, ValueType type, boolean nullable) {
        /** {@code marker string?}. */
        @Override
        public String toString() {
            return name + " " + type + (nullable ? "?" : "");
        }
    }
}
