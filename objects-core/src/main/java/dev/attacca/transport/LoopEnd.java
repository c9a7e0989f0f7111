package dev.attacca.transport;

import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How far an event loop has come to its end: begun, when it waits for a while without tasks; closed, when it takes none any
 * more; over.
 *
 * <p>Thread safety: may be asked, and begun, by any thread; the rest is for the driver of the loop.
 */
final class LoopEnd {
    private static final int RUNNING = 0;
    private static final int BEGUN = 1;
    private static final int CLOSED = 2;
    private static final int OVER = 3;

    private final AtomicInteger state = new AtomicInteger(RUNNING);
    private final Promise<Void> over = new DefaultPromise<>(GlobalEventExecutor.INSTANCE);
    private volatile long quietNanos;
    private volatile long longestNanos;

    // The driver's.
    private boolean noticed;
    private long noticedAt;
    private long lastTaskAt;

    /** Begins; false when it had begun already. */
    boolean begin(long quietPeriod, long timeout, TimeUnit unit) {
        if (timeout < quietPeriod) {
            throw new IllegalArgumentException(
                    "timeout: " + timeout + " (expected: at least the quiet period, " + quietPeriod + ")");
        }
        if (begun()) {
            return false;
        }
        quietNanos = unit.toNanos(quietPeriod);
        longestNanos = unit.toNanos(timeout);
        return state.compareAndSet(RUNNING, BEGUN);
    }

    boolean begun() {
        return state.get() >= BEGUN;
    }

    boolean closed() {
        return state.get() >= CLOSED;
    }

    boolean over() {
        return state.get() == OVER;
    }

    /** Completed when it is over. */
    Future<?> whenOver() {
        return over;
    }

    /** The driver has noticed that it has begun; the second time does nothing. */
    void noticed(long now) {
        if (!noticed) {
            noticed = true;
            noticedAt = now;
            lastTaskAt = now;
        }
    }

    /** A task was run. */
    void ran(long now) {
        lastTaskAt = now;
    }

    /** How long the loop must still be quiet before it closes; 0 when it may now. */
    long left(long now) {
        boolean late = now - noticedAt >= longestNanos;
        return late ? 0 : Math.max(0, quietNanos - (now - lastTaskAt));
    }

    void close() {
        state.set(CLOSED);
    }

    void complete() {
        state.set(OVER);
        over.setSuccess(null);
    }
}
