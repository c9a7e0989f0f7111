package dev.attacca.codec;

/** The agreed code as varint. */
final class EnumCodec extends ValueCodec {
    private final EnumCodes codes;

    EnumCodec(EnumCodes codes) {
        this.codes = codes;
    }

    EnumCodes codes() {
        return codes;
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
        return codes.constant(in.varInt());
    }

    @Override
    Object crossing(Object value) {
        Enum<?> constant = (Enum<?>) value;
        return codes.fallsBack(constant) ? codes.fallback(constant) : constant;
    }
}
