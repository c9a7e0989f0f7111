package dev.attacca.agent.event;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes one JSON object (RFC 8259) on one line. An agent writes JSON nowhere else, which is no reason for a library on its class path.
 *
 * <p>Thread safety: confined to one thread.
 */
final class JsonLine {
    private final StringBuilder text = new StringBuilder("{");

    @CanIgnoreReturnValue
    JsonLine put(String name, String value) {
        return name(name).string(value);
    }

    @CanIgnoreReturnValue
    JsonLine put(String name, Collection<String> values) {
        name(name);
        text.append('[');
        String separator = "";
        for (String value : values) {
            text.append(separator);
            string(value);
            separator = ",";
        }
        text.append(']');
        return this;
    }

    /** An object in the order of its names. */
    @CanIgnoreReturnValue
    JsonLine put(String name, Map<String, String> values) {
        name(name);
        text.append('{');
        String separator = "";
        for (Map.Entry<String, String> entry : new TreeMap<>(values).entrySet()) {
            text.append(separator);
            string(entry.getKey());
            text.append(':');
            string(entry.getValue());
            separator = ",";
        }
        text.append('}');
        return this;
    }

    String end() {
        return text + "}\n";
    }

    @CanIgnoreReturnValue
    private JsonLine name(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        string(name);
        text.append(':');
        return this;
    }

    @CanIgnoreReturnValue
    private JsonLine string(String value) {
        text.append('"');
        for (int index = 0; index < value.length(); index++) {
            char character = value.charAt(index);
            switch (character) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    // Unpaired surrogates, too: UTF-8 has no bytes for them.
                    if (character < 0x20 || (Character.isSurrogate(character) && !paired(value, index))) {
                        text.append(String.format("\\u%04x", (int) character));
                    } else {
                        text.append(character);
                    }
                }
            }
        }
        text.append('"');
        return this;
    }

    private static boolean paired(String value, int index) {
        return Character.isHighSurrogate(value.charAt(index))
                ? index + 1 < value.length() && Character.isLowSurrogate(value.charAt(index + 1))
                : index > 0 && Character.isHighSurrogate(value.charAt(index - 1));
    }
}
