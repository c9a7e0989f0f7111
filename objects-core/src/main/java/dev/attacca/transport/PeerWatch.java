package dev.attacca.transport;

import io.netty.channel.Channel;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Notices a peer that is not there any more, or never meant well: no handshake, silence, an unread send buffer, floods.
 *
 * <p>Thread safety: confined to the event loop of its channel.
 */
final class PeerWatch {
    /** Missing one keepalive is the network, missing three is the peer. */
    private static final int KEEPALIVES_TO_MISS = 3;

    /** A promise of less is taken as this, so that the watching itself costs nothing. */
    private static final int MIN_KEEPALIVE_MILLIS = 100;

    /** Source: the "rapid reset" attacks on HTTP/2, which open and cancel faster than the work can be dropped. */
    private static final int MAX_CANCELS_PER_SECOND = 200;

    private static final int MAX_PINGS_PER_SECOND = 200;

    /** Whoever measures the way to here, or comes back from a pause, may do so once. */
    private static final int STRIKES = 2;

    private final Channel channel;
    private final FrameDecoder decoder;
    private final ServerOptions options;
    private final Consumer<CloseReason> close;
    private final long connectedAt = System.nanoTime();
    private boolean agreed;
    private long silenceAllowed;
    private @Nullable ScheduledFuture<?> nextLook;
    private @Nullable ScheduledFuture<?> fullBuffer;
    private @Nullable ScheduledFuture<?> unreadPart;
    private final ThisSecond cancels = new ThisSecond();
    private final ThisSecond pings = new ThisSecond();
    private int strikes;

    PeerWatch(Channel channel, FrameDecoder decoder, ServerOptions options, Consumer<CloseReason> close) {
        this.channel = channel;
        this.decoder = decoder;
        this.options = options;
        this.close = close;
        this.silenceAllowed = options.idleTime().toNanos();
    }

    /** The interval that a peer promised, within reason. */
    static long keepaliveNanos(int millis) {
        return TimeUnit.MILLISECONDS.toNanos(Math.max(millis, MIN_KEEPALIVE_MILLIS));
    }

    void start() {
        look();
    }

    void stop() {
        cancel(nextLook);
        cancel(fullBuffer);
        cancel(unreadPart);
    }

    /** The handshake is done. With a promise of frames (more than 0 milliseconds) silence counts much earlier. */
    void agreed(int keepaliveMillis) {
        agreed = true;
        if (keepaliveMillis > 0) {
            silenceAllowed = Math.min(silenceAllowed, KEEPALIVES_TO_MISS * keepaliveNanos(keepaliveMillis));
        }
        cancel(nextLook);
        look();
    }

    /** Whether the send buffer takes more. */
    void writable(boolean writable) {
        fullBuffer = patience(fullBuffer, !writable);
    }

    /** Whether a part of a large answer, written alone, waits for the peer to read. */
    void partUnread(boolean waits) {
        unreadPart = patience(unreadPart, waits);
    }

    /** The timer that ends the connection if this goes on, or null when it does not. */
    private @Nullable ScheduledFuture<?> patience(@Nullable ScheduledFuture<?> running, boolean goesOn) {
        if (!goesOn) {
            cancel(running);
            return null;
        }
        return running != null
                ? running
                : channel.eventLoop()
                        .schedule(
                                () -> close.accept(CloseReason.SLOW_READER),
                                options.slowReaderTime().toNanos(),
                                TimeUnit.NANOSECONDS);
    }

    /** Counts one cancel; true when there were too many in this second. */
    boolean tooManyCancels() {
        return cancels.count() > MAX_CANCELS_PER_SECOND;
    }

    /** Counts one ping; true when there were too many in this second, and had been in another one. */
    boolean tooManyPings() {
        if (pings.count() == MAX_PINGS_PER_SECOND + 1) {
            strikes++;
        }
        return strikes >= STRIKES;
    }

    /** Counts events of the second that it is. */
    private static final class ThisSecond {
        private final long startedAt = System.nanoTime();
        private long second;
        private int events;

        int count() {
            long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedAt);
            if (now != second) {
                second = now;
                events = 0;
            }
            return ++events;
        }
    }

    private void look() {
        long helloLeft = agreed ? Long.MAX_VALUE : options.helloTime().toNanos() - (System.nanoTime() - connectedAt);
        // While we do not read, its silence says nothing about the peer.
        long silence = channel.config().isAutoRead() ? decoder.silentNanos() : 0;
        long silenceLeft = silenceAllowed - silence;
        if (helloLeft <= 0) {
            close.accept(CloseReason.NO_HELLO);
        } else if (silenceLeft <= 0) {
            close.accept(CloseReason.SILENT);
        } else {
            nextLook = channel.eventLoop().schedule(this::look, Math.min(helloLeft, silenceLeft), TimeUnit.NANOSECONDS);
        }
    }

    private static void cancel(@Nullable ScheduledFuture<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }
}
