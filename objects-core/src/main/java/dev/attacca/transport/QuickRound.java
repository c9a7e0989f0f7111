package dev.attacca.transport;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Quick calls that one thread runs one after the other, until another one stops it.
 *
 * <p>Thread safety: {@link #run} by the thread that made it, everything else by any. Each call is run or given back, never
 * both.
 */
final class QuickRound {
    private final Thread thread = Thread.currentThread();
    private final ServerCall[] calls;
    private final AtomicInteger next = new AtomicInteger();

    QuickRound(Collection<ServerCall> calls) {
        this.calls = calls.toArray(new ServerCall[0]);
    }

    /** Runs calls for about that long, and returns those that are left. */
    List<ServerCall> run(long nanos) {
        long begin = System.nanoTime();
        for (int i = next.getAndIncrement(); i < calls.length; i = next.getAndIncrement()) {
            calls[i].run();
            if (System.nanoTime() - begin >= nanos) {
                return left();
            }
        }
        return List.of();
    }

    /** Whose calls they are. */
    Thread thread() {
        return thread;
    }

    /** How far it has come. */
    int at() {
        return next.get();
    }

    /** Whether the running call waits for something. */
    boolean waits() {
        return thread.getState() != Thread.State.RUNNABLE;
    }

    /** Gives the calls back that have not begun, and marks the one that does not end. */
    List<ServerCall> stop() {
        List<ServerCall> left = left();
        int running = calls.length - left.size() - 1;
        RunTimes times = running < 0 ? null : calls[running].times();
        if (times != null) {
            times.hangs();
        }
        return left;
    }

    private List<ServerCall> left() {
        int begun = Math.min(next.getAndSet(calls.length), calls.length);
        return Arrays.asList(calls).subList(begun, calls.length);
    }
}
