package dev.attacca.testing;

import dev.attacca.object.ValueType;
import dev.attacca.value.Bytes;
import dev.attacca.value.IpAddress;
import dev.attacca.value.IpNetwork;
import dev.attacca.value.MacAddress;
import dev.attacca.value.PciAddress;
import dev.attacca.value.SensitiveString;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/** Makes values that have no parts: plain ones most of the time, and those at the ends of their ranges again and again. */
final class ValueFiller {
    private static final int ONE_IN = 3;

    private final Random random;
    private final Range range;
    private final Map<Class<?>, Function<Random, ?>> own;

    ValueFiller(Random random, Range range, Map<Class<?>, Function<Random, ?>> own) {
        this.random = random;
        this.range = range;
        this.own = new HashMap<>(own);
    }

    /** Which part of its range a number or a constant is taken from. */
    enum Range {
        LEAST,
        ANYWHERE,
        MOST
    }

    Object scalar(ValueType.Scalar scalar, String path) {
        return switch (scalar) {
            case STRING -> string(path);
            case SENSITIVE_STRING -> SensitiveString.of(string(path));
            case INT, BOXED_INT -> number(Integer.MIN_VALUE, Integer.MAX_VALUE).intValue();
            case LONG, BOXED_LONG -> number(Long.MIN_VALUE, Long.MAX_VALUE);
            case DOUBLE, BOXED_DOUBLE -> (random.nextInt(ONE_IN) == 0 ? Double.MIN_VALUE : random.nextInt(1000) / 8.0);
            case BOOLEAN, BOXED_BOOLEAN -> random.nextBoolean();
            case BIG_DECIMAL -> new BigDecimal(new BigInteger(80, random), random.nextInt(10));
            case UUID -> new UUID(random.nextLong(), random.nextLong());
            case INSTANT -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1_000L);
            case LOCAL_DATE -> LocalDate.ofEpochDay(random.nextInt(40_000));
            case DURATION -> Duration.ofNanos(random.nextInt() * 1_000L);
            case BYTES -> Bytes.of(string(path).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            case BYTE_ARRAY -> string(path).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            case IP_ADDRESS ->
                IpAddress.parse(
                        random.nextBoolean() ? "192.0.2." + octet() : "2001:db8::" + Integer.toHexString(octet() + 1));
            case IP_NETWORK -> IpNetwork.parse(random.nextBoolean() ? "10." + octet() + ".0.0/16" : "2001:db8::/32");
            case MAC_ADDRESS -> MacAddress.parse(String.format("52:54:00:%02x:%02x:%02x", octet(), octet(), octet()));
            case PCI_ADDRESS ->
                PciAddress.parse(String.format("0000:%02x:%02x.%d", octet(), random.nextInt(32), random.nextInt(8)));
        };
    }

    private int octet() {
        return random.nextInt(256);
    }

    /** Says where it was made, and is there only once: so that it can be found where it does not belong. */
    String string(String path) {
        return path + "~" + Long.toHexString(random.nextLong());
    }

    Long number(long least, long most) {
        boolean atEnd = range != Range.ANYWHERE || random.nextInt(ONE_IN) == 0;
        if (atEnd) {
            return range == Range.MOST || (range == Range.ANYWHERE && random.nextBoolean()) ? most : least;
        }
        long small = random.nextInt(1000);
        return Math.max(least, Math.min(most, small));
    }

    Object constant(ValueType.EnumValue type) {
        Enum<?>[] constants = type.javaType().getEnumConstants();
        return switch (range) {
            case LEAST -> constants[0];
            case ANYWHERE -> constants[random.nextInt(constants.length)];
            case MOST -> constants[constants.length - 1];
        };
    }

    Object custom(ValueType.CustomValue type, String path) {
        Class<?> javaType = type.support().javaType();
        Function<Random, ?> maker = own.get(javaType);
        if (maker == null) {
            throw new AssertionError(path + ": nobody says how to make a " + javaType.getSimpleName()
                    + " (expected: a maker; add .using(" + javaType.getSimpleName() + ".class, random -> ...))");
        }
        return maker.apply(random);
    }
}
