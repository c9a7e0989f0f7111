package dev.attacca.codec;

import java.util.UUID;

/** Sixteen bytes. */
final class UuidCodec extends ValueCodec {
    @Override
    void write(WireOutput out, Object value) {
        UUID uuid = (UUID) value;
        out.bytes.writeLong(uuid.getMostSignificantBits());
        out.bytes.writeLong(uuid.getLeastSignificantBits());
    }

    @Override
    Object read(WireInput in) {
        return in.identifier();
    }
}
