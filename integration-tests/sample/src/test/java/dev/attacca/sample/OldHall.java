package dev.attacca.sample;

import dev.attacca.annotation.Lazy;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.util.List;

/** The hall as it was at release 1.0, as far as a caller needs it: the bodies run elsewhere. */
final class OldHall implements ObjectDomain {
    @Override
    public String name() {
        return "hall";
    }

    @Override
    public List<Class<? extends VersionedObject>> types() {
        return List.of(Concert.class, Seat.class);
    }

    static ObjectRegistry registry() {
        return ObjectRegistry.builder().add(new OldHall()).build();
    }

    enum SeatState {
        FREE,
        TAKEN
    }

    @Versioned("1.0")
    abstract static class Seat extends VersionedObject {
        public abstract int getRow();

        public abstract void setRow(int row);

        public abstract SeatState getState();

        public abstract void setState(SeatState state);
    }

    @Versioned("1.0")
    abstract static class Concert extends VersionedObject {
        public abstract String getName();

        public abstract void setName(String name);

        public abstract int getEarned();

        public abstract void setEarned(int earned);

        @Lazy
        public abstract List<Seat> getSeats();

        @Remotable(readOnly = true)
        protected List<Seat> loadSeats() {
            throw new UnsupportedOperationException("runs on the conductor");
        }

        @Remotable
        public void sell(int row, long cents) {
            throw new UnsupportedOperationException("runs on the conductor");
        }

        abstract static class Query extends ObjectQuery<Concert> {
            @Remotable(readOnly = true)
            public List<Concert> all() {
                throw new UnsupportedOperationException("runs on the conductor");
            }
        }
    }
}
