package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.error.UnknownTypeException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;

/** The agreed id of the object's own class as varint, then the object in that class's agreed shape. */
final class PolymorphicCodec extends ValueCodec {
    private final ValueType.ObjectValue type;

    PolymorphicCodec(ValueType.ObjectValue type) {
        this.type = type;
    }

    /** A class that the reader does not know is a typed error that names it. */
    @Override
    void write(WireOutput out, Object value) {
        VersionedObject object = (VersionedObject) value;
        AgreedType agreed = out.agreement.typed(object.type().key());
        out.bytes.writeVarInt(agreed.id(), true);
        agreed.codec().write(out, object, -1L);
    }

    @Override
    Object read(WireInput in) {
        try {
            AgreedType agreed = in.agreement.typed(in.varInt());
            if (!type.javaType().isAssignableFrom(agreed.type().javaType())) {
                throw new Malformed(
                        DecodeException.WRONG_TYPE, "a " + agreed.type().name() + " (expected: a " + type.name() + ")");
            }
            return agreed.codec().read(in);
        } catch (VersionMismatchException | UnknownTypeException disagreed) {
            throw new Malformed(DecodeException.WRONG_TYPE, String.valueOf(disagreed.getMessage()));
        }
    }
}
