package dev.attacca.foreign;

import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import java.util.List;

/** The classes of the library. */
public final class LibraryDomain implements ObjectDomain {
    /** For {@link java.util.ServiceLoader}. */
    public LibraryDomain() {}

    @Override
    public String name() {
        return "foreign";
    }

    @Override
    public List<Class<? extends VersionedObject>> types() {
        return List.of(Author.class, Book.class);
    }
}
