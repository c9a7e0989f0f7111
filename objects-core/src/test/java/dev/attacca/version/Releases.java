package dev.attacca.version;

import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.util.List;

/** Registries of what one release or another knows of a domain; releases of a class are classes of one versioned name. */
final class Releases {
    private Releases() {}

    private record Domain(List<Class<? extends VersionedObject>> types) implements ObjectDomain {
        @Override
        public String name() {
            return "releases";
        }
    }

    static ObjectRegistry of(List<Class<? extends VersionedObject>> types) {
        return ObjectRegistry.builder().add(new Domain(types)).build();
    }
}
