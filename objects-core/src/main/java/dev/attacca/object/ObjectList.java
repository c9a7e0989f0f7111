package dev.attacca.object;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A list of objects that is a versioned object itself: it can have a version, fields and remotables of its own, and is
 * changed when one of its objects is. A domain class is an abstract subclass that names its element:
 *
 * <pre>{@code
 * @Versioned("1.0")
 * public abstract class InstanceList extends ObjectList<Instance> {}
 * }</pre>
 *
 * <p>The objects cross in the version that the reader knows of their own class, whatever the list's version. The list of
 * {@link #getObjects()} is immutable; to change it, set one.
 *
 * <p>Source: oslo's {@code ObjectListBase}, with its field {@code objects}.
 *
 * <p>Thread safety: confined to one thread at a time.
 *
 * @param <T> the class of its objects
 */
public abstract class ObjectList<T extends VersionedObject> extends VersionedObject implements Iterable<T> {
    /** For the generated subclass. */
    protected ObjectList() {}

    /** The objects in order, immutable. */
    public abstract List<T> getObjects();

    /** Replaces the objects. */
    public abstract void setObjects(List<T> objects);

    /**
     * How many objects there are.
     *
     * @throws dev.attacca.error.UnsetFieldException if they are not set; so do all others
     */
    public final int size() {
        return getObjects().size();
    }

    /** Whether there are none. */
    public final boolean isEmpty() {
        return getObjects().isEmpty();
    }

    /**
     * The object at a position.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public final T get(int position) {
        return getObjects().get(position);
    }

    /** The objects in order; removes nothing. */
    @Override
    public final Iterator<T> iterator() {
        return getObjects().iterator();
    }

    /** The objects in order. */
    public final Stream<T> stream() {
        return getObjects().stream();
    }
}
