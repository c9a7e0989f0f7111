package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.error.UnknownTypeException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import dev.attacca.version.TypeKey;

/** An object of exactly the declared class, in its agreed shape. */
final class NestedCodec extends ValueCodec {
    private final TypeKey key;

    NestedCodec(ValueType.ObjectValue type) {
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
