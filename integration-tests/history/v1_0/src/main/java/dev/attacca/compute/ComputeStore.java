package dev.attacca.compute;

import dev.attacca.store.StoredDomain;

/** The tables of the compute domain, for the processes that have a database. */
public final class ComputeStore implements StoredDomain {
    /** For {@link java.util.ServiceLoader}. */
    public ComputeStore() {}

    @Override
    public String name() {
        return "compute";
    }
}
