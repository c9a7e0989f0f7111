package dev.attacca.compute;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.AlreadyExistsException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.VersionedObject;
import dev.attacca.store.Table;
import org.jspecify.annotations.Nullable;

/**
 * A size that instances are offered in. Written once: instances copy what they need of it.
 *
 * <p>Thread safety: confined to one thread at a time.
 */
@Versioned("1.0")
@Table("flavors")
public abstract class Flavor extends VersionedObject {

    /** The key that instances and people name it by, such as {@code m1.small}. */
    @Key
    public abstract String getFlavorId();

    public abstract void setFlavorId(String flavorId);

    /** What it is called in lists. */
    public abstract String getName();

    public abstract void setName(String name);

    /** Memory in MiB. */
    public abstract int getMemoryMb();

    public abstract void setMemoryMb(int memoryMb);

    /** Virtual processors. */
    public abstract int getVcpus();

    public abstract void setVcpus(int vcpus);

    /** Root disk in GiB; 0 means as large as the image. */
    public abstract int getRootGb();

    public abstract void setRootGb(int rootGb);

    /**
     * Stores it as a new row.
     *
     * @throws AlreadyExistsException if there is one of that key
     */
    @Remotable
    public void create() {
        FlavorMapper.in(context()).insert(this);
    }

    /** The ways to find flavors. */
    public static Query query(ObjectContext context) {
        return context.query(Query.class);
    }

    /** Finds flavors. */
    public abstract static class Query extends ObjectQuery<Flavor> {

        /** The flavor of that key, or null if there is none. */
        @Remotable(readOnly = true)
        public @Nullable Flavor byFlavorId(String flavorId) {
            return FlavorMapper.in(context()).byKey(flavorId);
        }
    }
}
