package dev.attacca.codec;

import org.jspecify.annotations.Nullable;

/**
 * An element of a collection: where it may be null, 0 for null or 1 before the value; else the value alone. Immutable.
 *
 * @param codec of values that are not null
 * @param nullable whether null may stand there
 */
record ElementCodec(ValueCodec codec, boolean nullable) {

    void write(WireOutput out, @Nullable Object value, Object position) {
        if (nullable) {
            out.bytes.writeByte(value == null ? 0 : 1);
        }
        if (value != null) {
            codec.write(out, value);
        } else if (!nullable) {
            throw out.refusedNull(position);
        }
    }

    @Nullable
    Object read(WireInput in, int index) {
        try {
            return nullable && !in.flag() ? null : codec.read(in);
        } catch (Malformed malformed) {
            throw malformed.in("[" + index + "]");
        }
    }
}
