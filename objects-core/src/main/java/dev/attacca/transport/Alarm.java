package dev.attacca.transport;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One timer for many deadlines: it is set for the earliest that it was told of. Most calls are answered long before, and then
 * their deadlines have cost nothing but a comparison.
 *
 * <p>Thread safety: confined to the thread of its executor.
 */
final class Alarm {
    /** Never rings sooner, so that many short deadlines cost one ring and not one each. */
    static final long SOONEST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final EventExecutor executor;
    private final Ticker ticker;
    private final Runnable rings;
    private @Nullable ScheduledFuture<?> set;
    private long at;

    /** Runs this when it rings; whoever still has a deadline then sets the alarm anew. */
    Alarm(EventExecutor executor, Runnable rings) {
        this.executor = executor;
        this.ticker = executor.ticker();
        this.rings = rings;
    }

    /** Has it ring after so many nanoseconds, or sooner. */
    void within(long nanos) {
        long delay = Math.max(nanos, SOONEST_NANOS);
        long wanted = ticker.nanoTime() + delay;
        if (set != null && wanted - at >= 0) {
            return;
        }
        stop();
        at = wanted;
        set = executor.schedule(this::ring, delay, TimeUnit.NANOSECONDS);
    }

    /** Does not ring any more, unless somebody sets it anew. */
    void stop() {
        if (set != null) {
            set.cancel(false);
            set = null;
        }
    }

    private void ring() {
        set = null;
        rings.run();
    }
}
