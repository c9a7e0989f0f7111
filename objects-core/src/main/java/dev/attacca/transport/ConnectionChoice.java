package dev.attacca.transport;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which of a client's connections carries the next call. Among conductors the one with fewer calls in flight of two that are drawn. Where
 * all connections lead to one conductor, calls gather: on one connection while it has few, then on the next one in the ring.
 *
 * <p>Source of the choice between two: M. Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001.
 *
 * <p>Thread safety: safe for use by many threads. What they read of each other may be old; then a call goes to the second best.
 */
final class ConnectionChoice<S> {
    /**
     * How many calls in flight gather on a connection. Those that go out or come back together share a write and a read on both sides, each a
     * system call and a way through TCP that cost as much as a call; from sixteen on, what is left of them in a call is little.
     */
    static final int GATHERED = 16;

    /** Where so many have no room, nearly all have none; to look at each for every call would cost more than it finds. */
    private static final int MOST_LOOKS = 16;

    private final List<Seat<S>> seats;
    private final BooleanSupplier oneConductor;

    /** The seat where calls gather. */
    private volatile int gathering;

    ConnectionChoice(List<Seat<S>> seats, BooleanSupplier oneConductor) {
        this.seats = seats;
        this.oneConductor = oneConductor;
    }

    /** The connection for the next call, or null when there is none that takes calls. */
    @Nullable
    ClientConnection<S> next() {
        int count = seats.size();
        if (count == 1) {
            return seats.get(0).usable();
        }
        ClientConnection<S> gathered = oneConductor.getAsBoolean() ? withRoom(count) : null;
        return gathered != null ? gathered : ofTwo(count);
    }

    /** Where calls gather or could; the first seats come before the others, since what is used again is warm. */
    private @Nullable ClientConnection<S> withRoom(int count) {
        int known = gathering;
        ClientConnection<S> found = withRoomAt(known);
        if (found != null) {
            return found;
        }
        int looks = Math.min(count, MOST_LOOKS);
        for (int seat = 0; seat < looks; seat++) {
            found = withRoomAt(seat);
            if (found != null) {
                gathering = seat;
                return found;
            }
        }
        int seat = known;
        for (int further = Math.min(count - looks, MOST_LOOKS); further > 0; further--) {
            seat = seat < looks || seat + 1 == count ? looks : seat + 1;
            found = withRoomAt(seat);
            if (found != null) {
                break;
            }
        }
        // Found or not: the next one looks on from here.
        gathering = seat;
        return found;
    }

    private @Nullable ClientConnection<S> withRoomAt(int seat) {
        ClientConnection<S> usable = seats.get(seat).usable();
        return usable != null && usable.hasRoom(GATHERED) && !usable.spared() ? usable : null;
    }

    private @Nullable ClientConnection<S> ofTwo(int count) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int first = random.nextInt(count);
        int second = (first + 1 + random.nextInt(count - 1)) % count;
        ClientConnection<S> one = seats.get(first).usable();
        ClientConnection<S> other = seats.get(second).usable();
        if (one == null || other == null) {
            return one != null ? one : other != null ? other : any();
        }
        if (one.spared() != other.spared()) {
            // An overloaded conductor refuses quickly, so few calls in flight there are no invitation.
            return one.spared() ? other : one;
        }
        return other.inFlight() < one.inFlight() ? other : one;
    }

    /** Some connection that takes calls; null when there is none. */
    @Nullable
    ClientConnection<S> any() {
        for (Seat<S> seat : seats) {
            ClientConnection<S> usable = seat.usable();
            if (usable != null) {
                return usable;
            }
        }
        return null;
    }
}
