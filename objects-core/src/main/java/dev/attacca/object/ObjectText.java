package dev.attacca.object;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an object looks like to a person: one line, whatever it holds, without secrets. */
final class ObjectText {
    private ObjectText() {}

    /** The version, then every field: {@code *} marks a changed one, {@code -} an unset one. */
    static String of(VersionedObject object) {
        long dirty = object.dirty();
        List<String> shown = new ArrayList<>();
        for (ObjectField field : object.type().fields()) {
            String mark = (dirty & field.bit()) != 0 ? "*" : "";
            shown.add(mark + field.name() + "=" + value(object, field));
        }
        return title(object) + shown;
    }

    /** {@code Disk 1.0}. */
    private static String title(VersionedObject object) {
        return object.type().name() + " " + object.version();
    }

    /** {@code Machine c0ffee00-…}, or {@code Machine} without a key that may be shown. */
    static String name(VersionedObject object) {
        for (ObjectField field : object.type().fields()) {
            if (field.key() && !field.sensitive() && (object.present & field.bit()) != 0) {
                return object.type().name() + " " + Slots.value(object, field);
            }
        }
        return object.type().name();
    }

    private static String value(VersionedObject object, ObjectField field) {
        if ((object.present & field.bit()) == 0) {
            return "-";
        }
        if (field.sensitive()) {
            return "***";
        }
        return value(Slots.value(object, field));
    }

    /** Objects are named and counted, never shown: whoever holds whom, the line ends. */
    private static String value(@Nullable Object value) {
        if (value instanceof VersionedObject nested) {
            return title(nested);
        }
        if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
            int[] held = {0};
            Nested.each(value, nested -> held[0]++);
            if (held[0] > 0) {
                return held[0] == 1 ? "1 object" : held[0] + " objects";
            }
        }
        return String.valueOf(value);
    }
}
