package dev.attacca.transport;

import io.netty.channel.Channel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Carries work from any thread to the event loop of one channel, in order, with one wake-up and one flush for everything that
 * is waiting. That, not the number of bytes, decides how many small messages a second go through.
 *
 * <p>Thread safety: {@link #offer} from any thread; the consumer runs on the event loop only, except after the loop has ended.
 */
final class Outbox<T> {
    private final Channel channel;
    private final Consumer<? super T> consumer;
    private final Queue<T> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    Outbox(Channel channel, Consumer<? super T> consumer) {
        this.channel = channel;
        this.consumer = consumer;
    }

    void offer(T item) {
        queue.add(item);
        if (scheduled.compareAndSet(false, true)) {
            haveItDelivered(channel.eventLoop());
        }
    }

    /** As {@link #offer}, by one who sees to it that somebody drives the event loop. */
    void offerToDrivers(T item) {
        queue.add(item);
        if (scheduled.compareAndSet(false, true)) {
            haveItDelivered(((DrivenLoop) channel.eventLoop())::executeWhenDriven);
        }
    }

    private void haveItDelivered(Executor loop) {
        try {
            loop.execute(this::deliver);
        } catch (RejectedExecutionException e) {
            // The loop has ended, so the channel is closed and the consumer finds it so: buffers are released, callers
            // told.
            deliver();
        }
    }

    private void deliver() {
        // Before the first poll: an item added after the last one schedules anew.
        scheduled.set(false);
        for (T item = queue.poll(); item != null; item = queue.poll()) {
            consumer.accept(item);
        }
        channel.flush();
    }
}
