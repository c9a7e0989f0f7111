package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.object.ObjectType;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.version.TypeKey;
import dev.attacca.version.Version;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call by names is for.
 *
 * @param key the class
 * @param sent the name and version of the object it carries, or {@code null} for a class action
 * @param method the method's name or signature
 * @param arguments how many there are
 */
record JsonTarget(TypeKey key, Map.@Nullable Entry<String, Version> sent, String method, int arguments) {

    /**
     * Finds out what a call is for.
     *
     * @param object the primitive of the object that is called, wherever it stands
     */
    static JsonTarget of(
            Map<?, ?> members,
            @Nullable Object object,
            boolean onQuery,
            @Nullable Map<String, Version> manifest,
            ObjectRegistry registry) {
        String method = JsonObjects.at(
                JsonCallCodec.METHOD, () -> JsonReading.text(members.get(JsonCallCodec.METHOD), "a method's name"));
        Object arguments = members.get(JsonCallCodec.ARGUMENTS);
        int count = arguments instanceof List<?> list ? list.size() : 0;
        if (!onQuery) {
            return ofObject(object, method, count);
        }
        if (members.containsKey(JsonCallCodec.OBJECT)) {
            throw new Malformed(DecodeException.WRONG_TYPE, "an object in a class action (expected: a class)")
                    .in(JsonCallCodec.OBJECT);
        }
        String name = JsonObjects.at(
                JsonCallCodec.CLASS, () -> JsonReading.text(members.get(JsonCallCodec.CLASS), "a class's name"));
        return new JsonTarget(keyOf(name, manifest, registry), null, method, count);
    }

    private static JsonTarget ofObject(@Nullable Object object, String method, int count) {
        return JsonObjects.at(JsonCallCodec.OBJECT, () -> {
            Map<?, ?> primitive = JsonReading.object(object, "the object that is called");
            JsonForm form = JsonForm.DEFAULT;
            String name =
                    JsonObjects.at(form.name(), () -> JsonReading.text(primitive.get(form.name()), "a class's name"));
            Version version = JsonObjects.version(form, primitive);
            return new JsonTarget(TypeKey.of(name, version), Map.entry(name, version), method, count);
        });
    }

    /** A name without a major means the one that the manifest names, and the oldest where it names none. */
    private static TypeKey keyOf(String name, @Nullable Map<String, Version> manifest, ObjectRegistry registry) {
        Version named = manifest == null ? null : manifest.get(name);
        if (named != null) {
            return TypeKey.of(name, named);
        }
        List<ObjectType<?>> majors = registry.majorsOf(name);
        if (!majors.isEmpty()) {
            return majors.get(0).key();
        }
        try {
            return TypeKey.parse(name);
        } catch (IllegalArgumentException malformed) {
            return new TypeKey(JsonTree.shown(name), 0);
        }
    }
}
