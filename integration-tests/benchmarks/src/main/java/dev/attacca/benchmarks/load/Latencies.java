package dev.attacca.benchmarks.load;

/**
 * Counts durations in classes less than one per cent wide, from a nanosecond to a quarter of an hour.
 *
 * <p>Thread safety: one thread at a time counts; others may ask meanwhile {@link #count how many} there are.
 */
public final class Latencies {
    private static final int PRECISION_BITS = 7;
    private static final int CLASSES_PER_OCTAVE = 1 << PRECISION_BITS;
    private static final int OCTAVES = 40 - PRECISION_BITS;
    private static final long LONGEST = (1L << 40) - 1;

    private final int[] counts = new int[CLASSES_PER_OCTAVE * (OCTAVES + 1)];
    private volatile long count;

    /** Counts a duration; what is below nothing counts as nothing, what is above the longest as the longest. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread counts.
    public void record(long nanos) {
        counts[index(Math.max(0, Math.min(LONGEST, nanos)))]++;
        count++;
    }

    private static int index(long nanos) {
        int shift = Math.max(0, Long.SIZE - 1 - PRECISION_BITS - Long.numberOfLeadingZeros(nanos | 1));
        return shift * CLASSES_PER_OCTAVE + (int) (nanos >>> shift);
    }

    /** The middle of a class. */
    private static double value(int index) {
        int shift = Math.max(0, index / CLASSES_PER_OCTAVE - 1);
        long low = (long) (index - shift * CLASSES_PER_OCTAVE) << shift;
        return low + ((1L << shift) - 1) / 2.0;
    }

    /** Takes in what another one counted. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread counts.
    public void add(Latencies other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        count += other.count;
    }

    /** How many durations were counted. */
    public long count() {
        return count;
    }

    /**
     * The duration that a part of all does not exceed, in nanoseconds; not a number if none was counted.
     *
     * @param part from 0 to 1
     */
    public double percentile(double part) {
        if (count == 0) {
            return Double.NaN;
        }
        long rank = Math.max(1, (long) Math.ceil(part * count));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return value(i);
            }
        }
        throw new IllegalStateException("counted " + seen + " (expected: " + count + "); used by two threads at once?");
    }
}
