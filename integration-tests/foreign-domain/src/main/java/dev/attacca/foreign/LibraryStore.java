package dev.attacca.foreign;

import dev.attacca.store.StoredDomain;

/** The tables of the library. */
public final class LibraryStore implements StoredDomain {
    /** For {@link java.util.ServiceLoader}. */
    public LibraryStore() {}

    @Override
    public String name() {
        return "foreign";
    }
}
