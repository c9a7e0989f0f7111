package dev.attacca.conductor.broken;

import dev.attacca.annotation.Lazy;
import dev.attacca.annotation.Versioned;
import dev.attacca.annotation.Widened;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import java.util.List;

/** Two classes, each wrong in its own way. */
public final class BrokenDomain implements ObjectDomain {
    @Override
    public String name() {
        return "broken";
    }

    @Override
    public List<Class<? extends VersionedObject>> types() {
        return List.of(Forgetful.class, Narrow.class);
    }

    /** Has no loader for its lazy field. */
    @Versioned("1.0")
    public abstract static class Forgetful extends VersionedObject {
        /** Somebody. */
        @Lazy
        public abstract String getOwner();
    }

    /** Widened a field without a way back. */
    @Versioned("1.1")
    public abstract static class Narrow extends VersionedObject {
        /** In MiB. */
        @Widened(from = int.class, in = "1.1")
        public abstract long getMemoryMb();
    }
}
