package dev.attacca.codec;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Times from text, in the precision that is kept. Stateless. */
final class JsonTimes {
    private static final long MICROS = 1_000_000;

    private JsonTimes() {}

    /** Any offset is read; the instant is what counts. */
    static Instant instant(String text) {
        // The years of the first and the last instant have ten digits, which no date with an offset has.
        boolean signed = text.startsWith("+") || text.startsWith("-");
        Instant instant = signed && text.endsWith("Z")
                ? Instant.parse(text)
                : DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    /** Refuses, as an arithmetic failure, what a {@code long} of microseconds cannot count. */
    static Duration duration(String text) {
        Duration duration = Duration.parse(text);
        Math.addExact(Math.multiplyExact(duration.toSeconds(), MICROS), MICROS);
        return duration.truncatedTo(ChronoUnit.MICROS);
    }
}
