package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes and reads the arguments and the result of one remotable; each is preceded by what kind of value it is. Immutable. */
final class MethodCodec {
    private static final byte NULL = 0;
    private static final byte VALUE = 1;
    /** One of the receivers, by its position among them. */
    private static final byte RECEIVER = 2;

    /** The same object as an earlier argument, by that one's position. */
    private static final byte ARGUMENT = 3;

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

    void writeArguments(WireOutput out, @Nullable Object[] arguments, List<VersionedObject> receivers) {
        for (int i = 0; i < parameters.length; i++) {
            out.at(
                    method.qualifiedName(),
                    "argument " + i,
                    method.parameters().get(i).sensitive());
            if (arguments[i] == null && !method.nullableParameters().get(i)) {
                throw notNull(method, "argument " + i, "parameter");
            }
            int earlier = arguments[i] instanceof VersionedObject object && position(receivers, object) < 0
                    ? position(Arrays.asList(arguments).subList(0, i), object)
                    : -1;
            if (earlier >= 0) {
                out.bytes.writeByte(ARGUMENT);
                out.bytes.writeVarInt(earlier, true);
            } else {
                write(out, parameters[i], arguments[i], receivers);
            }
        }
    }

    private static int position(List<?> objects, VersionedObject sought) {
        for (int i = 0; i < objects.size(); i++) {
            if (objects.get(i) == sought) {
                return i;
            }
        }
        return -1;
    }

    @Nullable
    Object[] readArguments(WireInput in, List<VersionedObject> receivers) {
        @Nullable Object[] arguments = new @Nullable Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            try {
                byte kind = in.oneByte();
                arguments[i] = kind == ARGUMENT
                        ? fitting(
                                method.parameters().get(i),
                                Arrays.asList(arguments).subList(0, i),
                                in.varInt(true))
                        : read(in, kind, method.parameters().get(i), parameters[i], receivers);
                if (arguments[i] == null && !method.nullableParameters().get(i)) {
                    throw new Malformed(DecodeException.NOT_NULL, "null (expected: a value)");
                }
            } catch (Malformed malformed) {
                throw malformed.in("argument " + i);
            }
        }
        return arguments;
    }

    /** An object that was read before, if it may stand here. */
    private static Object fitting(ValueType declared, List<?> objects, int position) {
        if (position >= 0 && position < objects.size() && declared instanceof ValueType.ObjectValue type) {
            Object known = objects.get(position);
            if (type.javaType().isInstance(known)) {
                return known;
            }
        }
        throw new Malformed(
                DecodeException.RANGE, "object " + position + " again (expected: one that was there and fits)");
    }

    void writeResult(WireOutput out, @Nullable Object value, List<VersionedObject> receivers) {
        ValueType type = method.result();
        if (result != null && type != null) {
            out.at(method.qualifiedName(), "result", type.sensitive());
            if (value == null && !method.resultNullable()) {
                throw notNull(method, "result", "method");
            }
            write(out, result, value, receivers);
        }
    }

    /** Found while writing: the reader would find it too, but after the body's work was committed. */
    static InvalidValueException notNull(RemotableMethod method, String what, String toMark) {
        return new InvalidValueException(method.qualifiedName() + ": " + what + ": null (expected: a value; mark the "
                + toMark + " @Nullable to allow null)");
    }

    @Nullable
    Object readResult(WireInput in, List<VersionedObject> receivers) {
        ValueType type = method.result();
        if (result == null || type == null) {
            return null;
        }
        Object value = read(in, in.oneByte(), type, result, receivers);
        if (value == null && !method.resultNullable()) {
            throw new Malformed(DecodeException.NOT_NULL, "null (expected: a value)");
        }
        return value;
    }

    private static void write(
            WireOutput out, ValueCodec codec, @Nullable Object value, List<VersionedObject> receivers) {
        int receiver = value instanceof VersionedObject object ? position(receivers, object) : -1;
        if (value == null) {
            out.bytes.writeByte(NULL);
        } else if (receiver >= 0) {
            out.bytes.writeByte(RECEIVER);
            out.bytes.writeVarInt(receiver, true);
        } else {
            out.bytes.writeByte(VALUE);
            codec.write(out, value);
        }
    }

    private static @Nullable Object read(
            WireInput in, byte kind, ValueType type, ValueCodec codec, List<VersionedObject> receivers) {
        return switch (kind) {
            case NULL -> null;
            case VALUE -> codec.read(in);
            case RECEIVER -> fitting(type, receivers, in.varInt(true));
            default -> throw new Malformed(DecodeException.RANGE, "kind " + kind + " (expected: 0 to 3)");
        };
    }
}
