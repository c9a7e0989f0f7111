package dev.attacca.codec;

import dev.attacca.object.Slots;
import dev.attacca.object.ValueType;

/** What primitives share: the boxed form is a box around the bits. */
abstract class PrimitiveCodec extends ValueCodec {
    private final ValueType.Scalar type;

    private PrimitiveCodec(ValueType.Scalar type) {
        this.type = type;
    }

    @Override
    final void write(WireOutput out, Object value) {
        writeLong(out, Slots.unbox(value));
    }

    @Override
    final Object read(WireInput in) {
        return Slots.box(type, readLong(in));
    }

    /** Zigzag varint. */
    static final class OfInt extends PrimitiveCodec {
        OfInt() {
            super(ValueType.Scalar.INT);
        }

        @Override
        void writeLong(WireOutput out, long bits) {
            out.bytes.writeVarInt((int) bits, false);
        }

        @Override
        long readLong(WireInput in) {
            return in.zigzagInt();
        }
    }

    /** Zigzag varint. */
    static final class OfLong extends PrimitiveCodec {
        OfLong() {
            super(ValueType.Scalar.LONG);
        }

        @Override
        void writeLong(WireOutput out, long bits) {
            out.zigzag(bits);
        }

        @Override
        long readLong(WireInput in) {
            return in.zigzag();
        }
    }

    /** Eight bytes. */
    static final class OfDouble extends PrimitiveCodec {
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
    static final class OfBoolean extends PrimitiveCodec {
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
}
