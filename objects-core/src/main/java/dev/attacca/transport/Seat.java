package dev.attacca.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.DeadlineExceededException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The place of one connection: fills it, and fills it anew when the connection ends or its conductor says that it will. Each
 * attempt is a round through all addresses that no other seat has taken, one after the other on a thread that may block.
 *
 * <p>Thread safety: safe for use by many threads.
 */
final class Seat<S> implements ClientLink.Events {
    /** When to ask again for an address, where there are fewer than there are seats. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final WarmConnections<S> all;
    private final Dialer<S> dialer;
    private final Addresses addresses;
    private final Backoff backoff;
    private final Object lock;

    private enum State {
        /** Nobody has asked for a connection yet, or nobody waits for the first one any more. */
        UNUSED,
        /** A round will begin after a pause. */
        PAUSING,
        /** A round is under way. */
        DIALING,
        /** There is a connection that takes calls. */
        TAKEN,
        /** All addresses are taken by others. */
        RESTING,
        CLOSED
    }

    @GuardedBy("lock")
    private State state = State.UNUSED;

    @GuardedBy("lock")
    private Outage missing = new Outage();

    /** Rounds that failed since the last connection. */
    @GuardedBy("lock")
    private int failures;

    /** Why the last round failed, where trying again will not help. */
    @GuardedBy("lock")
    private @Nullable Throwable hopeless;

    @GuardedBy("lock")
    private @Nullable InetSocketAddress claimed;

    private volatile @Nullable ClientConnection<S> connection;

    /** The lock is that of all seats. */
    Seat(WarmConnections<S> all, Dialer<S> dialer, Addresses addresses, Backoff backoff, Object lock) {
        this.all = all;
        this.dialer = dialer;
        this.addresses = addresses;
        this.backoff = backoff;
        this.lock = lock;
    }

    /** Its connection; null when there is none that takes calls. */
    @Nullable
    ClientConnection<S> usable() {
        ClientConnection<S> known = connection;
        return known != null && known.usable() ? known : null;
    }

    /**
     * Begins to look for a connection; does nothing where that is under way.
     *
     * @param atOnce whether the very first attempt need not hold back
     */
    void look(boolean atOnce) {
        synchronized (lock) {
            if (state == State.UNUSED) {
                if (missing.failures() == 0) {
                    missing = new Outage();
                }
                pause(atOnce && failures == 0 ? 0 : pauseAfter(null));
            }
        }
    }

    /** Whether nothing is known yet of what the current search will bring. */
    boolean undecided() {
        synchronized (lock) {
            return (state == State.PAUSING || state == State.DIALING) && failures == 0;
        }
    }

    /** Why trying again will not help; null where it may. */
    @Nullable
    Throwable hopeless() {
        synchronized (lock) {
            return hopeless;
        }
    }

    /** The time since its last connection ended; guarded by the lock of all. */
    Outage missing() {
        synchronized (lock) {
            return missing;
        }
    }

    /** Looks for no other connection; the one at hand ends with the links. */
    void close() {
        synchronized (lock) {
            state = State.CLOSED;
            connection = null;
        }
    }

    @Override
    public void draining(ClientLink link) {
        ended(link, true);
    }

    @Override
    public void gone(ClientLink link) {
        ended(link, false);
    }

    private void ended(ClientLink link, boolean announced) {
        synchronized (lock) {
            ClientConnection<S> known = connection;
            if (state != State.TAKEN || known == null || known.link() != link) {
                return;
            }
            connection = null;
            release();
            missing = new Outage();
            all.lost(link.peer(), announced);
            pause(pauseAfter(null));
        }
    }

    @GuardedBy("lock")
    private void release() {
        InetSocketAddress address = claimed;
        if (address != null) {
            claimed = null;
            addresses.release(address);
        }
    }

    /** Where another connection serves there is no hurry, and a fleet that lost a conductor comes back to it spread out. */
    @GuardedBy("lock")
    private long pauseAfter(@Nullable Throwable failure) {
        RandomGenerator random = ThreadLocalRandom.current();
        long asked = failure == null ? 0 : Backoff.asked(failure).toNanos();
        return asked + (all.served() ? backoff.unhurriedNanos(random) : backoff.pauseNanos(failures, random));
    }

    @GuardedBy("lock")
    private void pause(long nanos) {
        state = State.PAUSING;
        all.later(this::round, nanos);
    }

    private void round() {
        synchronized (lock) {
            if (state != State.PAUSING && state != State.RESTING) {
                return;
            }
            state = State.DIALING;
        }
        Addresses.Round round = addresses.round();
        Throwable worst = round.unknown();
        if (worst != null) {
            failed(worst, false);
        }
        for (InetSocketAddress next = round.next(); next != null; next = round.next()) {
            Throwable failure = dial(next);
            if (failure == null) {
                return;
            }
            addresses.release(next);
            worst = worst == null || !isHopeless(worst) ? failure : worst;
        }
        roundFailed(worst);
    }

    /** Takes the seat with a connection to that address, or says why not; a closed seat needs none. */
    private @Nullable Throwable dial(InetSocketAddress address) {
        ClientLink link = null;
        try {
            link = dialer.connect(address, this);
            taken(address, dialer.agree(link));
            return null;
        } catch (InterruptedException e) {
            // Only close() interrupts, and it has told everybody.
            Thread.currentThread().interrupt();
            return null;
        } catch (Throwable e) {
            // Throwable: an error in somebody's handshake must reach whoever waits, not end the attempts in silence.
            if (link != null) {
                link.close(Duration.ofNanos(1));
            }
            failed(e, link != null);
            return e;
        }
    }

    private void failed(Throwable failure, boolean atConductor) {
        synchronized (lock) {
            missing.failed(failure, atConductor);
            all.failed(failure, atConductor);
        }
    }

    private void taken(InetSocketAddress address, ClientConnection<S> agreed) {
        synchronized (lock) {
            if (state == State.CLOSED) {
                agreed.link().close(Duration.ofNanos(1));
                return;
            }
            state = State.TAKEN;
            failures = 0;
            hopeless = null;
            claimed = address;
            connection = agreed;
            missing.over(agreed.remoteAddress());
            all.connected();
            if (!agreed.usable()) {
                // It ended before it had its seat, so nobody else will notice.
                ended(agreed.link(), false);
            }
        }
        all.arrived(agreed);
    }

    /**
     * Ends a round that brought nothing.
     *
     * @param failure why; null where no address was free
     */
    private void roundFailed(@Nullable Throwable failure) {
        synchronized (lock) {
            if (state == State.CLOSED) {
                return;
            }
            failures++;
            hopeless = failure != null && isHopeless(failure) ? failure : null;
        }
        all.roundFailed(this);
        synchronized (lock) {
            if (state != State.DIALING) {
                return;
            }
            if (!all.wanted()) {
                state = State.UNUSED;
            } else if (failure == null) {
                state = State.RESTING;
                all.later(
                        this::round,
                        LOOK_AGAIN.toNanos() / 2 + ThreadLocalRandom.current().nextLong(LOOK_AGAIN.toNanos() / 2));
            } else {
                pause(pauseAfter(failure));
            }
        }
    }

    private static boolean isHopeless(Throwable failure) {
        return !(failure instanceof DeadlineExceededException)
                && (failure instanceof AttaccaException known
                        ? !known.retryable()
                        : !(failure instanceof UnknownHostException));
    }
}
