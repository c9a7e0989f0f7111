package dev.attacca.store;

import java.util.Map;
import java.util.TreeMap;

/**
 * Flat JSON objects whose values are strings, to and from text. A parser of this one shape, so that the store needs no JSON
 * library; a stored value that is not a string is read as its JSON text (Source: RFC 8259).
 */
final class JsonText {
    private final String text;
    private int at;

    private JsonText(String text) {
        this.text = text;
    }

    static String write(Map<String, String> map) {
        StringBuilder json = new StringBuilder(16 + 32 * map.size()).append('{');
        map.forEach((key, value) -> {
            if (json.length() > 1) {
                json.append(',');
            }
            quote(json, key);
            json.append(':');
            quote(json, value);
        });
        return json.append('}').toString();
    }

    private static void quote(StringBuilder json, String value) {
        json.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    /**
     * Reads an object of strings.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    static Map<String, String> read(String text) {
        return new JsonText(text).object();
    }

    private Map<String, String> object() {
        Map<String, String> map = new TreeMap<>();
        expect('{');
        if (!accept('}')) {
            do {
                String key = string();
                expect(':');
                map.put(key, value());
            } while (accept(','));
            expect('}');
        }
        skipSpace();
        if (at != text.length()) {
            throw unexpected();
        }
        return map;
    }

    private String value() {
        skipSpace();
        if (at < text.length() && text.charAt(at) == '"') {
            return string();
        }
        int from = at;
        while (at < text.length() && ",}{[".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (from == at) {
            throw unexpected();
        }
        return text.substring(from, at).strip();
    }

    private String string() {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            value.append(c == '\\' ? escaped() : c);
        }
        throw unexpected();
    }

    private char escaped() {
        if (at >= text.length()) {
            throw unexpected();
        }
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unicode();
            default -> c;
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at++), 16) : -1;
            if (digit < 0) {
                throw unexpected();
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private void expect(char wanted) {
        if (!accept(wanted)) {
            throw unexpected();
        }
    }

    private boolean accept(char wanted) {
        skipSpace();
        boolean there = at < text.length() && text.charAt(at) == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    /** Names the place and not the content, which may be anybody's data. */
    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("JSON at character " + at + " (expected: an object of strings)");
    }
}
