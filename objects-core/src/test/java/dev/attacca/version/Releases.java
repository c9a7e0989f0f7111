package dev.attacca.version;

import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.LoopbackIndirection;
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

    /** A caller that knows one class, and a conductor that knows another release of it. */
    static LoopbackIndirection between(
            Class<? extends VersionedObject> caller, Class<? extends VersionedObject> conductor) {
        return LoopbackIndirection.between(of(List.of(caller)), of(List.of(conductor)), UnitOfWorkFactory.NONE);
    }
}
