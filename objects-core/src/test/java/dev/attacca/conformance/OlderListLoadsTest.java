package dev.attacca.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Lazy;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.conformance.Depot.Parcel;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.LoopbackIndirection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A conductor whose release knows no bulk loader is asked for each object, in one batch. */
class OlderListLoadsTest {
    /** The depot before it could load for lists. */
    private record OldDepot() implements ObjectDomain {
        @Override
        public String name() {
            return "depot";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(OldParcel.class, Depot.Sender.class);
        }
    }

    @Versioned(value = "1.0", name = "Parcel")
    abstract static class OldParcel extends VersionedObject {
        @Key
        public abstract long getNumber();

        public abstract @Nullable String getSenderName();

        public abstract Depot.@Nullable Sender getSender();

        @Lazy
        public abstract List<Long> getStops();

        @Remotable(readOnly = true)
        protected List<Long> loadStops() {
            return Depot.stops(getNumber());
        }

        public abstract @Nullable String getNote();

        abstract static class Query extends ObjectQuery<OldParcel> {}
    }

    @Test
    void its_single_loader_means_the_same() {
        CountedUnits units = new CountedUnits();
        LoopbackIndirection loopback = LoopbackIndirection.between(
                ObjectRegistry.builder().add(new Depot()).build(),
                ObjectRegistry.builder().add(new OldDepot()).build(),
                units);
        ObjectContext context = loopback.context();
        List<Parcel> parcels = Depot.parcels(context, 0, 3);

        context.load(parcels, "stops");

        assertThat(parcels)
                .extracting(Parcel::getStops)
                .containsExactly(List.of(0L, 1L), List.of(1L, 2L), List.of(2L, 3L));
        assertThat(units.events())
                .filteredOn("open Parcel.loadStops read-only"::equals)
                .hasSize(1);
    }
}
