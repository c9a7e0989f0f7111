package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import org.jspecify.annotations.Nullable;

/** Writes and reads the arguments and the result of one remotable; each is preceded by what kind of value it is. Immutable. */
final class MethodCodec {
    private static final byte NULL = 0;
    private static final byte VALUE = 1;
    private static final byte RECEIVER = 2;

    private final RemotableMethod method;
    private final ValueCodec[] parameters;
    private final @Nullable ValueCodec result;

    MethodCodec(RemotableMethod method, Agreement agreement) {
        this.method = method;
        this.parameters = method.parameters().stream()
                .map(parameter -> ValueCodec.of(parameter, agreement))
                .toArray(ValueCodec[]::new);
        this.result = method.result() == null ? null : ValueCodec.of(method.result(), agreement);
    }

    void writeArguments(WireOutput out, @Nullable Object[] arguments) {
        for (int i = 0; i < parameters.length; i++) {
            out.at(
                    method.qualifiedName(),
                    "argument " + i,
                    method.parameters().get(i).sensitive());
            if (arguments[i] == null && !method.nullableParameters().get(i)) {
                throw notNull(method, "argument " + i, "parameter");
            }
            write(out, parameters[i], arguments[i], null);
        }
    }

    @Nullable
    Object[] readArguments(WireInput in) {
        @Nullable Object[] arguments = new @Nullable Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            try {
                arguments[i] =
                        read(in, parameters[i], method.nullableParameters().get(i), null);
            } catch (Malformed malformed) {
                throw malformed.in("argument " + i);
            }
        }
        return arguments;
    }

    void writeResult(WireOutput out, @Nullable Object value, @Nullable VersionedObject receiver) {
        ValueType type = method.result();
        if (result != null && type != null) {
            out.at(method.qualifiedName(), "result", type.sensitive());
            if (value == null && !method.resultNullable()) {
                throw notNull(method, "result", "method");
            }
            write(out, result, value, receiver);
        }
    }

    /** Found while writing: the reader would find it too, but after the body's work was committed. */
    static InvalidValueException notNull(RemotableMethod method, String what, String toMark) {
        return new InvalidValueException(method.qualifiedName() + ": " + what + ": null (expected: a value; mark the "
                + toMark + " @Nullable to allow null)");
    }

    @Nullable
    Object readResult(WireInput in, @Nullable VersionedObject receiver) {
        return result == null ? null : read(in, result, method.resultNullable(), receiver);
    }

    private static void write(
            WireOutput out, ValueCodec codec, @Nullable Object value, @Nullable VersionedObject receiver) {
        if (value == null) {
            out.bytes.writeByte(NULL);
        } else if (value == receiver) {
            out.bytes.writeByte(RECEIVER);
        } else {
            out.bytes.writeByte(VALUE);
            codec.write(out, value);
        }
    }

    private static @Nullable Object read(
            WireInput in, ValueCodec codec, boolean nullable, @Nullable VersionedObject receiver) {
        byte kind = in.oneByte();
        if (kind == VALUE) {
            return codec.read(in);
        }
        if (kind == RECEIVER && receiver != null) {
            return receiver;
        }
        if (kind == NULL && nullable) {
            return null;
        }
        throw kind == NULL
                ? new Malformed(DecodeException.NOT_NULL, "null (expected: a value)")
                : new Malformed(DecodeException.RANGE, "kind " + kind + " (expected: 0 to 2)");
    }
}
