package dev.attacca.object;

import java.util.List;

/**
 * Told of the lazy loads of a context's objects before they happen: for counters, and for tests that fail where a list is
 * fetched object by object. What it throws, the reader of the field gets.
 *
 * <p>Thread safety: called on the thread that reads.
 */
@FunctionalInterface
public interface LazyLoadListener {
    /** Listens to nothing. */
    LazyLoadListener NONE = (object, field) -> {};

    /** A field of one object is about to be fetched at its first read. */
    void loading(VersionedObject object, ObjectField field);

    /** A field of several objects is about to be fetched by {@link ObjectContext#load}. */
    default void loading(List<? extends VersionedObject> objects, ObjectField field) {}
}
