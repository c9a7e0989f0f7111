package dev.attacca.agent;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Moments as a row keeps them: whole microseconds, so that what was written equals what is read again. */
final class StoredTime {
    private StoredTime() {}

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
