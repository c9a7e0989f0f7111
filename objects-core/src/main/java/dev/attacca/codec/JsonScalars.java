package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.object.DecimalRange;
import dev.attacca.object.ValueType;
import dev.attacca.object.ValueType.Scalar;
import dev.attacca.value.Bytes;
import dev.attacca.value.IpAddress;
import dev.attacca.value.IpNetwork;
import dev.attacca.value.MacAddress;
import dev.attacca.value.PciAddress;
import dev.attacca.value.SensitiveString;
import dev.attacca.value.ValueSupport;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Single values as JSON, and back: numbers and booleans as themselves, everything else as text in its canonical form. */
final class JsonScalars {
    /** As many characters as the largest decimal has, sign, point and exponent included. */
    private static final int LONGEST_DECIMAL = DecimalRange.MOST_BYTES * 5 / 2 + 32;

    private JsonScalars() {}

    static Object write(JsonWriting out, Scalar type, Object value) {
        return switch (type) {
            case STRING -> out.text((String) value);
            case SENSITIVE_STRING -> out.text(((SensitiveString) value).reveal());
            case INT, BOXED_INT, LONG, BOXED_LONG, BOOLEAN, BOXED_BOOLEAN -> value;
            case DOUBLE, BOXED_DOUBLE -> JsonNumbers.write((Double) value);
            case INSTANT -> writeInstant(out, (Instant) value).toString();
            case BYTES -> base64(((Bytes) value).toArray());
            case BYTE_ARRAY -> base64((byte[]) value);
            case BIG_DECIMAL, UUID, LOCAL_DATE, DURATION, IP_ADDRESS, IP_NETWORK, MAC_ADDRESS, PCI_ADDRESS ->
                value.toString();
        };
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Instant writeInstant(JsonWriting out, Instant instant) {
        return instant.truncatedTo(out.forms.wholeSeconds() ? ChronoUnit.SECONDS : ChronoUnit.MICROS);
    }

    /** The text of a value of a type of the user's own. */
    static <T> String textOf(ValueSupport<T> support, Object value) {
        return support.toText(support.javaType().cast(value));
    }

    /** A key as the name of a JSON member. */
    static String keyText(Object key) {
        return key instanceof Enum<?> constant ? constant.name() : key.toString();
    }

    static Object read(Scalar type, @Nullable Object tree) {
        return switch (type) {
            case STRING -> JsonReading.text(tree, "a text");
            case SENSITIVE_STRING -> SensitiveString.of(JsonReading.text(tree, "a text"));
            case INT, BOXED_INT -> (int) JsonNumbers.whole(tree, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG, BOXED_LONG -> JsonNumbers.whole(tree, Long.MIN_VALUE, Long.MAX_VALUE);
            case DOUBLE, BOXED_DOUBLE -> JsonNumbers.read(tree);
            case BOOLEAN, BOXED_BOOLEAN -> {
                if (tree instanceof Boolean flag) {
                    yield flag;
                }
                throw JsonReading.wrong(tree, "true or false");
            }
            case BIG_DECIMAL -> readDecimal(tree);
            case UUID -> parsed(tree, "a UUID, 8-4-4-4-12 hexadecimal digits", JsonScalars::uuid);
            case INSTANT -> parsed(tree, "ISO 8601 with an offset, 2026-01-31T12:00:00Z", JsonTimes::instant);
            case LOCAL_DATE -> parsed(tree, "a date, 2026-01-31", LocalDate::parse);
            case DURATION -> parsed(tree, "an ISO 8601 duration, PT1.5S", JsonTimes::duration);
            case BYTES ->
                parsed(tree, "Base64", text -> Bytes.of(Base64.getDecoder().decode(text)));
            case BYTE_ARRAY -> parsed(tree, "Base64", Base64.getDecoder()::decode);
            case IP_ADDRESS -> parsed(tree, "an IP address", IpAddress::parse);
            case IP_NETWORK -> parsed(tree, "an IP network, address/prefix", IpNetwork::parse);
            case MAC_ADDRESS -> parsed(tree, "a MAC address", MacAddress::parse);
            case PCI_ADDRESS -> parsed(tree, "a PCI address", PciAddress::parse);
        };
    }

    /** The value is never shown, which may be in a sensitive field. */
    private static <T> T parsed(@Nullable Object tree, String expected, Function<String, T> parse) {
        try {
            return parse.apply(JsonReading.text(tree, expected));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException malformed) {
            throw new Malformed(DecodeException.WRONG_TYPE, "a text of another form (expected: " + expected + ")");
        }
    }

    /** The JDK reads shorter forms, too, and makes other identifiers of them. */
    private static UUID uuid(String text) {
        UUID uuid = UUID.fromString(text);
        if (!uuid.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("a shortened UUID");
        }
        return uuid;
    }

    private static BigDecimal readDecimal(@Nullable Object tree) {
        BigDecimal decimal = tree instanceof Long number
                ? BigDecimal.valueOf(number)
                : tree instanceof Double
                        ? BigDecimal.ZERO
                        : tree instanceof BigDecimal number
                                ? number
                                : parsed(tree, "a decimal as text", JsonScalars::decimal);
        // The length of the digits is bounded before they are expanded: only a scale can still be a bomb.
        if (!DecimalRange.allows(decimal.scale(), decimal.unscaledValue().bitLength() / Byte.SIZE + 1)) {
            throw new Malformed(
                    DecodeException.RANGE, "a decimal out of range (expected: " + DecimalRange.EXPECTED + ")");
        }
        return decimal;
    }

    private static BigDecimal decimal(String text) {
        if (text.length() > LONGEST_DECIMAL) {
            throw new IllegalArgumentException("too long");
        }
        return new BigDecimal(text);
    }

    /** Whatever the support throws at a text that may be anybody's is a refusal of this text. */
    static <T> Object fromText(ValueSupport<T> support, @Nullable Object tree) {
        String text = JsonReading.text(tree, "the text of a " + support.name());
        try {
            T value = support.fromText(text);
            if (support.javaType().isInstance(value)) {
                return value;
            }
        } catch (RuntimeException refused) {
            if (!support.sensitive()) {
                throw new Malformed(DecodeException.RANGE, support.name() + ": " + refused.getMessage());
            }
        }
        throw new Malformed(
                DecodeException.RANGE,
                "a text of " + text.length() + " characters (expected: that of a " + support.name() + ")");
    }

    /** A key in its canonical text: no two texts are one key. */
    static Object readKey(ValueType type, String text) {
        if (type instanceof ValueType.EnumValue enumType) {
            return JsonValues.readConstant(enumType, text);
        }
        if (type == Scalar.STRING) {
            return text;
        }
        Object key = parsed(text, "the text of a " + type, given -> {
            Object parsed = type == Scalar.UUID
                    ? uuid(given)
                    : type == Scalar.BOXED_INT ? (Object) Integer.valueOf(given) : (Object) Long.valueOf(given);
            if (!parsed.toString().equals(given)) {
                throw new IllegalArgumentException("not canonical");
            }
            return parsed;
        });
        return key;
    }
}
