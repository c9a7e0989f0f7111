package dev.attacca.codec;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The sample domain as it was at 1.0. */
final class OldSample implements ObjectDomain {
    @Override
    public String name() {
        return "sample";
    }

    @Override
    public List<Class<? extends VersionedObject>> types() {
        return List.of(Machine.class, Disk.class);
    }

    static ObjectRegistry registry() {
        return ObjectRegistry.builder().add(new OldSample()).build();
    }

    enum Mood {
        IDLE,
        BUSY
    }

    @Versioned("1.0")
    abstract static class Disk extends VersionedObject {
        public abstract String getLabel();

        public abstract void setLabel(String label);

        public abstract int getSize();

        public abstract void setSize(int size);
    }

    @Versioned("1.0")
    abstract static class Machine extends VersionedObject {
        @Key
        public abstract UUID getUuid();

        public abstract String getLabel();

        public abstract void setLabel(String label);

        public abstract @Nullable String getColour();

        public abstract void setColour(@Nullable String colour);

        public abstract int getMemory();

        public abstract void setMemory(int memory);

        public abstract boolean isOn();

        public abstract void setOn(boolean on);

        public abstract double getLoad();

        public abstract void setLoad(double load);

        public abstract Mood getMood();

        public abstract void setMood(Mood mood);

        public abstract @Nullable Instant getSeen();

        public abstract void setSeen(@Nullable Instant seen);

        public abstract @Nullable String getSecret();

        public abstract void setSecret(@Nullable String secret);

        public abstract Map<String, String> getTags();

        public abstract void setTags(Map<String, String> tags);

        public abstract List<Disk> getDisks();

        public abstract void setDisks(List<Disk> disks);

        public abstract String getMotto();

        public abstract void setMotto(String motto);

        @Remotable
        public void rename(String name) {
            setLabel(name);
        }

        abstract static class Query extends ObjectQuery<Machine> {
            @Remotable(readOnly = true)
            public @Nullable Machine none() {
                return null;
            }
        }
    }
}
