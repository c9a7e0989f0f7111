package dev.attacca.codec;

import dev.attacca.value.Bytes;

/** Length, then the bytes. */
final class BytesCodec {
    private BytesCodec() {}

    static final class OfBytes extends ValueCodec {
        @Override
        void write(WireOutput out, Object value) {
            out.byteString(((Bytes) value).toArray());
        }

        @Override
        Object read(WireInput in) {
            return Bytes.of(in.byteString(Integer.MAX_VALUE));
        }
    }

    static final class OfArray extends ValueCodec {
        @Override
        void write(WireOutput out, Object value) {
            out.byteString((byte[]) value);
        }

        @Override
        Object read(WireInput in) {
            return in.byteString(Integer.MAX_VALUE);
        }
    }
}
