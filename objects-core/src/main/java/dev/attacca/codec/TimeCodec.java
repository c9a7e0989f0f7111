package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/** Points and lengths of time. */
final class TimeCodec {
    private static final int MICROS = 1_000_000;

    private TimeCodec() {}

    private static int micros(WireInput in) {
        int micros = in.varInt(true);
        if (micros < 0 || micros >= MICROS) {
            throw new Malformed(DecodeException.RANGE, micros + " microseconds (expected: 0 to " + (MICROS - 1) + ")");
        }
        return micros;
    }

    /** Seconds as zigzag varint, microseconds as varint. */
    static final class OfInstant extends ValueCodec {
        @Override
        void write(WireOutput out, Object value) {
            Instant instant = (Instant) value;
            out.zigzag(instant.getEpochSecond());
            out.bytes.writeVarInt(instant.getNano() / 1000, true);
        }

        @Override
        Object read(WireInput in) {
            long seconds = in.zigzag();
            int micros = micros(in);
            try {
                return Instant.ofEpochSecond(seconds, micros * 1000L);
            } catch (DateTimeException tooFar) {
                throw new Malformed(DecodeException.RANGE, seconds + " seconds (expected: an instant)");
            }
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
