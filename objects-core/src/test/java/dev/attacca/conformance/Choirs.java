package dev.attacca.conformance;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Lazy;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.ConflictException;
import dev.attacca.error.DomainException;
import dev.attacca.error.ErrorCode;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A domain for what calls do to identity, errors and each other: choirs of singers, who may stand in several places. */
final class Choirs implements ObjectDomain {
    @Override
    public String name() {
        return "choirs";
    }

    @Override
    public List<Class<? extends VersionedObject>> types() {
        return List.of(Choir.class, Singer.class);
    }

    /** An error that the domain forgets to declare. */
    @ErrorCode("HOARSE")
    static final class HoarseException extends DomainException {
        private static final long serialVersionUID = 1L;

        HoarseException() {
            super("soprano: hoarse (expected: a voice); rest", details("voice", "soprano"), null);
        }
    }

    /** Another one, which says what it is to those who do not know it. */
    @ErrorCode(value = "TAKEN", refines = ConflictException.CODE)
    static final class TakenException extends DomainException {
        private static final long serialVersionUID = 1L;

        TakenException() {
            super("stage: taken (expected: free); wait", details("stage", "main"), null);
        }
    }

    static Singer singer(ObjectContext context, String name) {
        Singer singer = context.create(Singer.class);
        singer.setName(name);
        singer.setSongs(0);
        singer.setPartner(null);
        singer.resetChanges();
        return singer;
    }

    @Versioned("1.0")
    abstract static class Singer extends VersionedObject {
        public abstract String getName();

        public abstract void setName(String name);

        public abstract int getSongs();

        public abstract void setSongs(int songs);

        public abstract @Nullable Singer getPartner();

        public abstract void setPartner(@Nullable Singer partner);

        @Remotable
        public void sing() {
            setSongs(getSongs() + 1);
        }

        @Remotable(sends = Remotable.Sends.KEY_AND_CHANGES)
        public void rest() {}
    }

    @Versioned("1.0")
    abstract static class Choir extends VersionedObject {
        @Key
        public abstract String getName();

        public abstract void setName(String name);

        public abstract List<Singer> getSingers();

        public abstract void setSingers(List<Singer> singers);

        public abstract @Nullable Singer getSoloist();

        public abstract void setSoloist(@Nullable Singer soloist);

        @Lazy
        public abstract String getCreed();

        @Lazy
        public abstract String getVerse();

        @Lazy
        public abstract String getRefrain();

        @Remotable(readOnly = true)
        protected String loadCreed() {
            return "creed: " + getCreed();
        }

        @Remotable(readOnly = true)
        protected String loadVerse() {
            return "before " + getRefrain();
        }

        @Remotable(readOnly = true)
        protected String loadRefrain() {
            return "after " + getVerse();
        }

        @Remotable
        public void rename(String name) {
            setName(name);
        }

        @Remotable(readOnly = true)
        public int songs() {
            return getSingers().stream().mapToInt(Singer::getSongs).sum();
        }

        @Remotable
        public Singer first() {
            return getSingers().get(0);
        }

        @Remotable
        public Map<String, List<Singer>> everywhere(Singer guest) {
            Singer made = singer(context(), "made");
            return Map.of(
                    "first", List.of(first(), first()), "made", List.of(made, made), "guest", List.of(guest, guest));
        }

        @Remotable
        public List<Choir> withMe() {
            Choir other = context().create(Choir.class);
            other.setName("other");
            other.setSingers(List.of(first()));
            return List.of(this, other, this, other);
        }

        @Remotable
        public Singer echo(Singer guest) {
            guest.sing();
            return guest;
        }

        @Remotable
        public Singer appoint(String name) {
            Singer made = singer(context(), name);
            setSoloist(made);
            return made;
        }

        /** Lets the first one go, after a last song. */
        @Remotable
        public Singer dismiss() {
            Singer first = first();
            first.sing();
            setSingers(getSingers().subList(1, getSingers().size()));
            return first;
        }

        @Remotable
        public void reverse() {
            List<Singer> reversed = new ArrayList<>(getSingers());
            Collections.reverse(reversed);
            reversed.get(0).sing();
            setSingers(reversed);
        }

        @Remotable
        public void soloistSings() {
            Objects.requireNonNull(getSoloist()).sing();
        }

        /** How the body sees who is who. */
        @Remotable(readOnly = true)
        public List<Boolean> same(Singer one, List<Singer> several) {
            return List.of(one == first(), several.get(0) == one, several.get(0) == several.get(1));
        }

        @Remotable(sends = Remotable.Sends.KEY_AND_CHANGES)
        public boolean isAmong(List<Choir> choirs) {
            return choirs.get(0) == this && choirs.get(0).getSingers().size() == 1;
        }

        @Remotable
        public void pair(Singer guest) {
            Singer first = first();
            first.setPartner(guest);
            setSoloist(guest);
        }

        @Remotable
        public void fail(String how) {
            setName("half done");
            switch (how) {
                case "hoarse" -> throw new HoarseException();
                case "taken" -> throw new TakenException();
                case "assertion" -> throw new AssertionError("secret of the body");
                case "overflow" -> overflow(1);
                case "linkage" -> throw new NoClassDefFoundError("secret/of/the/Body");
                default -> throw new IllegalStateException("secret of the body");
            }
        }

        private static int overflow(int depth) {
            return depth == 0 ? 0 : overflow(depth + 1) + depth;
        }

        abstract static class Query extends ObjectQuery<Choir> {
            @Remotable(readOnly = true)
            public List<Choir> sharing(int howMany) {
                Singer star = singer(context(), "star");
                return IntStream.range(0, howMany)
                        .mapToObj(i -> {
                            Choir choir = context().create(Choir.class);
                            choir.setName("c" + i);
                            choir.setSoloist(star);
                            choir.resetChanges();
                            return choir;
                        })
                        .toList();
            }

            @Remotable(readOnly = true)
            public String greeting() {
                return "hello";
            }
        }
    }
}
