package dev.attacca.benchmarks.subject;

import java.time.Instant;

/** Moments as microseconds since 1970, for wires that have no form of their own for them. */
final class Moments {
    private static final long MICROS = 1_000_000;

    private Moments() {}

    static long micros(Instant moment) {
        return moment.getEpochSecond() * MICROS + moment.getNano() / 1_000;
    }

    static Instant of(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
    }
}
