package dev.attacca.registry;

import dev.attacca.object.ObjectType;
import dev.attacca.object.QueryType;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.ValueType;
import dev.attacca.registry.SchemaSet.TypeSchema;
import dev.attacca.version.TypeKey;
import dev.attacca.version.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The schema set of a peer that names versions and sends no set of its own: what such a peer must know if it knows those
 * classes at those versions. Of an enum it is taken to know what every class that holds it had at its version.
 */
public final class PeerVersions {
    private final ObjectRegistry registry;
    private final Map<TypeKey, TypeSchema> types = new TreeMap<>();
    private final Map<String, List<String>> enums = new TreeMap<>();

    private PeerVersions(ObjectRegistry registry) {
        this.registry = registry;
    }

    /**
     * The oldest version of every registered class, of several majors all of them, but for some.
     *
     * @param but the versions of those, by the name peers know
     */
    public static SchemaSet oldest(ObjectRegistry registry, Map<String, Version> but) {
        PeerVersions peer = new PeerVersions(registry);
        for (ObjectType<?> type : registry.types()) {
            Version other = but.get(type.name());
            if (other == null || !other.sameMajor(type.version())) {
                peer.add(type, registry.history(type).layouts().get(0).version());
            }
        }
        return peer.with(but);
    }

    /**
     * What a peer with those versions knows.
     *
     * @param versions by the name peers know; a name that is not registered here is passed over, as in a peer's own set
     */
    public static SchemaSet of(ObjectRegistry registry, Map<String, Version> versions) {
        return new PeerVersions(registry).with(versions);
    }

    private SchemaSet with(Map<String, Version> versions) {
        versions.forEach((name, version) -> {
            ObjectType<?> type = registry.type(TypeKey.of(name, version));
            if (type != null) {
                add(type, version.shape());
            } else if (registry.typeNamed(name) != null) {
                put(new TypeSchema(name, version.shape(), List.of(), List.of(), List.of(), List.of()));
            }
        });
        return SchemaSet.of(types, enums);
    }

    private void put(TypeSchema schema) {
        types.put(schema.key(), schema);
    }

    private void add(ObjectType<?> type, Version version) {
        Layout known = registry.history(type).at(version);
        Layout layout = known == null ? registry.history(type).newest() : known;
        QueryType<?> query = type.queryType() == null ? null : registry.queryType(type.queryType());
        List<RemotableMethod> calls = reachable(type.remotables(), version);
        List<RemotableMethod> queries = query == null ? List.of() : reachable(query.remotables(), version);
        put(new TypeSchema(
                type.name(),
                version,
                layout.fields().stream().map(LayoutField::schemaText).toList(),
                signatures(calls),
                signatures(queries),
                // Only bodies without names have a use for it.
                List.of()));
        layout.fields().forEach(field -> collect(field.type(), version));
        calls.forEach(remotable -> collect(remotable, version));
        queries.forEach(remotable -> collect(remotable, version));
    }

    private static List<RemotableMethod> reachable(List<RemotableMethod> remotables, Version version) {
        return remotables.stream()
                .filter(remotable -> !version.isBefore(remotable.since()))
                .toList();
    }

    private static List<String> signatures(List<RemotableMethod> remotables) {
        return remotables.stream().map(RemotableMethod::signature).sorted().toList();
    }

    private void collect(RemotableMethod remotable, Version version) {
        remotable.parameters().forEach(parameter -> collect(parameter, version));
        collect(remotable.result(), version);
    }

    private void collect(@Nullable ValueType type, Version version) {
        if (type instanceof ValueType.EnumValue enumType) {
            List<String> constants = new ArrayList<>(EnumFallbacks.constantsAt(enumType, version));
            enums.merge(
                    enumType.javaType().getSimpleName(),
                    constants,
                    (known, more) -> known.stream().filter(more::contains).toList());
        } else if (type != null) {
            type.parts().forEach(part -> collect(part, version));
        }
    }

    /** The versions of a class and of every class its objects can hold, by name: what its reader must name. */
    public static Map<String, Version> tree(ObjectRegistry registry, ObjectType<?> root) {
        Map<String, Version> versions = new LinkedHashMap<>();
        follow(registry, root, versions);
        return new TreeMap<>(versions);
    }

    private static void follow(ObjectRegistry registry, ObjectType<?> type, Map<String, Version> versions) {
        if (versions.putIfAbsent(type.name(), type.version()) == null) {
            type.fields().forEach(field -> follow(registry, field.type(), versions));
        }
    }

    private static void follow(ObjectRegistry registry, ValueType type, Map<String, Version> versions) {
        if (type instanceof ValueType.ObjectValue object) {
            registry.types().stream()
                    .filter(held -> held.javaType() == object.javaType()
                            || (object.polymorphic() && object.javaType().isAssignableFrom(held.javaType())))
                    .forEach(held -> follow(registry, held, versions));
        }
        type.parts().forEach(part -> follow(registry, part, versions));
    }
}
