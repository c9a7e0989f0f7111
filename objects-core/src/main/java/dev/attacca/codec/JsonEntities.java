package dev.attacca.codec;

import dev.attacca.object.ValueForm;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Containers that hold objects anywhere, as JSON and back. Stateless. */
final class JsonEntities {
    private JsonEntities() {}

    static @Nullable Object write(JsonWriting out, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        out.at("entity", value.getClass().getSimpleName(), false);
        if (value instanceof VersionedObject object) {
            return JsonObjects.write(out, null, object, -1L);
        }
        out.enter("entity");
        Object tree = value instanceof Map<?, ?> map
                ? map(out, map)
                : value instanceof Collection<?> collection ? list(out, collection) : scalar(out, value);
        out.leave();
        return tree;
    }

    private static Map<String, @Nullable Object> map(JsonWriting out, Map<?, ? extends @Nullable Object> map) {
        Map<String, @Nullable Object> tree = new TreeMap<>();
        out.count(map.size(), WireInput.MOST_ELEMENTS);
        map.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw out.refused("a key that is no text (expected: texts)");
            }
            tree.put(out.text(name), write(out, value));
        });
        return tree;
    }

    private static List<@Nullable Object> list(JsonWriting out, Collection<?> values) {
        List<@Nullable Object> tree = new ArrayList<>(values.size());
        out.count(values.size(), WireInput.MOST_ELEMENTS);
        for (@Nullable Object each : values) {
            tree.add(write(out, each));
        }
        return tree;
    }

    private static Object scalar(JsonWriting out, Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        ValueType.Scalar type = ValueType.Scalar.of(value.getClass());
        if (type == null) {
            throw out.refused("no value of JSON (expected: a map, a collection, an object or a single value)");
        }
        return JsonScalars.write(out, type, ValueForm.of(type).keep("entity", value));
    }

    static @Nullable Object read(JsonReading in, @Nullable Object tree) {
        if (tree instanceof List<?> elements) {
            List<@Nullable Object> list = new ArrayList<>(elements.size());
            for (@Nullable Object each : elements) {
                list.add(JsonObjects.at("[" + list.size() + "]", () -> read(in, each)));
            }
            return list;
        }
        if (!(tree instanceof Map<?, ?> members)) {
            return tree;
        }
        if (in.forms.formOf(members) != null) {
            return JsonObjects.read(in, null, members);
        }
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (Map.Entry<?, ? extends @Nullable Object> each : members.entrySet()) {
            String key = (String) each.getKey();
            map.put(key, JsonObjects.at(JsonTree.shown(key), () -> read(in, each.getValue())));
        }
        return map;
    }
}
