package dev.attacca.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Turns what a lock says into the Java that a person would write. */
final class JavaSource {
    private static final Map<String, String> OTHERWISE = Map.of(
            "uuid", "UUID",
            "int", "int",
            "long", "long",
            "double", "double",
            "boolean", "boolean",
            "decimal", "BigDecimal",
            "date", "LocalDate");
    private static final Map<String, String> BOXES =
            Map.of("int", "Integer", "long", "Long", "double", "Double", "boolean", "Boolean");

    private JavaSource() {}

    /** The type in an accessor: {@code @Nullable String}, {@code long}, {@code List<Flavor>}. */
    static String type(String text, boolean nullable) {
        return nullable ? "@Nullable " + part(text) : OTHERWISE.getOrDefault(text, part(text));
    }

    /** The type in an annotation: {@code String.class}. */
    static String literal(String text, boolean nullable) {
        return (nullable ? part(text) : OTHERWISE.getOrDefault(text, part(text))) + ".class";
    }

    private static String part(String text) {
        if (text.endsWith("?")) {
            return "@Nullable " + part(text.substring(0, text.length() - 1));
        }
        String plain = text;
        int open = plain.indexOf('<');
        if (open > 0 && plain.endsWith(">")) {
            String inner = plain.substring(open + 1, plain.length() - 1);
            if (!plain.startsWith("map<")) {
                return camel(plain.substring(0, open)) + "<" + part(inner) + ">";
            }
            int comma = inner.indexOf(", ");
            return comma < 0
                    ? plain
                    : "Map<" + part(inner.substring(0, comma)) + ", " + part(inner.substring(comma + 2)) + ">";
        }
        int bracket = plain.indexOf('(');
        if (bracket > 0 && plain.endsWith(")")) {
            String inner = plain.substring(bracket + 1, plain.length() - 1);
            return inner.split("[+:]", 2)[0];
        }
        String box = BOXES.get(plain);
        return box != null ? box : OTHERWISE.getOrDefault(plain, camel(plain));
    }

    private static String camel(String words) {
        return Arrays.stream(words.split("_", -1))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    static String capitalized(String name) {
        return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    static String getter(LockedField field) {
        return "public abstract " + signature(field);
    }

    /** The getter as an interface declares it. */
    static String signature(LockedField field) {
        return type(field.type(), field.nullable()) + " get" + capitalized(field.name()) + "();";
    }

    static String setter(LockedField field) {
        return "public abstract void set" + capitalized(field.name()) + "(" + type(field.type(), field.nullable()) + " "
                + field.name() + ");";
    }

    static String method(LockedMethod method) {
        LockedMethod.Result returns = method.returns();
        return "@Remotable public " + (returns == null ? "void" : type(returns.type(), returns.nullable())) + " "
                + method.name() + "("
                + method.arguments().stream()
                        .map(argument -> type(argument.type(), argument.nullable()) + " " + argument.name())
                        .collect(Collectors.joining(", "))
                + ") { ... }";
    }
}
