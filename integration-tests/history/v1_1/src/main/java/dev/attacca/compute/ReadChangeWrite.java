package dev.attacca.compute;

import dev.attacca.error.ConflictException;

/**
 * Counts on a row that many count on: reads it, changes it and writes it under its row version, again and again until no other
 * write came between. Each lost try means that another caller's write was committed, so somebody always advances.
 */
final class ReadChangeWrite {
    /** More than the writers that a conductor lets into the database at once; beyond it something else is wrong. */
    private static final int MOST_TRIES = 64;

    private ReadChangeWrite() {}

    /**
     * Runs the three steps until the third succeeds.
     *
     * @param read brings an object up to date with its row
     * @param change changes it; a conflict thrown here is an answer and ends the tries
     * @param write stores it under its row version
     * @throws ConflictException if other writes came between at every try
     */
    static void run(Runnable read, Runnable change, Runnable write) {
        for (int tries = 1; ; tries++) {
            read.run();
            change.run();
            try {
                write.run();
                return;
            } catch (ConflictException overtaken) {
                if (tries == MOST_TRIES) {
                    throw overtaken;
                }
            }
        }
    }
}
