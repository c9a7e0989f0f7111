package dev.attacca.codec;

import dev.attacca.object.ObjectType;
import dev.attacca.object.VersionedObject;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The form of each class's primitives. Immutable.
 *
 * @param usual of every class that has none of its own
 * @param own of some classes
 * @param wholeSeconds whether instants are cut to seconds, as the ancestor writes them
 */
record JsonForms(JsonForm usual, Map<Class<? extends VersionedObject>, JsonForm> own, boolean wholeSeconds) {
    static final JsonForms DEFAULT = new JsonForms(JsonForm.DEFAULT, Map.of(), false);

    JsonForms {
        own = Map.copyOf(own);
    }

    JsonForm of(ObjectType<?> type) {
        return own.getOrDefault(type.javaType(), usual);
    }

    /** The form that a JSON object is a primitive in, or {@code null} if it is none. */
    @Nullable
    JsonForm formOf(Map<?, ?> members) {
        return Stream.concat(Stream.of(usual), own.values().stream())
                .filter(form -> members.containsKey(form.name()))
                .findFirst()
                .orElse(null);
    }
}
