package dev.attacca.codec;

import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.PeerVersions;
import dev.attacca.registry.SchemaSet;
import dev.attacca.version.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What holds for each call of a peer that may name its versions call by call. What it does not name it is not taken to know
 * newly: without a manifest, every class has its oldest version, but for the one the call brings an object of.
 *
 * <p>Thread safety: safe for use by several threads.
 */
final class ManifestAgreements {
    private static final int MOST_KEPT = 64;

    private final ObjectRegistry registry;
    private final Agreement usual;
    private final boolean bySchemaSet;
    private final Map<Map<String, Version>, Agreement> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Map<String, Version>, Agreement> eldest) {
            return size() > MOST_KEPT;
        }
    };

    private ManifestAgreements(ObjectRegistry registry, Agreement usual, boolean bySchemaSet) {
        this.registry = registry;
        this.usual = usual;
        this.bySchemaSet = bySchemaSet;
    }

    /** For a peer whose schema set is known. */
    static ManifestAgreements of(ObjectRegistry registry, Agreement agreement) {
        return new ManifestAgreements(registry, agreement, true);
    }

    /** For peers that have no schema set. */
    static ManifestAgreements ofStrangers(ObjectRegistry registry) {
        Agreement oldest = Agreement.between(registry, PeerVersions.oldest(registry, Map.of()));
        return new ManifestAgreements(registry, oldest, false);
    }

    /** What holds for a call that names no versions. */
    Agreement usual() {
        return usual;
    }

    /**
     * What holds for a call.
     *
     * @param manifest the versions it names, or {@code null} if it names none
     * @param sent versions of the objects it brings, by name; where there are several of one name, the oldest
     */
    Agreement with(@Nullable Map<String, Version> manifest, Map<String, Version> sent) {
        if (manifest == null && (sent.isEmpty() || bySchemaSet)) {
            return usual;
        }
        Map<String, Version> named = new TreeMap<>(manifest == null ? Map.of() : manifest);
        named.keySet().removeIf(name -> registry.typeNamed(name) == null);
        sent.forEach(named::putIfAbsent);
        // An empty key cannot stand for both: no manifest means the oldest versions, an empty one means none.
        Map<String, Version> key = new TreeMap<>(named);
        if (manifest == null) {
            key.put("", Version.of(0, 0));
        }
        synchronized (kept) {
            Agreement known = kept.get(key);
            if (known != null) {
                return known;
            }
        }
        SchemaSet peer = manifest == null ? PeerVersions.oldest(registry, named) : PeerVersions.of(registry, named);
        Agreement made = Agreement.between(registry, peer);
        synchronized (kept) {
            kept.put(Map.copyOf(key), made);
        }
        return made;
    }
}
