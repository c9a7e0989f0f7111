package dev.attacca.benchmarks.record;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The measured record as the versioned objects of a domain two releases ago: what the newest is brought back to. */
public final class OldServerDomain implements ObjectDomain {
    /** For the registry. */
    public OldServerDomain() {}

    @Override
    public String name() {
        return "benchmark";
    }

    @Override
    public List<Class<? extends VersionedObject>> types() {
        return List.of(Server.class, Flavor.class, Volume.class, Port.class);
    }

    /** A registry of this domain alone. */
    public static ObjectRegistry registry() {
        return ObjectRegistry.builder().add(new OldServerDomain()).build();
    }

    /** The states of 1.0. */
    public enum ServerState {
        /** Being made. */
        BUILDING,
        /** Running. */
        ACTIVE,
        /** Powered off. */
        STOPPED,
        /** Failed. */
        ERROR,
        /** Gone. */
        DELETED
    }

    /** The server. */
    @Versioned("1.0")
    public abstract static class Server extends VersionedObject {
        @Key
        public abstract UUID getUuid();

        public abstract void setUuid(UUID uuid);

        public abstract String getDisplayName();

        public abstract void setDisplayName(String displayName);

        public abstract String getProjectId();

        public abstract void setProjectId(String projectId);

        public abstract String getUserId();

        public abstract void setUserId(String userId);

        public abstract @Nullable String getHost();

        public abstract void setHost(@Nullable String host);

        public abstract String getAvailabilityZone();

        public abstract void setAvailabilityZone(String availabilityZone);

        public abstract @Nullable String getKeyName();

        public abstract void setKeyName(@Nullable String keyName);

        public abstract String getImageName();

        public abstract void setImageName(String imageName);

        public abstract @Nullable String getDescription();

        public abstract void setDescription(@Nullable String description);

        public abstract ServerState getState();

        public abstract void setState(ServerState state);

        public abstract int getVcpus();

        public abstract void setVcpus(int vcpus);

        public abstract int getMemoryMb();

        public abstract void setMemoryMb(int memoryMb);

        public abstract int getRootGb();

        public abstract void setRootGb(int rootGb);

        public abstract long getRowVersion();

        public abstract void setRowVersion(long rowVersion);

        public abstract double getCpuShare();

        public abstract void setCpuShare(double cpuShare);

        public abstract boolean isLocked();

        public abstract void setLocked(boolean locked);

        public abstract boolean isAutoStart();

        public abstract void setAutoStart(boolean autoStart);

        public abstract Instant getCreatedAt();

        public abstract void setCreatedAt(Instant createdAt);

        public abstract @Nullable Instant getUpdatedAt();

        public abstract void setUpdatedAt(@Nullable Instant updatedAt);

        public abstract Flavor getFlavor();

        public abstract void setFlavor(Flavor flavor);

        public abstract Volume getVolume();

        public abstract void setVolume(Volume volume);

        public abstract Port getPort();

        public abstract void setPort(Port port);

        /** Finds servers. */
        public abstract static class Query extends ObjectQuery<Server> {
            /** The one of that identifier. */
            @Remotable(readOnly = true)
            public Server byUuid(UUID uuid) {
                throw new IllegalStateException(
                        "byUuid(" + uuid + ") was called (expected: only its codec is measured)");
            }
        }
    }

    /** What the server is of. */
    @Versioned("1.0")
    public abstract static class Flavor extends VersionedObject {
        @Key
        public abstract UUID getUuid();

        public abstract void setUuid(UUID uuid);

        public abstract String getName();

        public abstract void setName(String name);

        public abstract int getVcpus();

        public abstract void setVcpus(int vcpus);

        public abstract long getMemoryMb();

        public abstract void setMemoryMb(long memoryMb);

        public abstract int getDiskGb();

        public abstract void setDiskGb(int diskGb);
    }

    /** What the server starts from. */
    @Versioned("1.0")
    public abstract static class Volume extends VersionedObject {
        @Key
        public abstract UUID getUuid();

        public abstract void setUuid(UUID uuid);

        public abstract String getDevice();

        public abstract void setDevice(String device);

        public abstract String getDriver();

        public abstract void setDriver(String driver);

        public abstract long getSizeGb();

        public abstract void setSizeGb(long sizeGb);

        public abstract boolean isBootable();

        public abstract void setBootable(boolean bootable);
    }

    /** What the server talks through. */
    @Versioned("1.0")
    public abstract static class Port extends VersionedObject {
        @Key
        public abstract UUID getUuid();

        public abstract void setUuid(UUID uuid);

        public abstract String getAddress();

        public abstract void setAddress(String address);

        public abstract String getMac();

        public abstract void setMac(String mac);

        public abstract int getMtu();

        public abstract void setMtu(int mtu);

        public abstract boolean isUp();

        public abstract void setUp(boolean up);
    }
}
