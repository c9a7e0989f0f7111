package dev.attacca.benchmarks.stored.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Processor time of the backends that serve connections, as Linux has it for each process. The writers of the log and of pages
 * in the background are not among them.
 *
 * <p>Thread safety: confined to one thread.
 */
public final class Backends {
    private final boolean here;
    private final Pids pids;

    /** Knows the processes. */
    @FunctionalInterface
    interface Pids {
        long[] now() throws SQLException;
    }

    Backends(boolean here, Pids pids) {
        this.here = here;
        this.pids = pids;
    }

    /** The processes that serve connections now. */
    public long[] serving() throws SQLException {
        return here ? pids.now() : new long[0];
    }

    /** What processes have spent so far, in nanoseconds; not a number where it cannot be known. */
    public double nanos(long[] processes) throws IOException {
        double sum = here ? 0 : Double.NaN;
        for (long pid : processes) {
            sum += nanos(pid);
        }
        return sum;
    }

    private static double nanos(long pid) throws IOException {
        try {
            return spent(Path.of("/proc", Long.toString(pid)));
        } catch (NoSuchFileException ended) {
            return Double.NaN;
        }
    }

    /** What a process or a thread has spent; nanoseconds on a processor come first (Source: Linux, sched-stats.rst). */
    static double spent(Path folder) throws IOException {
        return Double.parseDouble(Files.readString(folder.resolve("schedstat")).split(" ", -1)[0]);
    }
}
