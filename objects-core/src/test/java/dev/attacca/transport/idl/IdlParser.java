package dev.attacca.transport.idl;

import dev.attacca.transport.idl.Idl.EnumType;
import dev.attacca.transport.idl.Idl.Field;
import dev.attacca.transport.idl.Idl.Method;
import dev.attacca.transport.idl.Idl.Service;
import dev.attacca.transport.idl.Idl.Struct;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the part of Thrift's language that the contract is written in. A comment line {@code // reserved 6, 7} in a struct, or
 * {@code // reserved oldName} in a service, counts as a definition. What it does not know it refuses, never skips.
 */
final class IdlParser {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s+|//(?<line>[^\n]*)|#[^\n]*|/\\*.*?\\*/"
                    + "|(?<token>\"[^\"]*\"|'[^']*'|-?[0-9][0-9a-fA-Fx.]*|[A-Za-z_][A-Za-z0-9_.]*|[{}()<>\\[\\],;:=])",
            Pattern.DOTALL);

    private static final Pattern RESERVED = Pattern.compile("\\s*reserved\\s+(\\w+(?:\\s*,\\s*\\w+)*).*");

    private final List<Token> tokens = new ArrayList<>();
    private final Map<String, Struct> structs = new LinkedHashMap<>();
    private final Map<String, EnumType> enums = new LinkedHashMap<>();
    private final Map<String, Service> services = new LinkedHashMap<>();
    private int at;

    /** A word or a sign of the file; what is reserved is one token. */
    private record Token(String text, int line, boolean reservation) {}

    private IdlParser(String text) {
        Matcher matcher = TOKEN.matcher(text);
        int position = 0;
        int line = 1;
        while (position < text.length()) {
            if (!matcher.find() || matcher.start() != position) {
                throw refused(line, "'" + text.charAt(position) + "'", "Thrift");
            }
            if (matcher.group("token") != null) {
                tokens.add(new Token(matcher.group("token"), line, false));
            } else if (matcher.group("line") != null) {
                Matcher reserved = RESERVED.matcher(matcher.group("line"));
                if (reserved.matches()) {
                    tokens.add(new Token(reserved.group(1), line, true));
                }
            }
            line += (int) matcher.group().chars().filter(each -> each == '\n').count();
            position = matcher.end();
        }
        tokens.add(new Token("", line, false));
    }

    static Idl parse(String text) {
        IdlParser parser = new IdlParser(text);
        while (!parser.peek().text().isEmpty()) {
            parser.definition();
        }
        return new Idl(parser.structs, parser.enums, parser.services);
    }

    private void definition() {
        Token kind = next();
        if (kind.reservation()) {
            throw refused(kind.line(), "reserved " + kind.text(), "a reservation within a struct or a service");
        }
        switch (kind.text()) {
            case "namespace" -> {
                next();
                next();
            }
            case "struct", "union", "exception" -> struct(kind);
            case "enum" -> enumType();
            case "service" -> service();
            default ->
                throw refused(
                        kind.line(), "'" + kind.text() + "'", "namespace, struct, union, exception, enum or service");
        }
    }

    private void struct(Token kind) {
        Token name = next();
        Map<Integer, Field> fields = new TreeMap<>();
        Set<Integer> reserved = new TreeSet<>();
        expect("{");
        while (!skip("}")) {
            if (peek().reservation()) {
                Token reservation = next();
                for (String number : reservation.text().split("\\s*,\\s*", -1)) {
                    reserved.add(number(number, reservation.line()));
                }
            } else {
                add(fields, field());
            }
        }
        keep(structs, name, new Struct(kind.text(), name.text(), name.line(), fields, reserved));
    }

    private static void add(Map<Integer, Field> fields, Field field) {
        if (fields.putIfAbsent(field.number(), field) != null) {
            throw refused(field.line(), "number " + field.number() + " twice", "a number for each field");
        }
    }

    private Field field() {
        Token number = next();
        expect(":");
        String need = peek().text().equals("optional") || peek().text().equals("required") ? next().text() : "";
        String type = type();
        Token name = next();
        String fallback = skip("=") ? value() : null;
        separator();
        return new Field(number(number.text(), number.line()), need, type, name.text(), fallback, number.line());
    }

    private String type() {
        String name = next().text();
        if (!skip("<")) {
            return name;
        }
        StringBuilder type = new StringBuilder(name).append('<').append(type());
        while (skip(",")) {
            type.append(',').append(type());
        }
        expect(">");
        return type.append('>').toString();
    }

    private String value() {
        Token start = next();
        if (!start.text().equals("[") && !start.text().equals("{")) {
            return start.text();
        }
        StringBuilder value = new StringBuilder(start.text());
        while (!peek().text().equals("]") && !peek().text().equals("}")) {
            value.append(peek().text().equals("[") || peek().text().equals("{") ? value() : next().text());
        }
        return value.append(next().text()).toString();
    }

    private void enumType() {
        Token name = next();
        Map<String, Integer> values = new LinkedHashMap<>();
        expect("{");
        while (!skip("}")) {
            Token value = next();
            expect("=");
            values.put(value.text(), number(next().text(), value.line()));
            separator();
        }
        keep(enums, name, new EnumType(name.text(), name.line(), values));
    }

    private void service() {
        Token name = next();
        String base = skip("extends") ? next().text() : "";
        Map<String, Method> methods = new LinkedHashMap<>();
        Set<String> reserved = new LinkedHashSet<>();
        expect("{");
        while (!skip("}")) {
            if (peek().reservation()) {
                reserved.addAll(List.of(next().text().split("\\s*,\\s*", -1)));
            } else {
                Method method = method();
                methods.put(method.name(), method);
            }
        }
        keep(services, name, new Service(name.text(), name.line(), base, methods, reserved));
    }

    private Method method() {
        String oneway = skip("oneway") ? "oneway " : "";
        String returns = oneway + type();
        Token name = next();
        List<Field> arguments = fields();
        List<Field> failures = skip("throws") ? fields() : List.of();
        separator();
        return new Method(name.text(), name.line(), returns, arguments, failures);
    }

    private List<Field> fields() {
        Map<Integer, Field> fields = new TreeMap<>();
        expect("(");
        while (!skip(")")) {
            add(fields, field());
        }
        return List.copyOf(fields.values());
    }

    private static <T> void keep(Map<String, T> known, Token name, T definition) {
        if (known.putIfAbsent(name.text(), definition) != null) {
            throw refused(name.line(), name.text() + " twice", "one definition");
        }
    }

    private void separator() {
        if (!skip(",")) {
            skip(";");
        }
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        Token token = peek();
        if (token.text().isEmpty()) {
            throw refused(token.line(), "the end", "the rest of a definition");
        }
        at++;
        return token;
    }

    private boolean skip(String text) {
        boolean there = peek().text().equals(text) && !peek().reservation();
        if (there) {
            at++;
        }
        return there;
    }

    private void expect(String text) {
        Token token = next();
        if (!token.text().equals(text)) {
            throw refused(token.line(), "'" + token.text() + "'", "'" + text + "'");
        }
    }

    private static int number(@Nullable String text, int line) {
        try {
            return Integer.decode(String.valueOf(text));
        } catch (NumberFormatException notOne) {
            throw refused(line, "'" + text + "'", "a number");
        }
    }

    private static IllegalArgumentException refused(int line, String found, String expected) {
        return new IllegalArgumentException(
                "line " + line + ": " + found + " (expected: " + expected + "); or teach IdlParser");
    }
}
