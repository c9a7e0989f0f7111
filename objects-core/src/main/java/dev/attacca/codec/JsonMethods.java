package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Remotables by name, with arguments and results as JSON. Stateless. */
final class JsonMethods {
    private JsonMethods() {}

    /** The name a method is called by: its own in small letters, or its signature where the name alone says too little. */
    static String nameOf(AgreedType type, RemotableMethod method) {
        String name = SnakeCase.of(method.name());
        boolean alone =
                matching(type, name, method.onQuery(), method.parameters().size())
                                .size()
                        == 1;
        return alone ? name : method.signature();
    }

    /**
     * The remotable that a call means.
     *
     * @throws dev.attacca.error.UnknownMethodException if there is none, or more than one
     */
    static RemotableMethod named(AgreedType type, String name, boolean onQuery, int arguments) {
        List<RemotableMethod> found = matching(type, name, onQuery, arguments);
        if (found.isEmpty()) {
            found = type.methods(onQuery).stream()
                    .filter(method -> method.signature().equals(name)
                            || SnakeCase.of(method.name()).equals(name))
                    .toList();
        }
        if (found.size() != 1) {
            throw type.unknownMethod();
        }
        return found.get(0);
    }

    private static List<RemotableMethod> matching(AgreedType type, String name, boolean onQuery, int arguments) {
        return type.methods(onQuery).stream()
                .filter(method -> SnakeCase.of(method.name()).equals(name)
                        && method.parameters().size() == arguments)
                .toList();
    }

    static List<@Nullable Object> writeArguments(
            JsonWriting out, RemotableMethod method, @Nullable Object[] arguments) {
        List<@Nullable Object> tree = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            out.at(
                    method.qualifiedName(),
                    "argument " + i,
                    method.parameters().get(i).sensitive());
            if (arguments[i] == null && !method.nullableParameters().get(i)) {
                throw MethodCodec.notNull(method, "argument " + i, "parameter");
            }
            tree.add(written(out, method.parameters().get(i), arguments[i]));
        }
        return tree;
    }

    static @Nullable Object writeResult(JsonWriting out, RemotableMethod method, @Nullable Object value) {
        ValueType type = method.result();
        if (type == null) {
            return null;
        }
        out.at(method.qualifiedName(), "result", type.sensitive());
        if (value == null && !method.resultNullable()) {
            throw MethodCodec.notNull(method, "result", "method");
        }
        return written(out, type, value);
    }

    private static @Nullable Object written(JsonWriting out, ValueType type, @Nullable Object value) {
        return value == null ? null : JsonValues.write(out, type, value);
    }

    static @Nullable Object[] readArguments(JsonReading in, RemotableMethod method, @Nullable Object tree) {
        int count = method.parameters().size();
        List<?> elements = tree == null ? List.of() : JsonReading.array(tree, "an array of arguments");
        if (elements.size() != count) {
            throw new Malformed(
                    DecodeException.BAD_SIZE,
                    elements.size() + " arguments (expected: " + count + ", as in " + method.signature() + ")");
        }
        @Nullable Object[] arguments = new @Nullable Object[count];
        for (int i = 0; i < count; i++) {
            try {
                arguments[i] = read(
                        in,
                        method.parameters().get(i),
                        method.nullableParameters().get(i),
                        elements.get(i));
            } catch (Malformed malformed) {
                throw malformed.in("argument " + i);
            }
        }
        return arguments;
    }

    static @Nullable Object readResult(JsonReading in, RemotableMethod method, @Nullable Object tree) {
        ValueType type = method.result();
        return type == null ? null : JsonObjects.at("result", () -> read(in, type, method.resultNullable(), tree));
    }

    private static @Nullable Object read(JsonReading in, ValueType type, boolean nullable, @Nullable Object tree) {
        if (tree == null && nullable) {
            return null;
        }
        return JsonValues.read(in, type, tree);
    }
}
