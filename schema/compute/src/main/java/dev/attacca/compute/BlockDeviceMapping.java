package dev.attacca.compute;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Remotable.Sends;
import dev.attacca.annotation.RowVersion;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.AlreadyExistsException;
import dev.attacca.error.ConflictException;
import dev.attacca.error.NotFoundException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.SoftDeletable;
import dev.attacca.object.VersionedObject;
import dev.attacca.store.Filter;
import dev.attacca.store.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A disk of an instance and where its content lives.
 *
 * <p>Thread safety: confined to one thread at a time.
 */
@Versioned("1.0")
@Table("block_device_mappings")
public abstract class BlockDeviceMapping extends VersionedObject implements SoftDeletable {

    /** Given by the store when the mapping is created. */
    @Key
    public abstract UUID getUuid();

    /** Counts the stored writes. */
    @RowVersion
    public abstract long getRowVersion();

    /** The instance that has the disk. */
    public abstract UUID getInstanceUuid();

    public abstract void setInstanceUuid(UUID instanceUuid);

    /** What the instance sees it as, such as {@code /dev/vda}: once per instance among its live mappings. */
    public abstract String getDeviceName();

    public abstract void setDeviceName(String deviceName);

    /** The volume behind it, or null for a disk local to the host. */
    public abstract @Nullable String getVolumeId();

    public abstract void setVolumeId(@Nullable String volumeId);

    /** Size in GiB. */
    public abstract int getSizeGb();

    public abstract void setSizeGb(int sizeGb);

    /** Position in the boot order, 0 for the root disk; negative means never booted from. */
    public abstract int getBootIndex();

    public abstract void setBootIndex(int bootIndex);

    /** Whether the volume goes with its instance. */
    public abstract boolean isDeleteOnTermination();

    public abstract void setDeleteOnTermination(boolean deleteOnTermination);

    @Override
    public abstract @Nullable Instant getDeletedAt();

    /**
     * Stores it as a new row; the store gives it its uuid.
     *
     * @throws AlreadyExistsException if its instance has a live mapping of that device name
     */
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
     * Marks its row deleted; the row stays, and the device name is free again.
     *
     * @throws ConflictException if the row was written since it was read
     * @throws NotFoundException if there is no live row
     */
    @Remotable(sends = Sends.KEY_AND_CHANGES)
    public void destroy() {
        mapper().destroy(this);
    }

    private BlockDeviceMappingMapper mapper() {
        return BlockDeviceMappingMapper.in(context());
    }

    /** The ways to find block device mappings. */
    public static Query query(ObjectContext context) {
        return context.query(Query.class);
    }

    /** Finds block device mappings. */
    public abstract static class Query extends ObjectQuery<BlockDeviceMapping> {

        /** The mappings of an instance. */
        @Remotable(readOnly = true)
        public List<BlockDeviceMapping> byInstance(UUID instanceUuid) {
            return BlockDeviceMappingMapper.in(context())
                    .find(Filter.eq(BlockDeviceMappingFields.INSTANCE_UUID, instanceUuid));
        }
    }
}
