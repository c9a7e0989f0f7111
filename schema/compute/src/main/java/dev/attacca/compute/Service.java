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
import dev.attacca.store.Column;
import dev.attacca.store.Filter;
import dev.attacca.store.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A worker process of the fleet, as it reports itself.
 *
 * <p>Thread safety: confined to one thread at a time.
 */
@Versioned("1.0")
@Table("services")
public abstract class Service extends VersionedObject implements SoftDeletable {

    /** Given by the store when the service is created. */
    @Key
    public abstract UUID getUuid();

    /** Counts the stored writes. */
    @RowVersion
    public abstract long getRowVersion();

    /** Where it runs; together with {@link #getBinary()} once among the live services. */
    public abstract String getHost();

    public abstract void setHost(String host);

    /** Which program it is, such as {@code compute-agent}. */
    @Column("binary_name")
    public abstract String getBinary();

    public abstract void setBinary(String binary);

    /** Which kind of work it takes, such as {@code compute}. */
    public abstract String getTopic();

    public abstract void setTopic(String topic);

    /** How many times it reported. */
    public abstract long getReportCount();

    public abstract void setReportCount(long reportCount);

    /** When it reported last, by the clock of the process that ran {@link #beat()}; null before the first time. */
    public abstract @Nullable Instant getLastSeenUp();

    public abstract void setLastSeenUp(@Nullable Instant lastSeenUp);

    /** Whether an operator keeps new work away from it. */
    public abstract boolean isDisabled();

    public abstract void setDisabled(boolean disabled);

    /** The release it runs. */
    public abstract String getAgentVersion();

    public abstract void setAgentVersion(String agentVersion);

    @Override
    public abstract @Nullable Instant getDeletedAt();

    /**
     * Stores it as a new row; the store gives it its uuid.
     *
     * @throws AlreadyExistsException if there is a live service of that binary on that host
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
     * Reports that the service lives: one more report, seen now. Judged by what is stored now, so an operator's change in
     * between is no conflict; this object then shows it. Unsaved changes are given up.
     *
     * @throws NotFoundException if there is no live row
     */
    @Remotable(sends = Sends.KEY_AND_CHANGES)
    public void beat() {
        ReadChangeWrite.run(
                () -> mapper().refresh(this),
                () -> {
                    setReportCount(getReportCount() + 1);
                    setLastSeenUp(Instant.now());
                },
                () -> mapper().update(this));
    }

    private ServiceMapper mapper() {
        return ServiceMapper.in(context());
    }

    /** The ways to find services. */
    public static Query query(ObjectContext context) {
        return context.query(Query.class);
    }

    /** Finds services. */
    public abstract static class Query extends ObjectQuery<Service> {

        /** The service of that binary on that host, or null if none reported there. */
        @Remotable(readOnly = true)
        public @Nullable Service byHostAndBinary(String host, String binary) {
            List<Service> found =
                    mapper().find(Filter.eq(ServiceFields.HOST, host), Filter.eq(ServiceFields.BINARY, binary));
            return found.isEmpty() ? null : found.get(0);
        }

        /** Every service. */
        @Remotable(readOnly = true)
        public List<Service> all() {
            return mapper().find();
        }

        private ServiceMapper mapper() {
            return ServiceMapper.in(context());
        }
    }
}
