package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.error.UnknownTypeException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.object.Slots;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import dev.attacca.version.TypeKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Writes and reads values of one type that are not null. Primitives that are kept in {@code long} slots go through
 * {@link #writeLong} and {@link #readLong} without boxing. Stateless.
 */
abstract class ValueCodec {

    abstract void write(WireOutput out, Object value);

    abstract Object read(WireInput in);

    void writeLong(WireOutput out, long bits) {
        throw new IllegalStateException("not kept in a long slot");
    }

    long readLong(WireInput in) {
        throw new IllegalStateException("not kept in a long slot");
    }

    /** The codec of a type under an agreement; object types are looked up when they are met, so cycles are no matter. */
    static ValueCodec of(ValueType type, Agreement agreement) {
        if (type instanceof ValueType.Scalar scalar) {
            return scalar(scalar);
        }
        if (type instanceof ValueType.EnumValue enumType) {
            return new OfEnum(agreement.codes(enumType));
        }
        if (type instanceof ValueType.ListValue list) {
            return new OfList(of(list.element(), agreement));
        }
        if (type instanceof ValueType.MapValue map) {
            return new OfMap(of(map.value(), agreement));
        }
        return new OfObject((ValueType.ObjectValue) type);
    }

    private static ValueCodec scalar(ValueType.Scalar scalar) {
        return switch (scalar) {
            case STRING -> new OfString();
            case INT, BOXED_INT -> new OfInt();
            case LONG, BOXED_LONG -> new OfLong();
            case DOUBLE, BOXED_DOUBLE -> new OfDouble();
            case BOOLEAN, BOXED_BOOLEAN -> new OfBoolean();
            case UUID -> new OfUuid();
            case INSTANT -> new OfInstant();
        };
    }

    /** Length in bytes, then UTF-8. */
    private static final class OfString extends ValueCodec {
        @Override
        void write(WireOutput out, Object value) {
            out.string((String) value);
        }

        @Override
        Object read(WireInput in) {
            return in.string();
        }
    }

    /** What primitives share: the boxed form is the slot form in a box. */
    private abstract static class Primitive extends ValueCodec {
        private final ValueType.Scalar type;

        Primitive(ValueType.Scalar type) {
            this.type = type;
        }

        @Override
        void write(WireOutput out, Object value) {
            writeLong(out, Slots.unbox(value));
        }

        @Override
        Object read(WireInput in) {
            return Slots.box(type, readLong(in));
        }
    }

    /** Zigzag varint. */
    private static final class OfInt extends Primitive {
        OfInt() {
            super(ValueType.Scalar.INT);
        }

        @Override
        void writeLong(WireOutput out, long bits) {
            out.bytes.writeVarInt((int) bits, false);
        }

        @Override
        long readLong(WireInput in) {
            return in.varInt(false);
        }
    }

    /** Zigzag varint. */
    private static final class OfLong extends Primitive {
        OfLong() {
            super(ValueType.Scalar.LONG);
        }

        @Override
        void writeLong(WireOutput out, long bits) {
            out.bytes.writeVarLong((bits << 1) ^ (bits >> 63), true);
        }

        @Override
        long readLong(WireInput in) {
            long zigzag = in.varLong();
            return (zigzag >>> 1) ^ -(zigzag & 1);
        }
    }

    /** Eight bytes. */
    private static final class OfDouble extends Primitive {
        OfDouble() {
            super(ValueType.Scalar.DOUBLE);
        }

        @Override
        void writeLong(WireOutput out, long bits) {
            out.bytes.writeLong(bits);
        }

        @Override
        long readLong(WireInput in) {
            return in.fixedLong();
        }
    }

    /** One byte. */
    private static final class OfBoolean extends Primitive {
        OfBoolean() {
            super(ValueType.Scalar.BOOLEAN);
        }

        @Override
        void writeLong(WireOutput out, long bits) {
            out.bytes.writeByte((byte) bits);
        }

        @Override
        long readLong(WireInput in) {
            return in.flag() ? 1 : 0;
        }
    }

    /** Sixteen bytes. */
    private static final class OfUuid extends ValueCodec {
        @Override
        void write(WireOutput out, Object value) {
            UUID uuid = (UUID) value;
            out.bytes.writeLong(uuid.getMostSignificantBits());
            out.bytes.writeLong(uuid.getLeastSignificantBits());
        }

        @Override
        Object read(WireInput in) {
            return new UUID(in.fixedLong(), in.fixedLong());
        }
    }

    /** Seconds as zigzag varint, microseconds as varint. */
    private static final class OfInstant extends ValueCodec {
        private static final int MICROS = 1_000_000;
        private static final OfLong SECONDS = new OfLong();

        @Override
        void write(WireOutput out, Object value) {
            Instant instant = (Instant) value;
            SECONDS.writeLong(out, instant.getEpochSecond());
            out.bytes.writeVarInt(instant.getNano() / 1000, true);
        }

        @Override
        Object read(WireInput in) {
            long seconds = SECONDS.readLong(in);
            int micros = in.varInt(true);
            if (micros < 0 || micros >= MICROS) {
                throw new Malformed(
                        DecodeException.RANGE, micros + " microseconds (expected: 0 to " + (MICROS - 1) + ")");
            }
            try {
                return Instant.ofEpochSecond(seconds, micros * 1000L);
            } catch (DateTimeException tooFar) {
                throw new Malformed(DecodeException.RANGE, seconds + " seconds (expected: an instant)");
            }
        }
    }

    /** The agreed code as varint. */
    private static final class OfEnum extends ValueCodec {
        private final EnumCodes codes;

        OfEnum(EnumCodes codes) {
            this.codes = codes;
        }

        @Override
        void write(WireOutput out, Object value) {
            Enum<?> constant = (Enum<?>) value;
            out.bytes.writeVarInt(codes.code(constant), true);
            if (codes.fallsBack(constant)) {
                out.lostHere(
                        constant.name() + " read as " + codes.fallback(constant).name());
            }
        }

        @Override
        Object read(WireInput in) {
            return codes.constant(in.varInt(true));
        }
    }

    /** Count, then elements. */
    private static final class OfList extends ValueCodec {
        private final ValueCodec element;

        OfList(ValueCodec element) {
            this.element = element;
        }

        @Override
        void write(WireOutput out, Object value) {
            List<?> list = (List<?>) value;
            out.count(list.size(), WireInput.MOST_ELEMENTS);
            for (Object each : list) {
                element.write(out, out.present(each));
            }
        }

        @Override
        Object read(WireInput in) {
            int count = in.count();
            List<Object> list = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                try {
                    list.add(element.read(in));
                } catch (Malformed malformed) {
                    throw malformed.in("[" + i + "]");
                }
            }
            return List.copyOf(list);
        }
    }

    /** Count, then keys in their order, each with its value. */
    private static final class OfMap extends ValueCodec {
        private static final int MOST = 10_000;

        private final ValueCodec element;

        OfMap(ValueCodec element) {
            this.element = element;
        }

        @Override
        void write(WireOutput out, Object value) {
            Map<?, ?> map = (Map<?, ?>) value;
            out.count(map.size(), MOST);
            inOrder(out, map).forEach((key, mapped) -> {
                out.string((String) key);
                element.write(out, out.present(mapped));
            });
        }

        /** Fields keep their maps in order; arguments and results come as their maker left them. */
        private static Map<?, ?> inOrder(WireOutput out, Map<?, ?> map) {
            String before = null;
            boolean ascending = true;
            for (Object each : map.keySet()) {
                String key = (String) out.present(each);
                ascending &= before == null || before.compareTo(key) < 0;
                before = key;
            }
            return ascending ? map : new TreeMap<>(map);
        }

        @Override
        Object read(WireInput in) {
            int count = in.count();
            if (count > MOST) {
                throw new Malformed(
                        DecodeException.BAD_SIZE, "a map of " + count + " (expected: at most " + MOST + ")");
            }
            Map<String, Object> map = new LinkedHashMap<>();
            String before = null;
            for (int i = 0; i < count; i++) {
                String key = in.string();
                if (before != null && key.compareTo(before) <= 0) {
                    throw new Malformed(
                            DecodeException.WRONG_TYPE, "keys twice or out of order (expected: ascending keys)");
                }
                before = key;
                try {
                    map.put(key, element.read(in));
                } catch (Malformed malformed) {
                    throw malformed.in("[" + i + "]");
                }
            }
            return Collections.unmodifiableMap(map);
        }
    }

    /** The object in its agreed shape. */
    private static final class OfObject extends ValueCodec {
        private final TypeKey key;

        OfObject(ValueType.ObjectValue type) {
            this.key = TypeKey.parse(type.name());
        }

        @Override
        void write(WireOutput out, Object value) {
            out.agreement.typed(key).codec().write(out, (VersionedObject) value, -1L);
        }

        @Override
        Object read(WireInput in) {
            try {
                return in.agreement.typed(key).codec().read(in);
            } catch (VersionMismatchException | UnknownTypeException disagreed) {
                throw new Malformed(DecodeException.WRONG_TYPE, String.valueOf(disagreed.getMessage()));
            }
        }
    }
}
