package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.value.ValueSupport;

/** Length, then the bytes that the type's own support makes. */
final class CustomCodec<T> extends ValueCodec {
    private final ValueSupport<T> support;

    CustomCodec(ValueSupport<T> support) {
        this.support = support;
    }

    @Override
    void write(WireOutput out, Object value) {
        out.byteString(support.toBytes(support.javaType().cast(value)));
    }

    /** Whatever the support throws at bytes that may be anybody's is a refusal of these bytes. */
    @Override
    Object read(WireInput in) {
        byte[] bytes = in.byteString(Integer.MAX_VALUE);
        try {
            T value = support.fromBytes(bytes);
            if (support.javaType().isInstance(value)) {
                return value;
            }
        } catch (RuntimeException refused) {
            if (!support.sensitive() && refused.getMessage() != null) {
                throw new Malformed(DecodeException.RANGE, support.name() + ": " + refused.getMessage());
            }
        }
        throw new Malformed(
                DecodeException.RANGE, bytes.length + " bytes (expected: those of a " + support.name() + ")");
    }
}
