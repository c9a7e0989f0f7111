package dev.attacca.codec;

import dev.attacca.annotation.Sensitive;
import dev.attacca.annotation.Versioned;
import dev.attacca.object.VersionedObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A class with secrets as it was, with an enum that lacked a constant. */
final class OlderWide {
    private OlderWide() {}

    enum Secret {
        OTHER
    }

    @Versioned("1.0")
    abstract static class Wide extends VersionedObject {
        @Sensitive
        public abstract int getNumber();

        @Sensitive
        public abstract Set<Secret> getStates();

        @Sensitive
        public abstract @Nullable Secret getState();
    }
}
