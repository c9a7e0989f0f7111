package dev.attacca.registry;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Downgrade;
import dev.attacca.annotation.Key;
import dev.attacca.annotation.Lazy;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Removed;
import dev.attacca.annotation.Renamed;
import dev.attacca.annotation.Sensitive;
import dev.attacca.annotation.Versioned;
import dev.attacca.annotation.Widened;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.VersionedObject;
import dev.attacca.version.SnapshotEditor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A small domain with a history, for the tests of objects-core. */
public final class Sample implements ObjectDomain {
    @Override
    public String name() {
        return "sample";
    }

    @Override
    public List<Class<? extends VersionedObject>> types() {
        return List.of(Machine.class, Disk.class);
    }

    /** The registry of this domain. */
    public static ObjectRegistry registry() {
        return ObjectRegistry.builder().add(new Sample()).build();
    }

    /** What a machine is doing. */
    public enum Mood {
        IDLE,
        BUSY,
        @Added(in = "1.2", fallback = "BUSY")
        OVERWORKED
    }

    /** A disk. */
    @Versioned("1.0")
    public abstract static class Disk extends VersionedObject {
        public abstract String getLabel();

        public abstract void setLabel(String label);

        public abstract int getSize();

        public abstract void setSize(int size);
    }

    /** A machine with a past. */
    @Versioned("1.2")
    @Removed(field = "colour", type = String.class, in = "1.1")
    public abstract static class Machine extends VersionedObject {
        @Key
        public abstract UUID getUuid();

        @Renamed(from = "label", in = "1.1")
        public abstract String getName();

        public abstract void setName(String name);

        @Widened(from = int.class, in = "1.2")
        public abstract long getMemory();

        public abstract void setMemory(long memory);

        public abstract boolean isOn();

        public abstract void setOn(boolean on);

        public abstract double getLoad();

        public abstract void setLoad(double load);

        public abstract Mood getMood();

        public abstract void setMood(Mood mood);

        public abstract @Nullable Instant getSeen();

        public abstract void setSeen(@Nullable Instant seen);

        @Sensitive
        public abstract @Nullable String getSecret();

        public abstract void setSecret(@Nullable String secret);

        public abstract Map<String, String> getTags();

        public abstract void setTags(Map<String, String> tags);

        public abstract List<Disk> getDisks();

        public abstract void setDisks(List<Disk> disks);

        @Added(in = "1.1")
        public abstract @Nullable Disk getRoot();

        public abstract void setRoot(@Nullable Disk root);

        @Lazy
        public abstract String getMotto();

        @Remotable(readOnly = true)
        protected String loadMotto() {
            return "motto of " + getName();
        }

        @Remotable
        public void rename(String name) {
            setName(name);
        }

        @Remotable(sends = Remotable.Sends.KEY_AND_CHANGES)
        public void touch() {
            resetChanges();
        }

        @Remotable
        public Machine fail(String why) {
            setName("half done");
            throw new IllegalStateException(why);
        }

        @Remotable(since = "1.2")
        public Machine self() {
            return this;
        }

        @Downgrade(from = "1.2", to = "1.1", loses = "memory above 2147483647")
        static void narrowMemory(SnapshotEditor snapshot) {
            if (snapshot.isSet("memory") && snapshot.getLong("memory") > Integer.MAX_VALUE) {
                snapshot.lose("memory", "above " + Integer.MAX_VALUE);
                snapshot.set("memory", (long) Integer.MAX_VALUE);
            }
            if (snapshot.isSet("memory") && snapshot.getLong("memory") < Integer.MIN_VALUE) {
                snapshot.lose("memory", "below " + Integer.MIN_VALUE);
                snapshot.set("memory", (long) Integer.MIN_VALUE);
            }
        }

        public static Query query(ObjectContext context) {
            return context.query(Query.class);
        }

        /** Finds machines. */
        public abstract static class Query extends ObjectQuery<Machine> {
            @Remotable(readOnly = true)
            public Machine named(String name) {
                Machine machine = context().create(Machine.class);
                machine.setName(name);
                machine.resetChanges();
                return machine;
            }

            @Remotable(readOnly = true)
            public @Nullable Machine none() {
                return null;
            }

            @Remotable(readOnly = true)
            public int count(List<String> names, @Nullable Mood mood) {
                return names.size() + (mood == null ? 0 : 100);
            }
        }
    }
}
