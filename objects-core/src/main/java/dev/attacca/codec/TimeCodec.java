package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/** Points and lengths of time. */
final class TimeCodec {
    /** Stands for a moment whose microseconds a {@code long} does not count. */
    private static final long FAR = Long.MIN_VALUE;

    private static final int MICROS = 1_000_000;
    private static final long MOST_SECONDS = Long.MAX_VALUE / MICROS - 1;

    private TimeCodec() {}

    /** The microseconds of a moment since 1970, or {@link #FAR}. */
    private static long micros(Instant moment) {
        long seconds = moment.getEpochSecond();
        return Math.abs(seconds) > MOST_SECONDS ? FAR : seconds * MICROS + moment.getNano() / 1000;
    }

    private static Instant moment(long micros) {
        long seconds = Math.floorDiv(micros, MICROS);
        return Instant.ofEpochSecond(seconds, (micros - seconds * MICROS) * 1000);
    }

    /** Seconds as zigzag varint, microseconds as varint. */
    private static void putFar(WireBytes bytes, Instant moment) {
        bytes.putNumber(moment.getEpochSecond());
        bytes.putVar(moment.getNano() / 1000);
    }

    private static Instant readFar(WireInput in) {
        long seconds = in.zigzag();
        int micros = in.varInt();
        if (micros < 0 || micros >= MICROS) {
            throw new Malformed(DecodeException.RANGE, micros + " microseconds (expected: 0 to " + (MICROS - 1) + ")");
        }
        try {
            return Instant.ofEpochSecond(seconds, micros * 1000L);
        } catch (DateTimeException tooFar) {
            throw new Malformed(DecodeException.RANGE, seconds + " seconds (expected: an instant)");
        }
    }

    /** Writes a moment where room is reserved. */
    static void put(WireBytes bytes, Instant moment) {
        long micros = micros(moment);
        bytes.putBits(micros);
        if (micros == FAR) {
            putFar(bytes, moment);
        }
    }

    static Instant readMoment(WireInput in) {
        long micros = in.fixedLong();
        return micros == FAR ? readFar(in) : moment(micros);
    }

    /** Microseconds since 1970 in eight bytes; of a moment that is farther away, {@link #FAR}, then seconds and the rest. */
    static final class OfInstant extends ValueCodec {
        @Override
        void write(WireOutput out, Object value) {
            out.bytes.reserve(WireBytes.MOST_OF_VALUE);
            put(out.bytes, (Instant) value);
        }

        @Override
        Object read(WireInput in) {
            return readMoment(in);
        }
    }

    /** Days since 1970-01-01 as zigzag varint. */
    static final class OfDate extends ValueCodec {
        @Override
        void write(WireOutput out, Object value) {
            out.zigzag(((LocalDate) value).toEpochDay());
        }

        @Override
        Object read(WireInput in) {
            long days = in.zigzag();
            try {
                return LocalDate.ofEpochDay(days);
            } catch (DateTimeException tooFar) {
                throw new Malformed(DecodeException.RANGE, days + " days (expected: a date)");
            }
        }
    }

    /** Microseconds as zigzag varint. */
    static final class OfDuration extends ValueCodec {
        @Override
        void write(WireOutput out, Object value) {
            Duration duration = (Duration) value;
            try {
                long micros = Math.multiplyExact(duration.getSeconds(), (long) MICROS);
                out.zigzag(Math.addExact(micros, duration.getNano() / 1000));
            } catch (ArithmeticException tooLong) {
                throw out.refused(duration + " (expected: a duration whose microseconds a long counts)");
            }
        }

        @Override
        Object read(WireInput in) {
            long micros = in.zigzag();
            return Duration.ofSeconds(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000L);
        }
    }
}
