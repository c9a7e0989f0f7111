package dev.attacca.conductor.json;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON as one line. What could end the line, move a terminal's cursor or turn its text around is escaped, so that a name
 * chosen by a peer cannot forge a second line.
 *
 * <p>Source: RFC 8259. Thread safety: stateless.
 */
public final class JsonLine {
    private JsonLine() {}

    /**
     * The JSON of a value, without a line break.
     *
     * @param value null, a {@link CharSequence}, an integral number, a {@link Boolean}, an {@link Iterable} or a {@link Map} of
     *     such; keys are written as texts, in the order of the map
     * @throws IllegalArgumentException if it holds anything else
     */
    public static String of(@Nullable Object value) {
        StringBuilder out = new StringBuilder(256);
        write(value, out);
        return out.toString();
    }

    private static void write(@Nullable Object value, StringBuilder out) {
        if (value == null || value instanceof Boolean || value instanceof Integer || value instanceof Long) {
            out.append(value);
        } else if (value instanceof CharSequence text) {
            writeText(text, out);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(map, out);
        } else if (value instanceof Iterable<?> values) {
            writeList(values, out);
        } else {
            throw new IllegalArgumentException("value: a " + value.getClass().getName()
                    + " (expected: null, a text, a whole number, a boolean, or a list or map of them)");
        }
    }

    private static void writeMap(Map<?, ?> map, StringBuilder out) {
        out.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            writeText(String.valueOf(entry.getKey()), out);
            out.append(':');
            write(entry.getValue(), out);
            if (entries.hasNext()) {
                out.append(',');
            }
        }
        out.append('}');
    }

    private static void writeList(Iterable<?> values, StringBuilder out) {
        out.append('[');
        Iterator<?> each = values.iterator();
        while (each.hasNext()) {
            write(each.next(), out);
            if (each.hasNext()) {
                out.append(',');
            }
        }
        out.append(']');
    }

    private static void writeText(CharSequence text, StringBuilder out) {
        out.append('"');
        text.codePoints().forEach(character -> {
            if (character == '"' || character == '\\') {
                out.append('\\').append((char) character);
            } else if (safe(character)) {
                out.appendCodePoint(character);
            } else {
                for (char unit : Character.toChars(character)) {
                    out.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
        out.append('"');
    }

    private static boolean safe(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
