package dev.attacca.benchmarks.stored.load;

import dev.attacca.benchmarks.load.Latencies;
import dev.attacca.benchmarks.load.Usage;
import dev.attacca.benchmarks.stored.subject.Operation;
import dev.attacca.benchmarks.stored.subject.Share;
import dev.attacca.benchmarks.stored.subject.Subject;
import dev.attacca.benchmarks.stored.subject.Task;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Some callers, each with a thread and a task, until they are stopped. What is measured is what ends between {@link #open} and
 * {@link #close}.
 *
 * <p>Thread safety: confined to the thread that started it; the callers run on others.
 */
public final class Load {
    private static final long PATIENCE_SECONDS = 60;
    private static final CompilationMXBean COMPILERS = ManagementFactory.getCompilationMXBean();

    private final List<Caller> callers = new ArrayList<>();
    private final CountDownLatch running;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean measuring;
    private volatile boolean stopping;
    private @Nullable Usage usageAtOpening;
    private long compiledAtOpening;

    private Load(int callers) {
        running = new CountDownLatch(callers);
    }

    /**
     * What was measured of this process.
     *
     * @param times how often it was done meanwhile
     * @param perSecond how often in a second, as long as callers did nothing else
     * @param cpuNanos processor time of the whole process meanwhile
     * @param compiledMillis how long the compilers were busy meanwhile, by what they have ended
     */
    public record Window(long times, double perSecond, long cpuNanos, long compiledMillis) {}

    /**
     * What became of a load.
     *
     * @param times how often it was done from the first time to the last, measured or not
     * @param latencies how long those took that were measured last
     */
    public record Sum(long times, Latencies latencies) {}

    /** Begins; what the tasks have to know beforehand is read when this returns. */
    public static Load start(Subject.Session session, Operation operation, int callers) throws Exception {
        Load load = new Load(callers);
        for (int slot = 0; slot < callers; slot++) {
            load.callers.add(load.new Caller(session.task(operation, new Share(slot, callers))));
        }
        for (int slot = 0; slot < callers; slot++) {
            Thread thread = new Thread(load.callers.get(slot), "caller-" + slot);
            thread.setDaemon(true);
            thread.start();
        }
        return load;
    }

    private final class Caller implements Runnable {
        private final Task task;
        private volatile Latencies latencies = new Latencies();
        private volatile long busyNanos;
        private volatile long times;

        Caller(Task task) {
            this.task = task;
        }

        @Override
        public void run() {
            try {
                while (!stopping) {
                    once();
                }
            } catch (Exception | LinkageError failed) {
                failure.compareAndSet(null, failed);
                stopping = true;
            } finally {
                running.countDown();
            }
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // One thread counts.
        private void once() throws Exception {
            task.before();
            long start = System.nanoTime();
            task.run();
            long nanos = System.nanoTime() - start;
            times++;
            task.after();
            if (measuring) {
                busyNanos += nanos;
                latencies.record(nanos);
            }
        }
    }

    /** Begins to measure; what was measured before is forgotten. */
    public void open() {
        for (Caller caller : callers) {
            caller.latencies = new Latencies();
            caller.busyNanos = 0;
        }
        usageAtOpening = Usage.now();
        compiledAtOpening = COMPILERS.getTotalCompilationTime();
        measuring = true;
    }

    /** Ends to measure; callers go on. */
    public Window close() {
        measuring = false;
        Usage before = usageAtOpening;
        if (before == null) {
            throw new IllegalStateException("close() (expected: open() before)");
        }
        long cpu = Usage.now().since(before).cpuNanos();
        long times = 0;
        double perSecond = 0;
        for (Caller caller : callers) {
            long count = caller.latencies.count();
            times += count;
            perSecond += count == 0 ? 0 : count * 1e9 / caller.busyNanos;
        }
        return new Window(times, perSecond, cpu, COMPILERS.getTotalCompilationTime() - compiledAtOpening);
    }

    /**
     * How often it was measured so far, since {@link #open}.
     *
     * @throws IllegalStateException if a caller failed
     */
    public long measured() {
        refuseFailure();
        return callers.stream().mapToLong(caller -> caller.latencies.count()).sum();
    }

    /**
     * Ends the callers.
     *
     * @throws IllegalStateException if one failed
     */
    public Sum stop() throws InterruptedException {
        stopping = true;
        boolean ended = running.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        refuseFailure();
        if (!ended) {
            throw new IllegalStateException(
                    running.getCount() + " callers still busy after " + PATIENCE_SECONDS + " s (expected: none)");
        }
        Latencies all = new Latencies();
        callers.forEach(caller -> all.add(caller.latencies));
        return new Sum(callers.stream().mapToLong(caller -> caller.times).sum(), all);
    }

    private void refuseFailure() {
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("a caller failed: " + failed, failed);
        }
    }
}
