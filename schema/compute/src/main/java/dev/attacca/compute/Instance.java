package dev.attacca.compute;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Downgrade;
import dev.attacca.annotation.Key;
import dev.attacca.annotation.Lazy;
import dev.attacca.annotation.Loads;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Remotable.Sends;
import dev.attacca.annotation.Renamed;
import dev.attacca.annotation.RowVersion;
import dev.attacca.annotation.Versioned;
import dev.attacca.annotation.Widened;
import dev.attacca.error.ConflictException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.error.NotFoundException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.Owned;
import dev.attacca.object.Page;
import dev.attacca.object.PageRequest;
import dev.attacca.object.SoftDeletable;
import dev.attacca.object.Timestamped;
import dev.attacca.object.VersionedObject;
import dev.attacca.store.Column;
import dev.attacca.store.Expectation;
import dev.attacca.store.Filter;
import dev.attacca.store.Json;
import dev.attacca.store.NotStored;
import dev.attacca.store.Select;
import dev.attacca.store.Table;
import dev.attacca.version.SnapshotEditor;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A virtual machine of a project: what its owner asked for, what its host made of it, and which operation is under way.
 *
 * <p>History: 1.0 the first shape; 1.1 {@code availabilityZone} and {@code flavor}; 1.2 {@code displayName} became
 * {@code name}, {@code memoryMb} a {@code long}, and {@link VmState#SHELVED_OFFLOADED} came.
 *
 * <p>Thread safety: confined to one thread at a time.
 */
@Versioned("1.2")
@Table("instances")
public abstract class Instance extends VersionedObject implements Owned, SoftDeletable, Timestamped {

    /** Given by the store when the instance is created. */
    @Key
    public abstract UUID getUuid();

    /** Counts the stored writes. */
    @RowVersion
    public abstract long getRowVersion();

    /** The project that owns it and whose quotas it uses. */
    @Override
    public abstract String getProjectId();

    public abstract void setProjectId(String projectId);

    /** The user who asked for it. */
    @Override
    public abstract String getUserId();

    public abstract void setUserId(String userId);

    /** The name its owner gave it; not unique. */
    @Renamed(from = "displayName", in = "1.2")
    @Column("display_name")
    public abstract String getName();

    public abstract void setName(String name);

    /** The host that runs it, or null until one was chosen and once it is off every host. */
    public abstract @Nullable String getHost();

    public abstract void setHost(@Nullable String host);

    /** Where its owner wants it, or null for anywhere. */
    @Added(in = "1.1")
    public abstract @Nullable String getAvailabilityZone();

    public abstract void setAvailabilityZone(@Nullable String availabilityZone);

    /** Memory in MiB, copied from the flavor when the instance was made. */
    @Widened(from = int.class, in = "1.2")
    public abstract long getMemoryMb();

    public abstract void setMemoryMb(long memoryMb);

    /** Virtual processors, copied from the flavor when the instance was made. */
    public abstract int getVcpus();

    public abstract void setVcpus(int vcpus);

    /** The key of its flavor. */
    public abstract String getFlavorId();

    public abstract void setFlavorId(String flavorId);

    /** Its flavor, fetched at the first read. */
    @Added(in = "1.1")
    @Lazy
    @NotStored
    public abstract Flavor getFlavor();

    @Remotable(readOnly = true, since = "1.1")
    protected Flavor loadFlavor() {
        return FlavorMapper.in(context()).requireByKey(getFlavorId());
    }

    /** What it is, for its owner. */
    public abstract VmState getVmState();

    public abstract void setVmState(VmState vmState);

    /** The operation under way, or null for none. */
    public abstract @Nullable TaskState getTaskState();

    public abstract void setTaskState(@Nullable TaskState taskState);

    /** What its hypervisor last said. */
    public abstract PowerState getPowerState();

    public abstract void setPowerState(PowerState powerState);

    /** When it first ran, or null before. */
    public abstract @Nullable Instant getLaunchedAt();

    public abstract void setLaunchedAt(@Nullable Instant launchedAt);

    /** When its host stopped it for good, or null before. Earlier than {@link #getDeletedAt()}. */
    public abstract @Nullable Instant getTerminatedAt();

    public abstract void setTerminatedAt(@Nullable Instant terminatedAt);

    /** What services note about it for each other: image properties, who asked for the delete. Fetched at the first read. */
    @Lazy
    @Json
    public abstract Map<String, String> getSystemMetadata();

    public abstract void setSystemMetadata(Map<String, String> systemMetadata);

    @Remotable(readOnly = true, sends = Sends.KEY_AND_CHANGES)
    protected Map<String, String> loadSystemMetadata() {
        return mapper().requireByKey(getUuid()).getSystemMetadata();
    }

    /** Its live block devices, fetched at the first read. */
    @Lazy
    @NotStored
    public abstract List<BlockDeviceMapping> getBlockDevices();

    @Remotable(readOnly = true, sends = Sends.KEY_AND_CHANGES)
    protected List<BlockDeviceMapping> loadBlockDevices() {
        return BlockDeviceMappingMapper.in(context())
                .find(Filter.eq(BlockDeviceMappingFields.INSTANCE_UUID, getUuid()));
    }

    /** Stores it as a new row; the store gives it its uuid. */
    @Remotable
    public void create() {
        mapper().insert(this);
    }

    /**
     * Stores the changed fields.
     *
     * @throws ConflictException if the row was written since it was read
     * @throws NotFoundException if there is no live row
     */
    @Remotable(sends = Sends.KEY_AND_CHANGES)
    public void save() {
        mapper().save(this);
    }

    /**
     * Stores the changed fields while the stored states are still the expected ones.
     *
     * @param vmState what the stored {@code vmState} must be
     * @param taskState what the stored {@code taskState} must be; null for no operation under way
     * @throws ConflictException if they are not, or the row was written since it was read
     * @throws NotFoundException if there is no live row
     */
    @Remotable(sends = Sends.KEY_AND_CHANGES)
    public void saveExpecting(VmState vmState, @Nullable TaskState taskState) {
        mapper().save(
                        this,
                        Expectation.expecting(InstanceFields.VM_STATE, vmState),
                        taskState == null
                                ? Expectation.expectingNull(InstanceFields.TASK_STATE)
                                : Expectation.expecting(InstanceFields.TASK_STATE, taskState));
    }

    /**
     * Marks its row deleted; the row stays.
     *
     * @throws ConflictException if the row was written since it was read
     * @throws NotFoundException if there is no live row
     */
    @Remotable(sends = Sends.KEY_AND_CHANGES)
    public void destroy() {
        mapper().destroy(this);
    }

    /**
     * Reads its row again; unsaved changes are given up.
     *
     * @throws NotFoundException if there is no row that the request sees
     */
    @Remotable(readOnly = true, sends = Sends.KEY_AND_CHANGES)
    public void refresh() {
        mapper().refresh(this);
    }

    @Downgrade(from = "1.2", to = "1.1", loses = "memoryMb beyond the range of int")
    static void narrowMemory(SnapshotEditor snapshot) {
        if (snapshot.isSet("memoryMb")) {
            long memory = snapshot.getLong("memoryMb");
            long narrow = Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, memory));
            if (narrow != memory) {
                snapshot.lose("memoryMb", "capped at " + narrow);
                snapshot.set("memoryMb", narrow);
            }
        }
    }

    private InstanceMapper mapper() {
        return InstanceMapper.in(context());
    }

    /** The ways to find instances. */
    public static Query query(ObjectContext context) {
        return context.query(Query.class);
    }

    /** Finds instances. */
    public abstract static class Query extends ObjectQuery<Instance> {

        /** The instance of that uuid, or null if there is none. */
        @Remotable(readOnly = true)
        public @Nullable Instance byUuid(UUID uuid) {
            return mapper().byKey(uuid);
        }

        /** The instances on a host. */
        @Remotable(readOnly = true)
        public List<Instance> byHost(String host) {
            return mapper().find(Filter.eq(InstanceFields.HOST, host));
        }

        /** The instances whose owners wanted them in a zone. */
        @Remotable(readOnly = true, since = "1.1")
        public List<Instance> byAvailabilityZone(String availabilityZone) {
            return mapper().find(Filter.eq(InstanceFields.AVAILABILITY_ZONE, availabilityZone));
        }

        /** The instances of that name. */
        @Remotable(readOnly = true, since = "1.2")
        public List<Instance> byName(String name) {
            return mapper().find(Filter.eq(InstanceFields.NAME, name));
        }

        /**
         * A page of the instances on a host, in the order of their uuids; the page's marker is the uuid of its last one.
         *
         * @throws InvalidValueException if the marker is no uuid, or more are asked for than a page may have
         */
        @Remotable(readOnly = true, since = "1.2", maxResults = 500)
        public Page<Instance> pageByHost(String host, PageRequest request) {
            Filter<Instance> onHost = Filter.eq(InstanceFields.HOST, host);
            Select<Instance> rest = request.marker() == null
                    ? Select.where(onHost)
                    : Select.where(onHost, Filter.gt(InstanceFields.UUID, uuidOf(request.marker())));
            List<Instance> found = mapper().find(rest.limit(request.limit() + 1));
            return Page.of(found, request, instance -> instance.getUuid().toString());
        }

        private static UUID uuidOf(String marker) {
            try {
                return UUID.fromString(marker);
            } catch (IllegalArgumentException malformed) {
                throw new InvalidValueException(
                        "PageRequest.marker: " + marker + " (expected: the next of a page of instances)");
            }
        }

        /** The flavors of those keys, in their order: what a list of instances is loaded with at once. */
        @Remotable(readOnly = true, since = "1.2")
        @Loads(field = "flavor", by = "flavorId")
        public List<Flavor> flavorsOf(List<String> flavorIds) {
            FlavorMapper flavors = FlavorMapper.in(context());
            Map<String, Flavor> found = new HashMap<>();
            flavors.find(Select.where(Filter.in(FlavorFields.FLAVOR_ID, flavorIds)))
                    .forEach(flavor -> found.put(flavor.getFlavorId(), flavor));
            // One that is gone is told as the single loader tells it.
            return flavorIds.stream()
                    .map(flavorId -> found.computeIfAbsent(flavorId, flavors::requireByKey))
                    .toList();
        }

        private InstanceMapper mapper() {
            return InstanceMapper.in(context());
        }
    }
}
