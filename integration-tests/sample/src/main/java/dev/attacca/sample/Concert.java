package dev.attacca.sample;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Downgrade;
import dev.attacca.annotation.Lazy;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Renamed;
import dev.attacca.annotation.Versioned;
import dev.attacca.annotation.Widened;
import dev.attacca.error.ConflictException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.VersionedObject;
import dev.attacca.version.SnapshotEditor;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A concert and its seats.
 *
 * <p>Thread safety: confined to one thread at a time.
 */
@Versioned("1.2")
public abstract class Concert extends VersionedObject {

    /** What is played. */
    @Renamed(from = "name", in = "1.1")
    public abstract String getTitle();

    public abstract void setTitle(String title);

    /** Who conducts, or null if nobody does. */
    @Added(in = "1.1")
    public abstract @Nullable String getConductor();

    public abstract void setConductor(@Nullable String conductor);

    /** What was earned, in cents. */
    @Widened(from = int.class, in = "1.2")
    public abstract long getEarned();

    public abstract void setEarned(long earned);

    /** The seats, first row first; fetched at the first read. */
    @Lazy
    public abstract List<Seat> getSeats();

    @Remotable(readOnly = true)
    protected List<Seat> loadSeats() {
        return IntStream.rangeClosed(1, hall().rows()).mapToObj(this::seat).toList();
    }

    private Seat seat(int row) {
        Seat seat = context().create(Seat.class);
        seat.setRow(row);
        seat.setState(SeatState.FREE);
        seat.resetChanges();
        return seat;
    }

    /**
     * Sells a seat.
     *
     * @param cents what was paid
     * @throws ConflictException if somebody has it
     */
    @Remotable
    public void sell(int row, long cents) {
        if (!hall().take(getTitle(), row)) {
            throw ConflictException.expected("row " + row + " of " + getTitle(), "free", "taken");
        }
        getSeats().get(row - 1).setState(SeatState.TAKEN);
        setEarned(getEarned() + cents);
        resetChanges();
    }

    @Downgrade(from = "1.2", to = "1.1", loses = "what was earned beyond the range of int")
    static void narrowEarned(SnapshotEditor snapshot) {
        if (snapshot.isSet("earned")) {
            long earned = snapshot.getLong("earned");
            long narrow = Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, earned));
            if (narrow != earned) {
                snapshot.lose("earned", "beyond the range of int");
                snapshot.set("earned", narrow);
            }
        }
    }

    private Hall hall() {
        return context().service(Hall.class);
    }

    /** The ways to find concerts. */
    public static Query query(ObjectContext context) {
        return context.query(Query.class);
    }

    /** Finds concerts. */
    public abstract static class Query extends ObjectQuery<Concert> {

        /** The whole programme. */
        @Remotable(readOnly = true)
        public List<Concert> all() {
            return context().service(Hall.class).programme().stream()
                    .map(this::concert)
                    .toList();
        }

        private Concert concert(String title) {
            Concert concert = context().create(Concert.class);
            concert.setTitle(title);
            concert.setEarned(0);
            concert.resetChanges();
            return concert;
        }
    }
}
