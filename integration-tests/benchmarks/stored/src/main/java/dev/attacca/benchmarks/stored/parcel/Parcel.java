package dev.attacca.benchmarks.stored.parcel;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.RowVersion;
import dev.attacca.annotation.Versioned;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.SoftDeletable;
import dev.attacca.object.VersionedObject;
import dev.attacca.store.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A parcel whose row stays when it is deleted. Has as many columns to read as a {@link PlainParcel}.
 *
 * <p>Thread safety: confined to one thread at a time.
 */
@Versioned("1.0")
@Table("parcels")
public abstract class Parcel extends VersionedObject implements SoftDeletable {

    /** Given by the store when the parcel is created. */
    @Key
    public abstract UUID getUuid();

    /** Counts the stored writes. */
    @RowVersion
    public abstract long getRowVersion();

    /** Who posted it. */
    public abstract String getSender();

    public abstract void setSender(String sender);

    /** Who shall have it. */
    public abstract String getReceiver();

    public abstract void setReceiver(String receiver);

    /** Its weight. */
    public abstract long getGrams();

    public abstract void setGrams(long grams);

    /** When it was posted, or null before. */
    public abstract @Nullable Instant getPostedAt();

    public abstract void setPostedAt(@Nullable Instant postedAt);

    /** The ways to find parcels. */
    public static Query query(ObjectContext context) {
        return context.query(Query.class);
    }

    /** Finds parcels. */
    public abstract static class Query extends ObjectQuery<Parcel> {

        /** The parcel of that uuid, or null if there is none. */
        @Remotable(readOnly = true)
        public @Nullable Parcel byUuid(UUID uuid) {
            return ParcelMapper.in(context()).byKey(uuid);
        }
    }
}
