package dev.attacca.codec;

import dev.attacca.object.ValueType;

/**
 * Writes and reads values of one type that are not null. Fields of primitives go through
 * {@link #writeLong} and {@link #readLong} without boxing. What is read has the form that slots keep. Stateless.
 */
abstract class ValueCodec {

    abstract void write(WireOutput out, Object value);

    abstract Object read(WireInput in);

    /** Reads a key of a map, which other maps are likely to have as well. */
    Object readKey(WireInput in) {
        return read(in);
    }

    void writeLong(WireOutput out, long bits) {
        throw new IllegalStateException("not a primitive");
    }

    long readLong(WireInput in) {
        throw new IllegalStateException("not a primitive");
    }

    /** What the reader will have of a value: of an enum constant it does not know, another one. */
    Object crossing(Object value) {
        return value;
    }

    /** The codec of a type under an agreement; object types are looked up when they are met, so cycles are no matter. */
    static ValueCodec of(ValueType type, Agreement agreement) {
        if (type instanceof ValueType.Scalar scalar) {
            return scalar(scalar);
        }
        if (type instanceof ValueType.EnumValue enumType) {
            return new EnumCodec(agreement.codes(enumType));
        }
        if (type instanceof ValueType.CustomValue custom) {
            return new CustomCodec<>(custom.support());
        }
        if (type instanceof ValueType.ListValue list) {
            return new ListCodec(of(list.element(), agreement), list.elementNullable());
        }
        if (type instanceof ValueType.SetValue set) {
            ValueCodec element = of(set.element(), agreement);
            return set.element() instanceof ValueType.ObjectValue
                    ? new ObjectSetCodec(element)
                    : new SetCodec(set, element);
        }
        if (type instanceof ValueType.MapValue map) {
            return new MapCodec(map, of(map.key(), agreement), of(map.value(), agreement));
        }
        if (type instanceof ValueType.RecordValue record) {
            return new RecordCodec(record, agreement);
        }
        ValueType.ObjectValue object = (ValueType.ObjectValue) type;
        return object.polymorphic() ? new PolymorphicCodec(object) : new NestedCodec(object);
    }

    private static ValueCodec scalar(ValueType.Scalar scalar) {
        return switch (scalar) {
            case STRING -> new TextCodec.OfString();
            case SENSITIVE_STRING -> new TextCodec.OfSensitive();
            case INT, BOXED_INT -> new PrimitiveCodec.OfInt();
            case LONG, BOXED_LONG -> new PrimitiveCodec.OfLong();
            case DOUBLE, BOXED_DOUBLE -> new PrimitiveCodec.OfDouble();
            case BOOLEAN, BOXED_BOOLEAN -> new PrimitiveCodec.OfBoolean();
            case BIG_DECIMAL -> new DecimalCodec();
            case UUID -> new UuidCodec();
            case INSTANT -> new TimeCodec.OfInstant();
            case LOCAL_DATE -> new TimeCodec.OfDate();
            case DURATION -> new TimeCodec.OfDuration();
            case BYTES -> new BytesCodec.OfBytes();
            case BYTE_ARRAY -> new BytesCodec.OfArray();
            case IP_ADDRESS -> new NetworkCodec.OfAddress();
            case IP_NETWORK -> new NetworkCodec.OfNetwork();
            case MAC_ADDRESS -> new NetworkCodec.OfMac();
            case PCI_ADDRESS -> new NetworkCodec.OfPci();
        };
    }
}
