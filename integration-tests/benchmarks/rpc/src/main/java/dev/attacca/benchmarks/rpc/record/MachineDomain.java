package dev.attacca.benchmarks.rpc.record;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.util.List;
import java.util.Map;

/** The measured payload as versioned objects. */
public final class MachineDomain implements ObjectDomain {
    /** For the registry. */
    public MachineDomain() {}

    @Override
    public String name() {
        return "machines";
    }

    @Override
    public List<Class<? extends VersionedObject>> types() {
        return List.of(Machine.class, Flavor.class);
    }

    /** A registry of this domain alone. */
    public static ObjectRegistry registry() {
        return ObjectRegistry.builder().add(new MachineDomain()).build();
    }

    /** The machine. */
    @Versioned("1.0")
    public abstract static class Machine extends VersionedObject {
        @Key
        public abstract String getId();

        public abstract void setId(String id);

        public abstract String getName();

        public abstract void setName(String name);

        public abstract String getProjectId();

        public abstract void setProjectId(String projectId);

        public abstract String getUserId();

        public abstract void setUserId(String userId);

        public abstract String getHost();

        public abstract void setHost(String host);

        public abstract String getZone();

        public abstract void setZone(String zone);

        public abstract String getImage();

        public abstract void setImage(String image);

        public abstract String getKeyName();

        public abstract void setKeyName(String keyName);

        public abstract String getDescription();

        public abstract void setDescription(String description);

        public abstract int getVcpus();

        public abstract void setVcpus(int vcpus);

        public abstract long getMemoryMb();

        public abstract void setMemoryMb(long memoryMb);

        public abstract int getRootGb();

        public abstract void setRootGb(int rootGb);

        public abstract long getRowVersion();

        public abstract void setRowVersion(long rowVersion);

        public abstract long getCreatedAt();

        public abstract void setCreatedAt(long createdAt);

        public abstract long getUpdatedAt();

        public abstract void setUpdatedAt(long updatedAt);

        public abstract double getCpuShare();

        public abstract void setCpuShare(double cpuShare);

        public abstract boolean isLocked();

        public abstract void setLocked(boolean locked);

        public abstract boolean isAutoStart();

        public abstract void setAutoStart(boolean autoStart);

        public abstract Flavor getFlavor();

        public abstract void setFlavor(Flavor flavor);

        public abstract Map<String, String> getMetadata();

        public abstract void setMetadata(Map<String, String> metadata);

        /**
         * What is measured: the machine travels there, and another one of the same content back. A copy, because the machine
         * itself would come back as a reference of one byte.
         */
        @Remotable
        public Machine echo() {
            return copyOf(this);
        }
    }

    /** What the machine is of. */
    @Versioned("1.0")
    public abstract static class Flavor extends VersionedObject {
        @Key
        public abstract String getId();

        public abstract void setId(String id);

        public abstract String getName();

        public abstract void setName(String name);

        public abstract int getVcpus();

        public abstract void setVcpus(int vcpus);

        public abstract long getMemoryMb();

        public abstract void setMemoryMb(long memoryMb);

        public abstract int getDiskGb();

        public abstract void setDiskGb(int diskGb);

        public abstract boolean isShared();

        public abstract void setShared(boolean shared);
    }
}
