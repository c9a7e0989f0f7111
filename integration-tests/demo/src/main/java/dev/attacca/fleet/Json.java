package dev.attacca.fleet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON value (RFC 8259): an object becomes a {@link Map} in the order of its keys, an array a {@link List}, a number a
 * {@link Long}, or a {@link Double} where it is written with a fraction or an exponent.
 *
 * <p>Thread safety: confined to the call.
 */
final class Json {
    private static final int DEEPEST = 64;
    private static final int HEX = 16;

    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /**
     * The value of a text.
     *
     * @throws FleetException if it is anything else than one JSON value
     */
    static @Nullable Object read(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.space();
        if (json.at < text.length()) {
            throw json.refused("the end");
        }
        return value;
    }

    private @Nullable Object value() {
        space();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        open();
        if (!closes('}')) {
            do {
                space();
                String key = string();
                space();
                expect(':');
                object.put(key, value());
                space();
            } while (follows(','));
            expect('}');
        }
        depth--;
        return object;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> array = new ArrayList<>();
        open();
        if (!closes(']')) {
            do {
                array.add(value());
                space();
            } while (follows(','));
            expect(']');
        }
        depth--;
        return array;
    }

    private void open() {
        at++;
        depth++;
        if (depth > DEEPEST) {
            throw refused("at most " + DEEPEST + " levels");
        }
    }

    private boolean closes(char end) {
        space();
        return follows(end);
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        for (char next = take(); next != '"'; next = take()) {
            string.append(next == '\\' ? escaped() : next);
        }
        return string.toString();
    }

    private char escaped() {
        char kind = take();
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int digit = 0; digit < 4; digit++) {
                    int value = Character.digit(take(), HEX);
                    if (value < 0) {
                        throw refused("four hexadecimal digits");
                    }
                    code = code * HEX + value;
                }
                yield (char) code;
            }
            default -> throw refused("an escape of JSON");
        };
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw refused(word);
        }
        at += word.length();
        return value;
    }

    private Number number() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(start, at);
        try {
            return digits.matches("-?[0-9]+") ? (Number) Long.valueOf(digits) : (Number) Double.valueOf(digits);
        } catch (NumberFormatException noNumber) {
            at = start;
            throw refused("a value");
        }
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean follows(char expected) {
        boolean follows = at < text.length() && text.charAt(at) == expected;
        if (follows) {
            at++;
        }
        return follows;
    }

    private void expect(char expected) {
        if (!follows(expected)) {
            throw refused("'" + expected + "'");
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw refused("a value");
        }
        return text.charAt(at);
    }

    private char take() {
        if (at >= text.length()) {
            throw refused("'\"'");
        }
        return text.charAt(at++);
    }

    private FleetException refused(String expected) {
        return new FleetException("json: " + text + " (expected: " + expected + " at character " + at + ")");
    }
}
