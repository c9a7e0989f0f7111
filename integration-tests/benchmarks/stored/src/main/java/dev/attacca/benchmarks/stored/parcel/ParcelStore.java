package dev.attacca.benchmarks.stored.parcel;

import dev.attacca.store.StoredDomain;

/** The tables of the parcels. */
public final class ParcelStore implements StoredDomain {
    /** For {@link java.util.ServiceLoader}. */
    public ParcelStore() {}

    @Override
    public String name() {
        return "parcel";
    }
}
