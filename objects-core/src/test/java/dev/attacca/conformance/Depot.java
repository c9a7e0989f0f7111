package dev.attacca.conformance;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Lazy;
import dev.attacca.annotation.Loads;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.NotFoundException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectList;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.Page;
import dev.attacca.object.PageRequest;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The conformance suite's domain of long lists: a depot with as many parcels as one asks for. */
final class Depot implements ObjectDomain {
    @Override
    public String name() {
        return "depot";
    }

    @Override
    public List<Class<? extends VersionedObject>> types() {
        return List.of(Parcel.class, ParcelList.class, Sender.class);
    }

    /** Who sent parcels. */
    @Versioned("1.0")
    abstract static class Sender extends VersionedObject {
        @Key
        public abstract String getName();

        public abstract void setName(String name);
    }

    /** A parcel; those with an odd number have no note. */
    @Versioned("1.0")
    abstract static class Parcel extends VersionedObject {
        @Key
        public abstract long getNumber();

        public abstract void setNumber(long number);

        public abstract @Nullable String getSenderName();

        public abstract void setSenderName(@Nullable String senderName);

        @Lazy
        public abstract @Nullable Sender getSender();

        @Remotable(readOnly = true)
        protected @Nullable Sender loadSender() {
            return getSenderName() == null ? null : sender(context(), getSenderName());
        }

        @Lazy
        public abstract List<Long> getStops();

        @Remotable(readOnly = true)
        protected List<Long> loadStops() {
            return stops(getNumber());
        }

        @Lazy
        public abstract @Nullable String getNote();

        @Remotable(readOnly = true)
        protected @Nullable String loadNote() {
            if (getNumber() < 0) {
                throw new NotFoundException("Parcel " + getNumber() + ": gone (expected: there)", Map.of(), null);
            }
            return getNumber() % 2 == 0 ? "note " + getNumber() : null;
        }

        /** Finds parcels, numbered from 0. */
        abstract static class Query extends ObjectQuery<Parcel> {
            @Remotable(readOnly = true)
            public Page<Parcel> page(int stored, PageRequest request) {
                int from = request.marker() == null ? 0 : Integer.parseInt(request.marker()) + 1;
                return Page.of(
                        parcels(context(), from, Math.min(stored, from + request.limit() + 1)),
                        request,
                        parcel -> String.valueOf(parcel.getNumber()));
            }

            @Remotable(readOnly = true)
            @Loads(field = "sender", by = "senderName")
            public List<Sender> sendersOf(List<String> names) {
                return names.stream().map(name -> sender(context(), name)).toList();
            }

            @Remotable(readOnly = true)
            @Loads(field = "stops")
            public List<List<Long>> stopsOf(List<Long> numbers) {
                return numbers.stream()
                        .filter(number -> number < 1_000)
                        .map(Depot::stops)
                        .toList();
            }

            @Remotable(maxResults = 3)
            public List<Parcel> atMostThree(int stored) {
                return parcels(context(), 0, stored);
            }

            @Remotable(maxResults = 3)
            public ParcelList listOfAtMostThree(int stored) {
                return list(stored);
            }

            @Remotable(readOnly = true, maxResults = 3)
            public Page<Parcel> pageOfAtMostThree(int stored, PageRequest request) {
                return page(stored, request);
            }

            @Remotable
            public int asABodySeesIt(int stored) {
                return atMostThree(stored).size();
            }

            @Remotable(readOnly = true)
            public ParcelList list(int stored) {
                ParcelList list = context().create(ParcelList.class);
                list.setObjects(parcels(context(), 0, stored));
                list.setPlace("depot");
                list.resetChanges();
                return list;
            }
        }
    }

    /** Parcels in one place. */
    @Versioned("1.1")
    abstract static class ParcelList extends ObjectList<Parcel> {
        public abstract String getPlace();

        public abstract void setPlace(String place);

        @Remotable
        public void renumber(long from) {
            long number = from;
            for (Parcel parcel : this) {
                parcel.setNumber(number++);
            }
        }
    }

    static List<Parcel> parcels(ObjectContext context, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> parcel(context, number))
                .toList();
    }

    static Parcel parcel(ObjectContext context, long number) {
        Parcel parcel = context.create(Parcel.class);
        parcel.setNumber(number);
        parcel.setSenderName(number % 5 == 0 ? null : "sender " + number % 3);
        parcel.resetChanges();
        return parcel;
    }

    static Sender sender(ObjectContext context, String name) {
        Sender sender = context.create(Sender.class);
        sender.setName(name);
        sender.resetChanges();
        return sender;
    }

    static List<Long> stops(long number) {
        return List.of(number, number + 1);
    }
}
