package dev.attacca.benchmarks.stored.subject;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * The rows that one of several callers writes, so that none waits for another's lock; all read all.
 *
 * @param slot which caller, from 0
 * @param slots how many callers there are
 */
public record Share(int slot, int slots) {
    /** How many rows there are of each class. */
    public static final int ROWS = 2_048;

    /** How many rows are created at once. */
    public static final int CREATED = 10_000;

    /** The number in the key of the first row; its digits are digits of the key. */
    public static final long FIRST = 100_000_000_000L;

    /** What the number in a key is preceded by. */
    public static final String PREFIX = "00000000-0000-4000-8000-";

    /** The key of a row. */
    public static UUID key(int row) {
        return UUID.fromString(PREFIX + (FIRST + row));
    }

    /** The keys of the share. */
    public List<UUID> keys() {
        return IntStream.range(0, ROWS)
                .filter(row -> row % slots == slot)
                .mapToObj(Share::key)
                .toList();
    }

    /** The key of any row. */
    static UUID anyKey(UUID[] keys) {
        return keys[ThreadLocalRandom.current().nextInt(keys.length)];
    }

    /** The keys of all rows. */
    static UUID[] allKeys() {
        return IntStream.range(0, ROWS).mapToObj(Share::key).toArray(UUID[]::new);
    }
}
