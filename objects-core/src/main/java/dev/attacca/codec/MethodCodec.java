package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.ValueType;
import org.jspecify.annotations.Nullable;

/** Writes and reads the arguments and the result of one remotable; each is preceded by what kind of value it is. Immutable. */
final class MethodCodec {
    private static final @Nullable Object[] NONE = {};
    private static final byte NULL = 0;
    private static final byte VALUE = 1;

    private final RemotableMethod method;
    private final String name;
    private final boolean sensitiveResult;
    private final ValueCodec[] parameters;
    private final String[] places;
    private final boolean[] sensitive;
    private final @Nullable ValueCodec result;

    MethodCodec(RemotableMethod method, Agreement agreement) {
        this.method = method;
        this.name = method.qualifiedName();
        this.sensitiveResult = method.result() != null && method.result().sensitive();
        this.parameters = method.parameters().stream()
                .map(parameter -> ValueCodec.of(parameter, agreement))
                .toArray(ValueCodec[]::new);
        this.places = new String[parameters.length];
        this.sensitive = new boolean[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            places[i] = "argument " + i;
            sensitive[i] = method.parameters().get(i).sensitive();
        }
        this.result = method.result() == null ? null : ValueCodec.of(method.result(), agreement);
    }

    void writeArguments(WireOutput out, @Nullable Object[] arguments) {
        for (int i = 0; i < parameters.length; i++) {
            out.at(name, places[i], sensitive[i]);
            if (arguments[i] == null && !method.nullableParameters().get(i)) {
                throw notNull(method, places[i], "parameter");
            }
            write(out, parameters[i], arguments[i]);
        }
    }

    @Nullable
    Object[] readArguments(WireInput in) {
        @Nullable Object[] arguments = parameters.length == 0 ? NONE : new @Nullable Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            try {
                arguments[i] = read(in, parameters[i]);
                if (arguments[i] == null && !method.nullableParameters().get(i)) {
                    throw new Malformed(DecodeException.NOT_NULL, "null (expected: a value)");
                }
            } catch (Malformed malformed) {
                throw malformed.in("argument " + i);
            }
        }
        return arguments;
    }

    void writeResult(WireOutput out, @Nullable Object value) {
        ValueType type = method.result();
        if (result != null && type != null) {
            out.at(name, "result", sensitiveResult);
            if (value == null && !method.resultNullable()) {
                throw notNull(method, "result", "method");
            }
            write(out, result, value);
        }
    }

    /** Found while writing: the reader would find it too, but after the body's work was committed. */
    static InvalidValueException notNull(RemotableMethod method, String what, String toMark) {
        return new InvalidValueException(method.qualifiedName() + ": " + what + ": null (expected: a value; mark the "
                + toMark + " @Nullable to allow null)");
    }

    @Nullable
    Object readResult(WireInput in) {
        ValueType type = method.result();
        if (result == null || type == null) {
            return null;
        }
        try {
            Object value = read(in, result);
            if (value == null && !method.resultNullable()) {
                throw new Malformed(DecodeException.NOT_NULL, "null (expected: a value)");
            }
            return value;
        } catch (Malformed malformed) {
            throw malformed.in("result");
        }
    }

    private static void write(WireOutput out, ValueCodec codec, @Nullable Object value) {
        out.bytes.writeByte(value == null ? NULL : VALUE);
        if (value != null) {
            codec.write(out, value);
        }
    }

    private static @Nullable Object read(WireInput in, ValueCodec codec) {
        return in.flag() ? codec.read(in) : null;
    }
}
