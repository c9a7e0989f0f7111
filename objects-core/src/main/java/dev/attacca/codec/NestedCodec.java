package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.error.UnknownTypeException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import dev.attacca.version.TypeKey;
import org.jspecify.annotations.Nullable;

/** An object of exactly the declared class, in its agreed shape. */
final class NestedCodec extends ValueCodec {
    private final TypeKey key;
    private @Nullable ObjectCodec met;

    NestedCodec(ValueType.ObjectValue type) {
        this.key = TypeKey.parse(type.name());
    }

    @Override
    void write(WireOutput out, Object value) {
        codec(out.agreement).write(out, (VersionedObject) value, -1L);
    }

    @Override
    Object read(WireInput in) {
        try {
            return codec(in.agreement).read(in);
        } catch (VersionMismatchException | UnknownTypeException disagreed) {
            throw new Malformed(DecodeException.WRONG_TYPE, String.valueOf(disagreed.getMessage()));
        }
    }

    /** Looked up when it is first met; the codec belongs to one agreement, and whoever comes second finds the same. */
    private ObjectCodec codec(Agreement agreement) {
        ObjectCodec known = met;
        if (known == null) {
            known = agreement.typed(key).codec();
            met = known;
        }
        return known;
    }
}
