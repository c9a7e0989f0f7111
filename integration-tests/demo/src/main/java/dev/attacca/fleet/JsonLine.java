package dev.attacca.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One line of a call log or of an agent's events, or any other JSON object. A key that is missing reads like one that is null.
 * Immutable as long as nobody changes {@link #fields()}.
 *
 * @param raw the line as it was written
 * @param fields its keys and values, in their order
 */
public record JsonLine(String raw, Map<String, @Nullable Object> fields) {
    /**
     * The object of a line.
     *
     * @throws FleetException if the line is something else
     */
    public static JsonLine of(String raw) {
        return new JsonLine(raw, object(Json.read(raw), raw));
    }

    /** A text, or the empty one where there is none; numbers and booleans as they are written. */
    public String text(String key) {
        return Objects.toString(fields.get(key), "");
    }

    /** Whether the key is missing or null. */
    public boolean isNull(String key) {
        return fields.get(key) == null;
    }

    /** Whether {@link #text} of the key is that. */
    public boolean has(String key, String value) {
        return text(key).equals(value);
    }

    /**
     * A whole number.
     *
     * @throws FleetException if the key has something else
     */
    public long number(String key) {
        if (fields.get(key) instanceof Long number) {
            return number;
        }
        throw new FleetException(key + ": " + fields.get(key) + " (expected: a whole number) in " + raw);
    }

    /** The texts of a list, or of one with commas between them; empty where there is none. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        if (fields.get(key) instanceof List<?> values) {
            values.forEach(value -> texts.add(Objects.toString(value, "")));
        } else if (!text(key).isEmpty()) {
            texts.addAll(List.of(text(key).split(",", -1)));
        }
        return texts;
    }

    /** The objects of a list; empty where there is none. */
    public List<JsonLine> objects(String key) {
        List<JsonLine> objects = new ArrayList<>();
        if (fields.get(key) instanceof List<?> values) {
            values.forEach(value -> objects.add(new JsonLine(raw, object(value, raw))));
        }
        return objects;
    }

    /** The object of a key, one without keys where there is none. */
    public JsonLine object(String key) {
        return isNull(key) ? new JsonLine(raw, Map.of()) : new JsonLine(raw, object(fields.get(key), raw));
    }

    @SuppressWarnings("unchecked") // Json makes maps with texts as keys alone
    private static Map<String, @Nullable Object> object(@Nullable Object value, String raw) {
        if (value instanceof Map<?, ?>) {
            return (Map<String, @Nullable Object>) value;
        }
        throw new FleetException("json: " + value + " (expected: an object) in " + raw);
    }

    @Override
    public String toString() {
        return raw;
    }
}
