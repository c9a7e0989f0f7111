package dev.attacca.compute;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.ConflictException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs callers at the same moment, each in a thread of its own, and counts who won. */
final class Together {
    private Together() {}

    /** What one caller does; a conflict, a quota exceeded included, is an outcome, everything else that it throws fails the test. */
    @FunctionalInterface
    interface Caller {
        void run() throws Exception;
    }

    /** The conflicts that the callers ended with; all others succeeded. */
    static List<AttaccaException> run(List<Caller> callers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(callers.size());
        try {
            CyclicBarrier start = new CyclicBarrier(callers.size());
            List<Future<?>> running = new ArrayList<>();
            for (Caller caller : callers) {
                running.add(threads.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    caller.run();
                    return null;
                }));
            }
            return conflicts(running);
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<AttaccaException> conflicts(List<Future<?>> running)
            throws InterruptedException, TimeoutException {
        List<AttaccaException> conflicts = new ArrayList<>();
        for (Future<?> future : running) {
            try {
                future.get(60, TimeUnit.SECONDS);
            } catch (ExecutionException thrown) {
                if (thrown.getCause() instanceof ConflictException
                        || thrown.getCause() instanceof QuotaExceededException) {
                    conflicts.add((AttaccaException) thrown.getCause());
                } else {
                    throw new AssertionError(thrown.getCause());
                }
            }
        }
        return conflicts;
    }
}
