package dev.attacca.registry;

import dev.attacca.error.InvalidValueException;
import dev.attacca.object.ValueForm;
import dev.attacca.object.ValueType;
import dev.attacca.value.Bytes;
import dev.attacca.value.IpAddress;
import dev.attacca.value.IpNetwork;
import dev.attacca.value.MacAddress;
import dev.attacca.value.PciAddress;
import dev.attacca.value.SensitiveString;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Reads values from the text of annotations. */
final class ValueText {
    private ValueText() {}

    /**
     * The value of a text, in the form that is kept.
     *
     * @throws IllegalArgumentException if the text is no value of the type
     */
    static Object read(ValueType type, String text) {
        try {
            return ValueForm.of(type).keep(text, parsed(type, text));
        } catch (DateTimeException | InvalidValueException malformed) {
            throw new IllegalArgumentException(malformed.getMessage(), malformed);
        }
    }

    private static Object parsed(ValueType type, String text) {
        if (type instanceof ValueType.Scalar scalar) {
            return scalar(scalar, text);
        }
        if (type instanceof ValueType.EnumValue enumType) {
            for (Enum<?> constant : enumType.javaType().getEnumConstants()) {
                if (constant.name().equals(text)) {
                    return constant;
                }
            }
        }
        if (type instanceof ValueType.CustomValue custom) {
            return custom.support().fromText(text);
        }
        if (type instanceof ValueType.ListValue list) {
            return elements(list.element(), text);
        }
        if (type instanceof ValueType.SetValue set) {
            List<Object> elements = elements(set.element(), text);
            return once(new LinkedHashSet<>(elements), elements.size());
        }
        if (type instanceof ValueType.MapValue map) {
            return entries(map, text);
        }
        throw new IllegalArgumentException("no text of " + type);
    }

    private static List<Object> elements(ValueType type, String text) {
        return CollectionText.elements(text).stream()
                .map(element -> parsed(plain(type), element))
                .toList();
    }

    private static Map<Object, Object> entries(ValueType.MapValue type, String text) {
        List<String> texts = CollectionText.entries(text);
        Map<Object, Object> entries = new LinkedHashMap<>();
        for (int i = 0; i < texts.size(); i += 2) {
            entries.put(parsed(plain(type.key()), texts.get(i)), parsed(plain(type.value()), texts.get(i + 1)));
        }
        once(entries.keySet(), texts.size() / 2);
        return entries;
    }

    private static Set<Object> once(Set<Object> different, int given) {
        if (different.size() < given) {
            throw new IllegalArgumentException("an element twice");
        }
        return different;
    }

    private static ValueType plain(ValueType type) {
        if (!isPlain(type)) {
            throw new IllegalArgumentException("no text of " + type);
        }
        return type;
    }

    /** Whether values of a type have a text that can be an element of a collection's. */
    static boolean isPlain(ValueType type) {
        return type instanceof ValueType.Scalar
                || type instanceof ValueType.EnumValue
                || type instanceof ValueType.CustomValue;
    }

    private static Object scalar(ValueType.Scalar scalar, String text) {
        return switch (scalar) {
            case STRING -> text;
            case INT, BOXED_INT -> Integer.valueOf(text);
            case LONG, BOXED_LONG -> Long.valueOf(text);
            case DOUBLE, BOXED_DOUBLE -> Double.valueOf(text);
            case BOOLEAN, BOXED_BOOLEAN -> bool(text);
            case BIG_DECIMAL -> new BigDecimal(text);
            case UUID -> UUID.fromString(text);
            case INSTANT -> Instant.parse(text);
            case LOCAL_DATE -> LocalDate.parse(text);
            case DURATION -> Duration.parse(text);
            case BYTES, BYTE_ARRAY -> Bytes.parse(text);
            case IP_ADDRESS -> IpAddress.parse(text);
            case IP_NETWORK -> IpNetwork.parse(text);
            case MAC_ADDRESS -> MacAddress.parse(text);
            case PCI_ADDRESS -> PciAddress.parse(text);
            case SENSITIVE_STRING -> SensitiveString.of(text);
        };
    }

    private static Boolean bool(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        throw new IllegalArgumentException("neither true nor false");
    }
}
