package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.object.ObjectField;
import dev.attacca.registry.Layout;
import dev.attacca.registry.LayoutField;
import dev.attacca.registry.TypeHistory;
import org.jspecify.annotations.Nullable;

/**
 * The changed fields that a primitive names. The ancestor leaves the changes of nested objects as they were when it backports
 * them: a name that only another version has stands for the same field under its name at this one, or for nothing if this one
 * does not have it. Stateless.
 */
final class JsonChanges {
    private JsonChanges() {}

    /** Which fields changed, as a mask of the layout; each has a value. */
    static long read(
            JsonReading in, JsonShape shape, @Nullable Object tree, long present, TypeHistory history, JsonForm form) {
        return tree == null
                ? 0
                : JsonObjects.at(form.changes(), () -> {
                    long changed = 0;
                    for (@Nullable Object each : JsonReading.array(tree, "an array of names")) {
                        String name = JsonReading.text(each, "a field's name");
                        LayoutField field = shape.field(name);
                        changed |= field == null ? elsewhere(in, shape, name, history) & present : 1L << field.bit();
                    }
                    if ((changed & ~present) != 0) {
                        throw new Malformed(
                                DecodeException.RANGE,
                                JsonObjects.names(shape, changed & ~present)
                                        + " without values (expected: fields that are set)");
                    }
                    return changed;
                });
    }

    private static long elsewhere(JsonReading in, JsonShape shape, String name, TypeHistory history) {
        for (Layout layout : history.layouts()) {
            LayoutField other = in.shapeOf(layout).field(name);
            if (other != null) {
                ObjectField field = other.field();
                return field == null ? 0 : shape.layout().toLayout(field.bit());
            }
        }
        throw JsonObjects.unknown(shape, name);
    }
}
