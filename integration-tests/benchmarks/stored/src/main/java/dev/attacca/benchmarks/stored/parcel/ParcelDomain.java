package dev.attacca.benchmarks.stored.parcel;

import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import java.util.List;

/** The classes that are measured beside those of the compute domain. */
public final class ParcelDomain implements ObjectDomain {
    /** For {@link java.util.ServiceLoader}. */
    public ParcelDomain() {}

    @Override
    public String name() {
        return "parcel";
    }

    @Override
    public List<Class<? extends VersionedObject>> types() {
        return List.of(Parcel.class, PlainParcel.class, Launch.class);
    }
}
