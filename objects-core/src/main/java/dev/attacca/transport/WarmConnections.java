package dev.attacca.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.attacca.error.ConductorUnavailableException;
import dev.attacca.object.Deadline;
import io.netty.channel.EventLoopGroup;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one client, each to another conductor where there are several, agreed and warm: a call takes the one that is
 * {@link ConnectionChoice chosen}, and callers wait only while there is none.
 *
 * <p>Thread safety: safe for use by many threads.
 */
final class WarmConnections<S> {
    // The front door's name: whoever reads the log knows that one.
    private static final Logger LOG = LoggerFactory.getLogger(TransportClient.class);

    private final ClientOptions options;
    private final EventLoopGroup timers;
    private final ExecutorService attempts = Executors.newCachedThreadPool(Threads.platform("attacca-connect-"));
    private final Dialer<S> dialer;
    private final List<Seat<S>> seats;
    private final ConnectionChoice<S> choice;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final List<Waiter<S>> waiters = new ArrayList<>();

    @GuardedBy("lock")
    private boolean wasConnected;

    @GuardedBy("lock")
    private boolean closed;

    @GuardedBy("lock")
    private Outage outage = new Outage();

    /** Somebody who waits for a connection. */
    private record Waiter<S>(CompletableFuture<Connection<S>> future) {}

    WarmConnections(ClientOptions options, Dialer<S> dialer, Addresses addresses, EventLoopGroup timers) {
        this.options = options;
        this.timers = timers;
        this.dialer = dialer;
        Backoff backoff = new Backoff(options.firstRetry(), options.longestRetry());
        this.seats = IntStream.range(0, addresses.mostSeats())
                .mapToObj(seat -> new Seat<>(this, dialer, addresses, backoff, lock))
                .toList();
        this.choice = new ConnectionChoice<>(seats, addresses::oneConductor);
    }

    /** The connection for the next call, or null when there is none that takes calls. */
    @Nullable
    Connection<S> atHand() {
        return choice.next();
    }

    /** Those that take calls. */
    List<Connection<S>> all() {
        return seats.stream()
                .<Connection<S>>map(Seat::usable)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether there is a connection that takes calls. */
    boolean served() {
        return choice.any() != null;
    }

    /** A connection, as soon as there is one; completed by threads of ours, so nothing of a user's may hang on to it. */
    CompletableFuture<Connection<S>> acquire(Deadline deadline) {
        Waiter<S> waiter = new Waiter<>(new CompletableFuture<>());
        synchronized (lock) {
            Connection<S> known = atHand();
            if (known != null) {
                return CompletableFuture.completedFuture(known);
            }
            if (closed) {
                return CompletableFuture.failedFuture(closedException());
            }
            waiters.add(waiter);
            look();
            // Within the lock: after close() the event loops take no more timers.
            var timer = timers.next()
                    .schedule(
                            () -> expire(waiter),
                            Math.max(0, deadline.remaining().toNanos()),
                            TimeUnit.NANOSECONDS);
            var unused = waiter.future().whenComplete((connection, failure) -> timer.cancel(false));
        }
        return waiter.future();
    }

    /** Begins to connect although nobody has asked yet. */
    void start() {
        synchronized (lock) {
            // As for whoever was connected before: a whole fleet may begin in this instant.
            wasConnected = true;
            look();
        }
    }

    @GuardedBy("lock")
    private void look() {
        if (!wasConnected && outage.failures() == 0) {
            outage = new Outage();
        }
        seats.forEach(seat -> seat.look(!wasConnected));
    }

    /** Ends every connection when its last answer is in, or after the grace; nobody waits here for that. */
    void close(Duration grace) {
        List<Waiter<S>> told;
        synchronized (lock) {
            closed = true;
            seats.forEach(Seat::close);
            told = takeWaiters();
        }
        attempts.shutdownNow();
        told.forEach(waiter -> waiter.future().completeExceptionally(closedException()));
        dialer.close(grace);
    }

    /** Whether every connection has ended. */
    boolean idle() {
        return dialer.idle();
    }

    /** Runs a seat's round after a pause, on a thread that may block. */
    void later(Runnable round, long nanos) {
        var unused = timers.next()
                .schedule(
                        () -> {
                            synchronized (lock) {
                                if (!closed) {
                                    attempts.execute(round);
                                }
                            }
                        },
                        nanos,
                        TimeUnit.NANOSECONDS);
    }

    /** Whether anybody needs another round. */
    boolean wanted() {
        synchronized (lock) {
            return wasConnected || !waiters.isEmpty();
        }
    }

    /** A seat lost its connection. */
    void lost(SocketAddress peer, boolean announced) {
        synchronized (lock) {
            boolean served = served();
            LOG.info(
                    announced ? "the conductor at {} is going away; {}" : "the connection to {} has ended; {}",
                    peer,
                    served ? "another one serves; connecting anew" : "connecting anew");
            if (!served) {
                outage = new Outage();
            }
        }
    }

    /** An attempt failed. */
    void failed(Throwable failure, boolean atConductor) {
        synchronized (lock) {
            outage.failed(failure, atConductor);
        }
    }

    /** A seat has a connection. */
    void connected() {
        synchronized (lock) {
            wasConnected = true;
        }
    }

    /** Tells whoever waits; with the lock not held. */
    void arrived(ClientConnection<S> connection) {
        List<Waiter<S>> told;
        synchronized (lock) {
            told = takeWaiters();
        }
        told.forEach(waiter -> waiter.future().complete(connection));
    }

    /**
     * A seat tried everything in vain: says so once an outage. Where trying again will not help, and no other seat has yet to
     * try, whoever waits is told. With the lock not held.
     */
    void roundFailed(Seat<S> seat) {
        List<Waiter<S>> told;
        Throwable hopeless;
        synchronized (lock) {
            if (served()) {
                seat.missing().tell(true);
                return;
            }
            if (closed || seats.stream().anyMatch(Seat::undecided)) {
                return;
            }
            outage.tell(false);
            hopeless = seats.stream()
                    .map(Seat::hopeless)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
            told = hopeless == null ? List.of() : takeWaiters();
        }
        if (hopeless != null) {
            told.forEach(waiter -> waiter.future().completeExceptionally(hopeless));
        }
    }

    private void expire(Waiter<S> waiter) {
        String message;
        Throwable cause;
        synchronized (lock) {
            if (!waiters.remove(waiter)) {
                return;
            }
            cause = outage.last();
            message = "conductor: none of " + options.addresses() + " reached in time, after " + outage.failures()
                    + " attempts in " + outage.millis() + " ms"
                    + (cause == null ? "" : ", the last one: " + cause.getMessage())
                    + " (expected: a connection before the deadline); start a conductor, or correct the addresses";
        }
        waiter.future().completeExceptionally(new ConductorUnavailableException(message, Map.of(), cause));
    }

    @GuardedBy("lock")
    private List<Waiter<S>> takeWaiters() {
        List<Waiter<S>> taken = List.copyOf(waiters);
        waiters.clear();
        return taken;
    }

    private static ConductorUnavailableException closedException() {
        return new ConductorUnavailableException("client: closed (expected: open); use a new one");
    }
}
