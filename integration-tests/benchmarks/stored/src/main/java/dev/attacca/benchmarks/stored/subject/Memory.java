package dev.attacca.benchmarks.stored.subject;

/** The one field that is changed. */
final class Memory {
    /** What instances have at first, in MiB. */
    static final long FIRST = 2_048;

    private Memory() {}

    /** Another value, so that there is something to write. */
    static long otherThan(long memoryMb) {
        return memoryMb == FIRST ? 2 * FIRST : FIRST;
    }
}
