package dev.attacca.benchmarks.rpc.load;

import dev.attacca.benchmarks.load.Latencies;
import dev.attacca.benchmarks.load.Usage;
import dev.attacca.benchmarks.rpc.peer.CallMode;
import dev.attacca.benchmarks.rpc.peer.PeerClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A number of calls kept in flight until it is stopped. What is measured is what ends between {@link #open} and {@link #close}.
 *
 * <p>Thread safety: confined to the thread that started it; the calls run on others.
 */
public final class Load {
    private static final long PATIENCE_SECONDS = 30;

    private final Map<Thread, Slot> slots = new ConcurrentHashMap<>();
    private final CountDownLatch running;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean measuring;
    private volatile boolean stopping;
    private long opened;
    private @Nullable Usage usageAtOpening;

    private Load(int calls) {
        running = new CountDownLatch(calls);
    }

    /**
     * What was measured at the caller's side.
     *
     * @param calls how many ended meanwhile
     * @param nanos how long it was measured
     * @param usage of this process meanwhile
     */
    public record Window(long calls, long nanos, Usage usage) {}

    /** What calls took that ended on one thread in the latest window; there are fewer such threads than calls, so fewer to count for. */
    private static final class Slot {
        private volatile Latencies latencies = new Latencies();
    }

    /** Begins to call. */
    public static Load start(PeerClient client, CallMode mode, int inFlight) throws Exception {
        Load load = new Load(inFlight);
        for (int i = 0; i < inFlight; i++) {
            switch (mode) {
                case BLOCKING -> {
                    Thread thread = new Thread(() -> load.wait(client), "caller-" + i);
                    thread.setDaemon(true);
                    thread.start();
                }
                case PIPELINED -> load.new Chain(client.pipelined()).next();
            }
        }
        return load;
    }

    private void wait(PeerClient client) {
        try (PeerClient.BlockingCaller caller = client.blocking()) {
            while (!stopping) {
                long start = System.nanoTime();
                Object answer = caller.call();
                ended(start, answer, null);
            }
        } catch (Exception | LinkageError failed) {
            fail(failed);
        } finally {
            running.countDown();
        }
    }

    private void ended(long start, @Nullable Object answer, @Nullable Throwable failed) {
        if (answer == null) {
            fail(failed == null ? new IllegalStateException("an answer without a payload") : failed);
        } else if (measuring) {
            slots.computeIfAbsent(Thread.currentThread(), thread -> new Slot())
                    .latencies
                    .record(System.nanoTime() - start);
        }
    }

    private void fail(Throwable failed) {
        failure.compareAndSet(null, failed);
        stopping = true;
    }

    /** Calls one after the other, each begun by the answer to the one before. */
    private final class Chain {
        private final PeerClient.PipelinedCaller caller;
        private long start;

        Chain(PeerClient.PipelinedCaller caller) {
            this.caller = caller;
        }

        void next() {
            if (stopping) {
                running.countDown();
                return;
            }
            start = System.nanoTime();
            try {
                caller.begin(this::answered);
            } catch (RuntimeException failed) {
                fail(failed);
                running.countDown();
            }
        }

        private void answered(@Nullable Object answer, @Nullable Throwable failed) {
            ended(start, answer, failed);
            next();
        }
    }

    /** Begins to measure; what was measured before is forgotten. */
    public void open() {
        slots.values().forEach(slot -> slot.latencies = new Latencies());
        usageAtOpening = Usage.now();
        opened = System.nanoTime();
        measuring = true;
    }

    /** Ends to measure; calls go on. */
    public Window close() {
        measuring = false;
        long nanos = System.nanoTime() - opened;
        Usage before = usageAtOpening;
        if (before == null) {
            throw new IllegalStateException("close() (expected: open() before)");
        }
        Usage usage = Usage.now().since(before);
        long calls = 0;
        for (Slot slot : slots.values()) {
            calls += slot.latencies.count();
        }
        return new Window(calls, nanos, usage);
    }

    /**
     * Ends the calls and waits for those in flight.
     *
     * @return how long those took that were measured last
     * @throws IllegalStateException if a call failed
     */
    public Latencies stop() throws InterruptedException {
        stopping = true;
        boolean ended = running.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("a call failed: " + failed, failed);
        }
        if (!ended) {
            throw new IllegalStateException(
                    running.getCount() + " calls without an answer after " + PATIENCE_SECONDS + " s (expected: none)");
        }
        Latencies all = new Latencies();
        slots.values().forEach(slot -> all.add(slot.latencies));
        return all;
    }
}
