package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.object.DecimalRange;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Scale as zigzag varint, then the unscaled value: length and two's complement, as short as it can be. */
final class DecimalCodec extends ValueCodec {
    @Override
    void write(WireOutput out, Object value) {
        BigDecimal decimal = (BigDecimal) value;
        byte[] unscaled = decimal.unscaledValue().toByteArray();
        if (!DecimalRange.allows(decimal.scale(), unscaled.length)) {
            throw out.refused("a decimal of scale " + decimal.scale() + " and " + unscaled.length + " bytes (expected: "
                    + DecimalRange.EXPECTED + ")");
        }
        out.bytes.writeVarInt(decimal.scale(), false);
        out.byteString(unscaled);
    }

    @Override
    Object read(WireInput in) {
        int scale = in.zigzagInt();
        byte[] unscaled = in.byteString(DecimalRange.MOST_BYTES);
        if (unscaled.length == 0 || !DecimalRange.allows(scale, unscaled.length)) {
            throw new Malformed(
                    DecodeException.RANGE,
                    "a decimal of scale " + scale + " and " + unscaled.length + " bytes (expected: "
                            + DecimalRange.EXPECTED + ")");
        }
        return new BigDecimal(new BigInteger(unscaled), scale);
    }
}
