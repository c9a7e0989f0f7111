package dev.attacca.codec;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.UnknownTypeException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.object.ObjectType;
import dev.attacca.object.QueryType;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.ValueType;
import dev.attacca.registry.Layout;
import dev.attacca.registry.LayoutField;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.SchemaSet;
import dev.attacca.registry.SchemaSet.TypeSchema;
import dev.attacca.version.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What two sides can say to each other, worked out by each of them alone from both schema sets, once per connection: for
 * every class both know, the older of the two versions is its shape on the wire, and ids stand for names. The side that
 * knows more translates, in both directions. A class that cannot be agreed on is refused when it is used, never before.
 *
 * <p>Immutable, safe for use by several threads.
 */
public final class Agreement {
    private final Map<String, AgreedType> byName = new HashMap<>();
    private final Map<String, Supplier<AttaccaException>> refused = new HashMap<>();
    private final List<@Nullable AgreedType> byId = new ArrayList<>();
    private final Map<Class<?>, EnumCodes> enums = new ConcurrentHashMap<>();
    private final List<String> names = new ArrayList<>();
    private final SchemaSet theirs;

    private Agreement(ObjectRegistry registry, SchemaSet theirs) {
        this.theirs = theirs;
        List<Runnable> compile = new ArrayList<>();
        for (TypeSchema schema : theirs.types().values()) {
            ObjectType<?> type = registry.typeNamed(schema.name());
            if (type != null) {
                Layout layout = agree(registry, type, schema);
                int id = byId.size();
                byId.add(null);
                names.add(schema.name());
                if (layout != null) {
                    compile.add(() -> place(id, layout, schema, registry));
                }
            }
        }
        compile.forEach(Runnable::run);
    }

    /** Works out what the registry's side can say to a side that knows that schema set. */
    public static Agreement between(ObjectRegistry registry, SchemaSet theirs) {
        return new Agreement(registry, theirs);
    }

    private void place(int id, Layout layout, TypeSchema schema, ObjectRegistry registry) {
        QueryType<?> query = layout.type().queryType() == null
                ? null
                : registry.queryType(layout.type().queryType());
        List<RemotableMethod> queries = query == null ? List.of() : query.remotables();
        AgreedType agreed = new AgreedType(id, layout, schema, layout.type().remotables(), queries, this);
        byId.set(id, agreed);
        byName.put(schema.name(), agreed);
    }

    private @Nullable Layout agree(ObjectRegistry registry, ObjectType<?> type, TypeSchema schema) {
        String name = type.name();
        if (!type.version().sameMajor(schema.version())) {
            refused.put(name, () -> otherMajor(name, type.version(), schema.version()));
            return null;
        }
        if (type.version().isBefore(schema.version())) {
            return registry.history(type).newest();
        }
        Layout layout = registry.history(type).at(schema.version());
        String difference = layout == null ? "no history" : difference(layout, schema);
        if (difference != null) {
            refused.put(name, () -> fingerprint(name, schema, difference));
            return null;
        }
        return layout;
    }

    private static VersionMismatchException otherMajor(String name, Version mine, Version theirs) {
        Version newer = mine.isBefore(theirs) ? theirs : mine;
        Version older = mine.isBefore(theirs) ? mine : theirs;
        Map<String, String> details = new LinkedHashMap<>();
        details.put(VersionMismatchException.TYPE, name);
        details.put(VersionMismatchException.ASKED, newer.toString());
        details.put(VersionMismatchException.SUPPORTED, older.toString());
        return new VersionMismatchException(
                VersionMismatchException.TOO_NEW,
                name + ": this side speaks " + mine + ", the other " + theirs
                        + " (expected: the same major); upgrade the older side first",
                details,
                null);
    }

    private static @Nullable String difference(Layout mine, TypeSchema schema) {
        List<String> here = mine.fields().stream().map(LayoutField::schemaText).toList();
        List<String> onlyHere =
                here.stream().filter(field -> !schema.fields().contains(field)).toList();
        List<String> onlyThere =
                schema.fields().stream().filter(field -> !here.contains(field)).toList();
        return onlyHere.isEmpty() && onlyThere.isEmpty() ? null : "only here " + onlyHere + ", only there " + onlyThere;
    }

    private static VersionMismatchException fingerprint(String name, TypeSchema schema, String difference) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put(VersionMismatchException.TYPE, name);
        details.put(VersionMismatchException.ASKED, schema.version().toString());
        return new VersionMismatchException(
                VersionMismatchException.CODE,
                name + " " + schema.version() + " is not the same on both sides: " + difference
                        + " (expected: one shape per version); raise the version of the side that changed it",
                details,
                null);
    }

    /**
     * The agreement about a class.
     *
     * @throws UnknownTypeException if the other side does not know it
     * @throws VersionMismatchException if the two sides' versions do not go together
     */
    public AgreedType typed(String name) {
        AgreedType agreed = byName.get(name);
        if (agreed != null) {
            return agreed;
        }
        Supplier<AttaccaException> refusal = refused.get(name);
        if (refusal != null) {
            throw refusal.get();
        }
        throw new UnknownTypeException(name + ": the other side does not know this class (expected one of: "
                + theirs.types().keySet() + "; upgrade it, or add the class's module there)");
    }

    /**
     * The class with that id.
     *
     * @throws UnknownTypeException if there is none
     * @throws VersionMismatchException if the two sides' versions of it do not go together
     */
    public AgreedType typed(int id) {
        if (id < 0 || id >= byId.size()) {
            throw new UnknownTypeException(
                    "type " + id + ": unknown (expected: 0 to " + (byId.size() - 1) + ", as agreed in the handshake)");
        }
        AgreedType agreed = byId.get(id);
        return agreed == null ? typed(names.get(id)) : agreed;
    }

    EnumCodes codes(ValueType.EnumValue type) {
        return enums.computeIfAbsent(
                type.javaType(), enumType -> new EnumCodes(type, theirs.enums().get(enumType.getSimpleName())));
    }

    /** What the other side knows. */
    public SchemaSet theirs() {
        return theirs;
    }

    /**
     * Where the two sides differ, sorted: {@code Instance 1.2 -> 1.0} for an agreed class of two versions, {@code Instance -> 2.0
     * refused} for one they cannot agree on.
     */
    public List<String> skew() {
        List<String> skew = new ArrayList<>();
        for (AgreedType agreed : byName.values()) {
            if (!agreed.type().version().shape().equals(agreed.theirs().version())) {
                skew.add(agreed.toString());
            }
        }
        refused.keySet().forEach(name -> skew.add(name + " -> " + versionThere(name) + " refused"));
        Collections.sort(skew);
        return List.copyOf(skew);
    }

    private String versionThere(String name) {
        TypeSchema schema = theirs.types().get(name);
        return schema == null ? "nothing" : schema.version().toString();
    }
}
