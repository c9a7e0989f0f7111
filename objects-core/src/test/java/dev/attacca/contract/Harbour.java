package dev.attacca.contract;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Downgrade;
import dev.attacca.annotation.Key;
import dev.attacca.annotation.Lazy;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Remotable.Sends;
import dev.attacca.annotation.Removed;
import dev.attacca.annotation.Renamed;
import dev.attacca.annotation.RowVersion;
import dev.attacca.annotation.Sensitive;
import dev.attacca.annotation.Versioned;
import dev.attacca.annotation.Widened;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.version.SnapshotEditor;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A small domain with a history, for the tests of the contract. */
final class Harbour implements ObjectDomain {
    /** The lock of this domain, as it must be. */
    static final String LOCK = """
            attacca objects lock 1
            enum Flag
              constant BLUE; since 1.1; fallback RED
              constant RED
              constant WHITE
            class Crew 1.0
              field captain: string
              field size: int
            class Ship 1.2
              field berth: string; lazy
              field crew: object(Crew)?; since 1.1
              field flag: enum(Flag)
              field name: string; named label until 1.1
              field password: string?; sensitive
              field revision: long; row-version; read-only
              field tonnage: long; typed int until 1.2
              field uuid: uuid; key; read-only
              removed colour: string?; gone 1.1
              step 1.2 -> 1.1: loses "tonnage above 2147483647"
              call loadBerth; read-only
                returns string
              call moor; sends key-and-changes; since 1.1
                argument berth: string
                argument until: instant?
                returns void
              query byName; read-only
                argument name: string
                returns list<object(Ship)>
            """;

    @Override
    public String name() {
        return "harbour";
    }

    @Override
    public List<Class<? extends VersionedObject>> types() {
        return List.of(Ship.class, Crew.class);
    }

    /** What flies at the stern. */
    enum Flag {
        WHITE,
        RED,
        @Added(in = "1.1", fallback = "RED")
        BLUE
    }

    @Versioned("1.0")
    abstract static class Crew extends VersionedObject {
        public abstract String getCaptain();

        public abstract void setCaptain(String captain);

        public abstract int getSize();

        public abstract void setSize(int size);
    }

    @Versioned("1.2")
    @Removed(field = "colour", type = String.class, in = "1.1")
    abstract static class Ship extends VersionedObject {
        @Key
        public abstract UUID getUuid();

        @RowVersion
        public abstract long getRevision();

        @Renamed(from = "label", in = "1.1")
        public abstract String getName();

        public abstract void setName(String name);

        @Widened(from = int.class, in = "1.2")
        public abstract long getTonnage();

        public abstract void setTonnage(long tonnage);

        public abstract Flag getFlag();

        public abstract void setFlag(Flag flag);

        @Sensitive
        public abstract @Nullable String getPassword();

        public abstract void setPassword(@Nullable String password);

        @Added(in = "1.1")
        public abstract @Nullable Crew getCrew();

        public abstract void setCrew(@Nullable Crew crew);

        @Lazy
        public abstract String getBerth();

        public abstract void setBerth(String berth);

        @Remotable(readOnly = true)
        protected String loadBerth() {
            return "north";
        }

        @Remotable(sends = Sends.KEY_AND_CHANGES, since = "1.1")
        public void moor(String berth, java.time.@Nullable Instant until) {
            setBerth(until == null ? berth : berth + until);
        }

        @Downgrade(from = "1.2", to = "1.1", loses = "tonnage above 2147483647")
        static void narrow(SnapshotEditor snapshot) {
            snapshot.isSet("tonnage");
        }

        abstract static class Query extends ObjectQuery<Ship> {
            @Remotable(readOnly = true)
            public List<Ship> byName(String name) {
                return List.of();
            }
        }
    }
}
