package dev.attacca.benchmarks.stored.parcel;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.RowVersion;
import dev.attacca.annotation.Versioned;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.VersionedObject;
import dev.attacca.store.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Parcel} whose row goes when it is deleted.
 *
 * <p>Thread safety: confined to one thread at a time.
 */
@Versioned("1.0")
@Table("plain_parcels")
public abstract class PlainParcel extends VersionedObject {

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

    /** When it came back, or null if it did not. */
    public abstract @Nullable Instant getReturnedAt();

    public abstract void setReturnedAt(@Nullable Instant returnedAt);

    /** The ways to find parcels. */
    public static Query query(ObjectContext context) {
        return context.query(Query.class);
    }

    /** Finds parcels. */
    public abstract static class Query extends ObjectQuery<PlainParcel> {

        /** The parcel of that uuid, or null if there is none. */
        @Remotable(readOnly = true)
        public @Nullable PlainParcel byUuid(UUID uuid) {
            return PlainParcelMapper.in(context()).byKey(uuid);
        }
    }
}
