package dev.attacca.transport;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * How many bytes a process holds for one purpose, all connections together. When there are too many, the connections that
 * hold more than an equal share have to stop; the others, which are not the reason, go on.
 *
 * <p>Thread safety: safe for use by several threads; each {@link Share} is confined to the event loop of its connection.
 */
final class ByteBudget {
    /** Changes of less are not worth telling the others, so that small calls cost them nothing. */
    private static final int STEP = 4096;

    private final long limit;
    private final IntSupplier connections;
    private final Runnable crossed;
    private final AtomicLong held = new AtomicLong();

    /**
     * A budget of which nothing is used.
     *
     * @param limit from how many bytes on connections have to stop; they may go on below half of it
     * @param connections how many share it
     * @param crossed run when more than three quarters are used, and when less than half is again, by whichever thread caused that
     */
    ByteBudget(long limit, IntSupplier connections, Runnable crossed) {
        this.limit = limit;
        this.connections = connections;
        this.crossed = crossed;
    }

    long limit() {
        return limit;
    }

    /** What is held, to within 4 KiB for each connection. */
    long held() {
        return held.get();
    }

    /** Whether more than three quarters are used. */
    boolean nearlyFull() {
        return nearlyFull(held.get());
    }

    /** Whether less than half is used. */
    boolean low() {
        return low(held.get());
    }

    private boolean nearlyFull(long bytes) {
        return bytes > limit - limit / 4;
    }

    private boolean low(long bytes) {
        return bytes <= limit / 2;
    }

    /** What one connection holds. */
    final class Share {
        private long mine;

        /** States what the connection holds now. */
        void hold(long bytes) {
            long more = bytes - mine;
            if (more == 0 || (bytes != 0 && Math.abs(more) < STEP)) {
                return;
            }
            mine = bytes;
            long now = held.addAndGet(more);
            long before = now - more;
            if ((low(now) && !low(before)) || (nearlyFull(now) && !nearlyFull(before))) {
                crossed.run();
            }
        }

        /** Whether there is too much, and this connection is a reason for that. */
        boolean mustStop() {
            return held.get() > limit && mine > share();
        }

        /** Whether a connection that had to stop may go on. */
        boolean mayGoOn() {
            return mine <= share() / 2 || low(held.get());
        }

        private long share() {
            return limit / Math.max(1, connections.getAsInt());
        }
    }
}
