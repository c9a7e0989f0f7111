package dev.attacca.contract;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes maps, lists, texts, numbers and truth values as JSON, indented, keys in the maps' order. */
final class JsonText {
    private JsonText() {}

    static String of(Map<String, ?> object) {
        return value(object, "") + "\n";
    }

    private static String value(Object value, String indent) {
        String deeper = indent + "  ";
        if (value instanceof Map<?, ?> map) {
            return map.isEmpty()
                    ? "{}"
                    : map.entrySet().stream()
                            .map(entry ->
                                    deeper + text(entry.getKey().toString()) + ": " + value(entry.getValue(), deeper))
                            .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
        }
        if (value instanceof List<?> list) {
            return list.isEmpty()
                    ? "[]"
                    : list.stream()
                            .map(element -> deeper + value(element, deeper))
                            .collect(Collectors.joining(",\n", "[\n", "\n" + indent + "]"));
        }
        return value instanceof Number || value instanceof Boolean ? value.toString() : text(value.toString());
    }

    private static String text(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char at = text.charAt(i);
            switch (at) {
                case '"', '\\' -> out.append('\\').append(at);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (at < ' ' || Character.isSurrogate(at)) {
                        out.append(String.format("\\u%04x", (int) at));
                    } else {
                        out.append(at);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
