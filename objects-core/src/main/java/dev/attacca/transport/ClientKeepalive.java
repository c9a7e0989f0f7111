package dev.attacca.transport;

import dev.attacca.transport.thrift.Conductor;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.apache.thrift.protocol.TMessageType;
import org.jspecify.annotations.Nullable;

/**
 * A caller's share in keeping a connection alive: it is never silent for longer than it promised, asks when the conductor is,
 * and says at the very moment when that was too long.
 *
 * <p>Thread safety: confined to the event loop of its channel.
 */
final class ClientKeepalive {
    /** Answers to keepalives carry this id, which no call ever has. */
    static final int SEQID = 0;

    private static final int SIGNS_OF_LIFE_TO_MISS = 3;

    private static final int LOOKS_PER_INTERVAL = 3;

    private final Channel channel;
    private final RequestWriter writer;
    private final LongSupplier conductorSilentNanos;
    private final LongConsumer dead;
    private final long interval;
    private @Nullable ScheduledFuture<?> nextLook;

    /**
     * Of one connection.
     *
     * @param interval what was promised
     * @param conductorSilentNanos how long nothing has come
     * @param dead told once how long that was, in nanoseconds, when it was too long
     */
    ClientKeepalive(
            Channel channel,
            RequestWriter writer,
            Duration interval,
            LongSupplier conductorSilentNanos,
            LongConsumer dead) {
        this.channel = channel;
        this.writer = writer;
        this.interval = interval.toNanos();
        this.conductorSilentNanos = conductorSilentNanos;
        this.dead = dead;
    }

    void start() {
        lookAfter(interval / LOOKS_PER_INTERVAL);
    }

    void stop() {
        if (nextLook != null) {
            nextLook.cancel(false);
        }
    }

    private void lookAfter(long nanos) {
        nextLook = channel.eventLoop().schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    }

    private void look() {
        long silent = conductorSilentNanos.getAsLong();
        long left = SIGNS_OF_LIFE_TO_MISS * interval - silent;
        if (left <= 0) {
            dead.accept(silent);
            return;
        }
        // Asked a little early, because the next look is a part of the interval away and the promise is the whole of
        // it.
        long soon = interval - interval / LOOKS_PER_INTERVAL;
        if (silent >= soon || writer.silentNanos() >= soon) {
            writer.write(writer.frame(Message.PING, TMessageType.CALL, SEQID, new Conductor.ping_args()));
            channel.flush();
        }
        lookAfter(Math.min(left, interval / LOOKS_PER_INTERVAL));
    }
}
