package dev.attacca.compute;

import dev.attacca.error.DomainException;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import java.util.List;

/** The classes of the compute domain, for every process that has this module on its class path. */
public final class ComputeDomain implements ObjectDomain {
    /** For {@link java.util.ServiceLoader}. */
    public ComputeDomain() {}

    @Override
    public String name() {
        return "compute";
    }

    @Override
    public List<Class<? extends VersionedObject>> types() {
        return List.of(Instance.class, Flavor.class, BlockDeviceMapping.class, Quotas.class, Service.class);
    }

    @Override
    public List<Class<? extends DomainException>> errors() {
        return List.of(QuotaExceededException.class);
    }
}
