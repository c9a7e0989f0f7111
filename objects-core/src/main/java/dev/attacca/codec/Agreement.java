package dev.attacca.codec;

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
import dev.attacca.version.TypeKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What two sides can say to each other, worked out by each of them alone from both schema sets, once per connection: for
 * every class both know, the older of the two versions is its shape on the wire, and ids stand for names. The side that
 * knows more translates, in both directions. Majors of one name are agreed on one by one. A class that cannot be agreed on is
 * refused when it is used, never before.
 *
 * <p>Immutable, safe for use by several threads.
 */
public final class Agreement {
    private final Map<TypeKey, AgreedType> byKey = new HashMap<>();
    private final Map<TypeKey, String> differences = new TreeMap<>();
    private final List<TypeKey> keys = new ArrayList<>();
    private final List<@Nullable AgreedType> byId = new ArrayList<>();
    private final IdentityHashMap<RemotableMethod, MethodCodec> methods = new IdentityHashMap<>();
    private final Map<Class<?>, EnumCodes> enums = new ConcurrentHashMap<>();
    private final ObjectRegistry registry;
    private final SchemaSet theirs;
    private final Disagreement disagreement;
    private final boolean asItIs;

    private Agreement(ObjectRegistry registry, SchemaSet theirs) {
        this.registry = registry;
        this.theirs = theirs;
        this.disagreement = new Disagreement(registry, theirs);
        List<Runnable> compile = new ArrayList<>();
        for (TypeSchema schema : theirs.types().values()) {
            ObjectType<?> type = registry.type(schema.key());
            if (type != null) {
                Layout layout = agree(type, schema);
                int id = byId.size();
                byId.add(null);
                keys.add(schema.key());
                if (layout != null) {
                    compile.add(() -> place(id, layout, schema));
                }
            }
        }
        compile.forEach(Runnable::run);
        this.asItIs = byKey.values().stream()
                .allMatch(agreed -> agreed.codec().projection().asItIs());
    }

    /** Works out what the registry's side can say to a side that knows that schema set. */
    public static Agreement between(ObjectRegistry registry, SchemaSet theirs) {
        return new Agreement(registry, theirs);
    }

    private void place(int id, Layout layout, TypeSchema schema) {
        QueryType<?> query = layout.type().queryType() == null
                ? null
                : registry.queryType(layout.type().queryType());
        List<RemotableMethod> queries = query == null ? List.of() : query.remotables();
        AgreedType agreed = new AgreedType(id, layout, schema, layout.type().remotables(), queries, this);
        byId.set(id, agreed);
        byKey.put(schema.key(), agreed);
        layout.type().remotables().forEach(method -> methods.put(method, agreed.codecOf(method)));
        queries.forEach(method -> methods.put(method, agreed.codecOf(method)));
    }

    private @Nullable Layout agree(ObjectType<?> type, TypeSchema schema) {
        if (type.version().isBefore(schema.version())) {
            return registry.history(type).newest();
        }
        Layout layout = registry.history(type).at(schema.version());
        String difference = layout == null ? "no history" : difference(layout, schema);
        if (difference != null) {
            differences.put(schema.key(), difference);
            return null;
        }
        return layout;
    }

    private static @Nullable String difference(Layout mine, TypeSchema schema) {
        List<String> here = mine.fields().stream().map(LayoutField::schemaText).toList();
        List<String> onlyHere =
                here.stream().filter(field -> !schema.fields().contains(field)).toList();
        List<String> onlyThere =
                schema.fields().stream().filter(field -> !here.contains(field)).toList();
        return onlyHere.isEmpty() && onlyThere.isEmpty() ? null : "only here " + onlyHere + ", only there " + onlyThere;
    }

    /**
     * The agreement about a class.
     *
     * @throws UnknownTypeException if the other side does not know it
     * @throws VersionMismatchException if the two sides' versions do not go together
     */
    public AgreedType typed(TypeKey key) {
        AgreedType agreed = byKey.get(key);
        if (agreed == null) {
            throw disagreement.about(key, differences.get(key));
        }
        return agreed;
    }

    /**
     * The agreement about a class by what a {@link TypeKey} is written as.
     *
     * @throws UnknownTypeException if the other side does not know it
     * @throws VersionMismatchException if the two sides' versions do not go together
     */
    public AgreedType typed(String key) {
        return typed(TypeKey.parse(key));
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
        return agreed == null ? typed(keys.get(id)) : agreed;
    }

    /**
     * How a remotable's arguments and result cross.
     *
     * @throws UnknownTypeException if the other side does not know the remotable's class
     * @throws VersionMismatchException if the two sides' versions of it do not go together
     */
    MethodCodec codecOf(RemotableMethod method) {
        MethodCodec known = methods.get(method);
        return known == null ? typed(method.owner()).codecOf(method) : known;
    }

    /** Whether what this side sends crosses as it is, for all classes: without written steps or other values in the place of nulls. */
    boolean asItIs() {
        return asItIs;
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
     * refused} for one they cannot agree on. A major that one side lacks is no difference while they share another.
     */
    public List<String> skew() {
        List<String> skew = new ArrayList<>();
        for (AgreedType agreed : byKey.values()) {
            if (!agreed.type().version().shape().equals(agreed.theirs().version())) {
                skew.add(agreed.toString());
            }
        }
        differences.keySet().forEach(key -> skew.add(disagreement.shown(key)));
        registry.types().stream()
                .map(ObjectType::key)
                .filter(key -> theirs.typeNamed(key.name()) != null)
                .filter(key -> keys.stream().noneMatch(shared -> shared.name().equals(key.name())))
                .forEach(key -> skew.add(disagreement.shown(key)));
        Collections.sort(skew);
        return List.copyOf(skew);
    }
}
