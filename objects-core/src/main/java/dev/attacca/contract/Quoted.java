package dev.attacca.contract;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Free text on one line: between double quotes, with {@code \"}, {@code \\}, {@code \n}, {@code \r} and {@code \t}. */
final class Quoted {
    private Quoted() {}

    static String of(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char at = text.charAt(i);
            switch (at) {
                case '"', '\\' -> out.append('\\').append(at);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append(at);
            }
        }
        return out.append('"').toString();
    }

    /** The text between the quotes, or {@code null} if it is not quoted as a whole. */
    static @Nullable String parse(String quoted) {
        if (quoted.length() < 2 || quoted.charAt(0) != '"' || !quoted.endsWith("\"")) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < quoted.length() - 1; i++) {
            char at = quoted.charAt(i);
            if (at == '"') {
                return null;
            }
            if (at == '\\') {
                i++;
                int escape = i < quoted.length() - 1 ? "\"\\nrt".indexOf(quoted.charAt(i)) : -1;
                if (escape < 0) {
                    return null;
                }
                at = "\"\\\n\r\t".charAt(escape);
            }
            text.append(at);
        }
        return text.toString();
    }

    /** Splits at {@code "; "} outside quotes. */
    static List<String> split(String line) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < line.length(); i++) {
            char at = line.charAt(i);
            if (quoted && at == '\\') {
                i++;
            } else if (at == '"') {
                quoted = !quoted;
            } else if (!quoted && at == ';' && line.startsWith("; ", i)) {
                parts.add(line.substring(start, i));
                start = i + 2;
            }
        }
        parts.add(line.substring(start));
        return parts;
    }
}
