package dev.attacca.codec;

import dev.attacca.error.UnknownTypeException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectType;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.PeerVersions;
import dev.attacca.version.TypeKey;
import dev.attacca.version.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Objects as JSON primitives, for data that is kept or read by eye: {@code {"versioned_object.name": "Disk", …}}. Written in
 * the versions the objects have or in older ones; read in any version this registry remembers, older data upgraded. The same
 * object gives the same bytes. Fields are called in small letters: {@code sizeGb} is {@code size_gb}.
 *
 * <p>Bytes are never trusted: depth, lengths and counts are limited, names that are not known are refused, and what is thrown
 * for bytes that make no sense is a {@link dev.attacca.error.DecodeException} with the path, an {@link UnknownTypeException}
 * for a class that is not registered, or a {@link dev.attacca.error.VersionMismatchException} for a version that is yet to
 * come.
 *
 * <p>Source: {@code obj_to_primitive}, {@code obj_from_primitive} and {@code VersionedObjectSerializer} of
 * oslo.versionedobjects. Thread safety: safe for use by several threads.
 */
public final class ObjectJson {
    private final ObjectRegistry registry;
    private final JsonForms forms;
    private final JsonShape.Cache shapes = new JsonShape.Cache();
    private final Agreement own;

    private ObjectJson(ObjectRegistry registry, JsonForms forms) {
        this.registry = registry;
        this.forms = forms;
        this.own = Agreement.between(registry, registry.schemaSet());
    }

    /** Primitives in our own form. */
    public static ObjectJson of(ObjectRegistry registry) {
        return builder(registry).build();
    }

    /** Begins with our own form. */
    public static Builder builder(ObjectRegistry registry) {
        return new Builder(registry);
    }

    /** Thread safety: confined to one thread. */
    public static final class Builder {
        private final ObjectRegistry registry;
        private final Map<Class<? extends VersionedObject>, JsonForm> own = new HashMap<>();
        private JsonForm usual = JsonForm.DEFAULT;
        private boolean wholeSeconds;

        private Builder(ObjectRegistry registry) {
            this.registry = registry;
        }

        /** The form of every class that has none of its own. */
        public Builder form(JsonForm form) {
            usual = form;
            return this;
        }

        /** The form of one class; what its objects hold keeps its own. */
        public Builder form(Class<? extends VersionedObject> type, JsonForm form) {
            own.put(type, form);
            return this;
        }

        /** Cuts instants to whole seconds when they are written, as the ancestor does; by default microseconds are kept. */
        public Builder wholeSeconds() {
            wholeSeconds = true;
            return this;
        }

        /** The finished form. */
        public ObjectJson build() {
            return new ObjectJson(registry, new JsonForms(usual, own, wholeSeconds));
        }
    }

    /**
     * Written JSON.
     *
     * @param json UTF-8 without white space, keys sorted
     * @param losses what a reader of the older versions does not get
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
    public record Written(byte[] json, List<Loss> losses) {}

    /** Writes an object in the version its data has, and everything it holds likewise. */
    public byte[] write(VersionedObject object) {
        return JsonTree.print(JsonObjects.write(writing(own, Map.of()), null, object, -1L));
    }

    /**
     * Writes an object that holds no others in an older version.
     *
     * @throws dev.attacca.error.VersionMismatchException if the version is yet to come
     * @throws UnknownTypeException if it holds objects of other classes: their versions belong in a manifest
     */
    public Written write(VersionedObject object, Version version) {
        return write(object, Map.of(object.type().name(), version));
    }

    /**
     * Writes an object as a reader of those versions knows it and everything it holds. A version of an older major than any
     * that is registered gets the oldest shape there is, as it does from the ancestor.
     *
     * @param manifest the reader's version of every class that crosses
     * @throws dev.attacca.error.VersionMismatchException if one is yet to come
     * @throws UnknownTypeException if a class is missing in it, or not registered here
     */
    public Written write(VersionedObject object, Map<String, Version> manifest) {
        Map<TypeKey, Version> labels = new HashMap<>();
        Map<String, Version> versions = new TreeMap<>();
        manifest.forEach((name, version) -> versions.put(name, known(name, version, labels)));
        Agreement reader = Agreement.between(registry, PeerVersions.of(registry, versions));
        JsonWriting out = writing(reader, labels);
        Map<String, @Nullable Object> primitive = JsonObjects.write(out, null, object, -1L);
        return new Written(JsonTree.print(primitive), List.copyOf(out.losses()));
    }

    private Version known(String name, Version version, Map<TypeKey, Version> labels) {
        List<ObjectType<?>> majors = registry.majorsOf(name);
        if (majors.isEmpty()) {
            throw unknown(name);
        }
        ObjectType<?> type = registry.type(TypeKey.of(name, version));
        ObjectType<?> nearest = type == null ? majors.get(majors.size() - 1) : type;
        if (nearest.version().isBefore(version)) {
            throw JsonObjects.mismatch(nearest, version);
        }
        if (type != null) {
            return version;
        }
        ObjectType<?> oldest = majors.get(0);
        labels.put(oldest.key(), version);
        return Version.of(oldest.version().major(), 0);
    }

    private UnknownTypeException unknown(String name) {
        return new UnknownTypeException(JsonTree.shown(name) + ": not registered (expected one of: "
                + registry.types().stream().map(ObjectType::name).distinct().toList() + ")");
    }

    /**
     * The version of a class and of every class its objects can hold: in fields, lists, maps, as subclasses, and through
     * cycles.
     *
     * @throws UnknownTypeException if the class is not registered
     */
    public Map<String, Version> manifest(String type) {
        ObjectType<?> root = registry.typeNamed(type);
        if (root == null) {
            throw unknown(type);
        }
        return PeerVersions.tree(registry, root);
    }

    /**
     * Reads an object of whatever class the JSON names.
     *
     * @param context what the object and all it holds are bound to, or {@code null} for orphaned ones
     */
    public VersionedObject read(byte[] json, @Nullable ObjectContext context) {
        Object tree = parsed(json);
        return decoding(nameOf(tree), () -> JsonObjects.read(reading(context), null, tree));
    }

    /** Reads an object of a class; another one, subclasses included, is refused. */
    public <T extends VersionedObject> T read(Class<T> type, byte[] json, @Nullable ObjectContext context) {
        ObjectType<T> declared = registry.type(type);
        Object tree = parsed(json);
        return decoding(declared.name(), () -> type.cast(JsonObjects.readReceiver(reading(context), declared, tree)));
    }

    /**
     * Writes any value of maps with text keys, collections, objects and single values; sets become arrays.
     *
     * @throws dev.attacca.error.InvalidValueException if it holds something else
     */
    public byte[] writeEntity(@Nullable Object value) {
        return JsonTree.print(JsonEntities.write(writing(own, Map.of()), value));
    }

    /** Reads what {@link #writeEntity} wrote: primitives become objects, everything else is as it is in JSON. */
    public @Nullable Object readEntity(byte[] json, @Nullable ObjectContext context) {
        Object tree = parsed(json);
        return decoding("entity", () -> JsonEntities.read(reading(context), tree));
    }

    /** A JSON schema (draft 04) of the primitives of a class. */
    public byte[] schema(Class<? extends VersionedObject> type) {
        return JsonTree.print(new JsonSchema(registry, forms).of(registry.type(type)));
    }

    private JsonWriting writing(Agreement reader, Map<TypeKey, Version> labels) {
        return new JsonWriting(registry, reader, forms, shapes, labels);
    }

    private JsonReading reading(@Nullable ObjectContext context) {
        return new JsonReading(registry, forms, shapes, context);
    }

    private static @Nullable Object parsed(byte[] json) {
        return decoding("document", () -> JsonTree.parse(json));
    }

    /** How paths in errors begin. */
    private String nameOf(@Nullable Object tree) {
        Map<?, ?> members = tree instanceof Map<?, ?> object ? object : Map.of();
        JsonForm form = forms.formOf(members);
        Object name = form == null ? null : members.get(form.name());
        return name instanceof String text && registry.typeNamed(text) != null ? text : "document";
    }

    private static <R extends @Nullable Object> R decoding(String what, Supplier<R> reading) {
        try {
            return reading.get();
        } catch (Malformed malformed) {
            throw malformed.in(what).toDecodeException();
        }
    }
}
