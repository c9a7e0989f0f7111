package dev.attacca.object;

import dev.attacca.error.InvalidValueException;
import dev.attacca.value.Bytes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Brings values of one type into the form that is kept and sent: collections immutable and in order, instants and durations
 * in microseconds, {@code byte[]} copied; and refuses what is of another type, null where null is not allowed, or more than
 * any peer takes. Immutable, safe for use by several threads.
 */
public abstract class ValueForm {
    ValueForm() {}

    /** The form of a type's values. */
    public static ValueForm of(ValueType type) {
        if (type instanceof ValueType.Scalar scalar) {
            return ofScalar(scalar);
        }
        if (type instanceof ValueType.EnumValue enumType) {
            return new AsIs(type, enumType.javaType());
        }
        if (type instanceof ValueType.CustomValue custom) {
            return new AsIs(type, custom.support().javaType());
        }
        if (type instanceof ValueType.ObjectValue object) {
            return new AsIs(type, object.javaType());
        }
        if (type instanceof ValueType.RecordValue record) {
            return new RecordForm(record);
        }
        return CollectionForm.ofCollection(type);
    }

    private static ValueForm ofScalar(ValueType.Scalar scalar) {
        return switch (scalar) {
            case INT, BOXED_INT -> new AsIs(scalar, Integer.class);
            case LONG, BOXED_LONG -> new OfLong();
            case DOUBLE, BOXED_DOUBLE -> new AsIs(scalar, Double.class);
            case BOOLEAN, BOXED_BOOLEAN -> new AsIs(scalar, Boolean.class);
            case INSTANT -> new OfInstant();
            case DURATION -> new OfDuration();
            case BIG_DECIMAL -> new OfDecimal();
            case BYTES -> new OfBytes();
            case BYTE_ARRAY -> new OfByteArray();
            default -> new AsIs(scalar, scalar.javaType());
        };
    }

    /**
     * The kept form of a value.
     *
     * @param where what the value is for, as it begins a message: {@code Instance.memoryMb}
     * @throws InvalidValueException if the value does not fit
     */
    public final Object keep(String where, Object value) {
        try {
            return kept(value);
        } catch (Unfit unfit) {
            throw unfit.at(where, false);
        }
    }

    /**
     * The kept form of a value.
     *
     * @throws Unfit if the value does not fit
     */
    abstract Object kept(Object value);

    /** Whether every value that fits is its own kept form, so that nothing but its class needs to be looked at. */
    public boolean isAsIs() {
        return false;
    }

    static Unfit otherType(Object value, ValueType expected) {
        return new Unfit("a " + value.getClass().getSimpleName() + " (expected: " + expected + ")");
    }

    /** What is immutable and needs no rounding. */
    private static final class AsIs extends ValueForm {
        private final ValueType type;
        private final Class<?> javaType;

        AsIs(ValueType type, Class<?> javaType) {
            this.type = type;
            this.javaType = javaType;
        }

        @Override
        Object kept(Object value) {
            if (!javaType.isInstance(value)) {
                throw otherType(value, type);
            }
            return value;
        }

        @Override
        public boolean isAsIs() {
            return true;
        }
    }

    /** Written steps compute with {@code int} what is declared {@code long}. */
    private static final class OfLong extends ValueForm {
        @Override
        Object kept(Object value) {
            if (value instanceof Integer small) {
                return small.longValue();
            }
            if (value instanceof Long) {
                return value;
            }
            throw otherType(value, ValueType.Scalar.LONG);
        }

        @Override
        public boolean isAsIs() {
            return true;
        }
    }

    private static final class OfInstant extends ValueForm {
        @Override
        Object kept(Object value) {
            if (value instanceof Instant instant) {
                return instant.truncatedTo(ChronoUnit.MICROS);
            }
            throw otherType(value, ValueType.Scalar.INSTANT);
        }
    }

    private static final class OfDuration extends ValueForm {
        private static final long MOST_SECONDS = Long.MAX_VALUE / 1_000_000;

        @Override
        Object kept(Object value) {
            if (!(value instanceof Duration duration)) {
                throw otherType(value, ValueType.Scalar.DURATION);
            }
            // The last second of the range is given up, so that no fraction can overflow.
            if (duration.toSeconds() >= MOST_SECONDS || duration.toSeconds() <= -MOST_SECONDS) {
                throw Unfit.of(duration, "a duration whose microseconds a long counts");
            }
            return duration.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /** Bounded as PostgreSQL bounds its fractions: a scale of two thousand million would be a bomb for who prints it. */
    private static final class OfDecimal extends ValueForm {
        @Override
        Object kept(Object value) {
            if (!(value instanceof BigDecimal decimal)) {
                throw otherType(value, ValueType.Scalar.BIG_DECIMAL);
            }
            BigInteger unscaled = decimal.unscaledValue();
            if (!DecimalRange.allows(decimal.scale(), unscaled.bitLength() / Byte.SIZE + 1)) {
                throw new Unfit("a decimal of scale " + decimal.scale() + " and " + unscaled.bitLength()
                        + " bits (expected: " + DecimalRange.EXPECTED + ")");
            }
            return decimal;
        }
    }

    private static final class OfBytes extends ValueForm {
        @Override
        Object kept(Object value) {
            if (value instanceof byte[] array) {
                return Bytes.of(array);
            }
            if (value instanceof Bytes) {
                return value;
            }
            throw otherType(value, ValueType.Scalar.BYTES);
        }
    }

    private static final class OfByteArray extends ValueForm {
        @Override
        Object kept(Object value) {
            if (value instanceof byte[] array) {
                return array.clone();
            }
            throw otherType(value, ValueType.Scalar.BYTE_ARRAY);
        }
    }
}
