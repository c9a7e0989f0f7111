package dev.attacca.compute;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Remotable.Sends;
import dev.attacca.annotation.RowVersion;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.AlreadyExistsException;
import dev.attacca.error.ConflictException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.error.NotFoundException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.VersionedObject;
import dev.attacca.store.Table;
import org.jspecify.annotations.Nullable;

/**
 * What a project may have and what it has: instances, virtual processors and memory. A limit of {@value #UNLIMITED} means
 * no limit, as in Nova.
 *
 * <p>Thread safety: confined to one thread at a time.
 */
@Versioned("1.0")
@Table("quotas")
public abstract class Quotas extends VersionedObject {
    /** The limit that is none. */
    public static final int UNLIMITED = -1;

    /** The project. */
    @Key
    public abstract String getProjectId();

    public abstract void setProjectId(String projectId);

    /** Counts the stored writes. */
    @RowVersion
    public abstract long getRowVersion();

    /** How many instances the project may have. */
    public abstract int getMaxInstances();

    public abstract void setMaxInstances(int maxInstances);

    /** How many virtual processors they may have together. */
    public abstract int getMaxCores();

    public abstract void setMaxCores(int maxCores);

    /** How much memory they may have together, in MiB. */
    public abstract long getMaxRamMb();

    public abstract void setMaxRamMb(long maxRamMb);

    /** How many instances the project has. */
    public abstract int getUsedInstances();

    public abstract void setUsedInstances(int usedInstances);

    /** How many virtual processors they have together. */
    public abstract int getUsedCores();

    public abstract void setUsedCores(int usedCores);

    /** How much memory they have together, in MiB. */
    public abstract long getUsedRamMb();

    public abstract void setUsedRamMb(long usedRamMb);

    /**
     * Stores it as a new row.
     *
     * @throws AlreadyExistsException if the project has one
     */
    @Remotable
    public void create() {
        mapper().insert(this);
    }

    /**
     * Stores the changed fields.
     *
     * @throws ConflictException if the row was written since it was read
     * @throws NotFoundException if there is no row
     */
    @Remotable(sends = Sends.KEY_AND_CHANGES)
    public void save() {
        mapper().save(this);
    }

    /**
     * Counts more as used, judged by what is stored now; this object then shows what was stored, unsaved changes are given up.
     * Concurrent reservations wait for each other's rows and never exceed a limit together.
     *
     * @param instances how many instances more, at least 0
     * @param cores how many virtual processors more, at least 0
     * @param ramMb how much memory more, in MiB, at least 0
     * @throws InvalidValueException if one of them is negative
     * @throws QuotaExceededException if a limit would be exceeded; nothing is counted then
     * @throws NotFoundException if the project has no quotas
     */
    @Remotable(sends = Sends.KEY_AND_CHANGES)
    public void reserve(int instances, int cores, long ramMb) {
        refuseNegative(instances, cores, ramMb);
        ReadChangeWrite.run(
                () -> mapper().refresh(this),
                () -> {
                    setUsedInstances((int) raised(
                            "usedInstances", getUsedInstances(), instances, getMaxInstances(), Integer.MAX_VALUE));
                    setUsedCores((int) raised("usedCores", getUsedCores(), cores, getMaxCores(), Integer.MAX_VALUE));
                    setUsedRamMb(raised("usedRamMb", getUsedRamMb(), ramMb, getMaxRamMb(), Long.MAX_VALUE));
                },
                () -> mapper().update(this));
    }

    /**
     * Counts less as used, judged by what is stored now; this object then shows what was stored, unsaved changes are given up.
     * Stops at 0: a release that is made again after a crash must not become room for more than the limits allow.
     *
     * @param instances how many instances less, at least 0
     * @param cores how many virtual processors less, at least 0
     * @param ramMb how much memory less, in MiB, at least 0
     * @throws InvalidValueException if one of them is negative
     * @throws NotFoundException if the project has no quotas
     */
    @Remotable(sends = Sends.KEY_AND_CHANGES)
    public void release(int instances, int cores, long ramMb) {
        refuseNegative(instances, cores, ramMb);
        ReadChangeWrite.run(
                () -> mapper().refresh(this),
                () -> {
                    setUsedInstances(Math.max(0, getUsedInstances() - instances));
                    setUsedCores(Math.max(0, getUsedCores() - cores));
                    setUsedRamMb(Math.max(0, getUsedRamMb() - ramMb));
                },
                () -> mapper().update(this));
    }

    /** What is used once more is; a limit lowered below what is used refuses only what would use more. */
    private long raised(String field, long used, long more, long limit, long largest) {
        long most = limit == UNLIMITED ? largest : limit;
        if (more > 0 && more > most - used) {
            throw new QuotaExceededException(getProjectId(), field, used, more, most);
        }
        return used + more;
    }

    private static void refuseNegative(int instances, int cores, long ramMb) {
        refuseNegative("instances", instances);
        refuseNegative("cores", cores);
        refuseNegative("ramMb", ramMb);
    }

    private static void refuseNegative(String name, long value) {
        if (value < 0) {
            throw new InvalidValueException(name + ": " + value + " (expected: at least 0); use the opposite method");
        }
    }

    private QuotasMapper mapper() {
        return QuotasMapper.in(context());
    }

    /** The ways to find quotas. */
    public static Query query(ObjectContext context) {
        return context.query(Query.class);
    }

    /** Finds quotas. */
    public abstract static class Query extends ObjectQuery<Quotas> {

        /** The quotas of a project, or null if none were set. */
        @Remotable(readOnly = true)
        public @Nullable Quotas byProject(String projectId) {
            return QuotasMapper.in(context()).byKey(projectId);
        }
    }
}
