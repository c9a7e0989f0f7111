package dev.attacca.transport;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The sequence ids of the calls of one connection, from 1. The lowest free one is given out, so that with few calls at a time it takes
 * one byte in a compact message and never more than two.
 *
 * <p>Thread safety: safe for use by several threads; giving an id back happens before it is given out again.
 */
final class SequenceIds {
    /** How many there are: what fits into two bytes of a varint. */
    static final int MOST = (1 << 14) - 1;

    private static final int WORDS = (MOST + 1) / Long.SIZE;

    /** A bit for each id that is out. */
    private final AtomicLongArray taken = new AtomicLongArray(WORDS);

    SequenceIds() {
        // 0 is no call's.
        taken.set(0, 1);
    }

    /**
     * An id that nobody has until it is given back.
     *
     * @throws IllegalStateException if all {@link #MOST} are out
     */
    int take() {
        for (int word = 0; word < WORDS; word++) {
            long before = taken.get(word);
            while (before != -1L) {
                long free = Long.lowestOneBit(~before);
                long witness = taken.compareAndExchange(word, before, before | free);
                if (witness == before) {
                    return word * Long.SIZE + Long.numberOfTrailingZeros(free);
                }
                before = witness;
            }
        }
        throw new IllegalStateException("sequence ids: all " + MOST + " are out (expected: fewer calls pending)");
    }

    /** Gives an id back. */
    void free(int id) {
        int word = id / Long.SIZE;
        long bit = 1L << id;
        long before = taken.get(word);
        while (true) {
            long witness = taken.compareAndExchange(word, before, before & ~bit);
            if (witness == before) {
                return;
            }
            before = witness;
        }
    }
}
