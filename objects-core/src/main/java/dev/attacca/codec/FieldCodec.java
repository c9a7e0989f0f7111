package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.object.ObjectField;
import dev.attacca.object.Slots;
import dev.attacca.object.ValueType;
import dev.attacca.registry.Layout;
import dev.attacca.registry.LayoutField;
import org.jspecify.annotations.Nullable;

/** Carries one field of a layout between slots and bytes. Immutable. */
final class FieldCodec {
    private final Layout layout;
    private final LayoutField at;
    private final @Nullable ObjectField field;
    private final ValueCodec codec;
    private final boolean narrows;

    FieldCodec(Layout layout, LayoutField at, Agreement agreement) {
        this.layout = layout;
        this.at = at;
        this.field = at.field();
        this.codec = ValueCodec.of(at.type(), agreement);
        this.narrows = at.field() != null && !at.field().type().equals(at.type());
    }

    LayoutField at() {
        return at;
    }

    String name() {
        return at.name();
    }

    /** Whether the value is null: never of a primitive. */
    boolean isNull(@Nullable Object[] references, @Nullable SlotBuffer edited) {
        if (field == null) {
            return edited == null || edited.get(at) == null;
        }
        return !field.inLongSlot() && references[field.slot()] == null;
    }

    /** Writes a value that is set and not null. */
    void write(WireOutput out, long[] longs, @Nullable Object[] references, @Nullable SlotBuffer edited) {
        if (field != null && field.inLongSlot()) {
            codec.writeLong(out, narrows ? narrowed(longs[field.slot()]) : longs[field.slot()]);
            return;
        }
        Object value = field != null ? references[field.slot()] : edited == null ? null : edited.get(at);
        if (value == null) {
            throw new IllegalStateException(layout + "." + at.name() + ": null where a value was announced");
        }
        out.at(layout.type().name(), field == null ? at.name() : field.name());
        codec.write(out, narrows ? (Object) (int) narrowed(Slots.unbox(value)) : value);
    }

    private long narrowed(long value) {
        if (value != (int) value) {
            boolean hidden = field != null && field.sensitive();
            throw new InvalidValueException(layout + "." + at.name() + ": " + (hidden ? "a value" : value)
                    + " does not fit " + at.type() + " (expected: the @Downgrade step narrows it)");
        }
        return value;
    }

    /** Reads a value that is set and not null. */
    void read(WireInput in, SlotBuffer into) {
        try {
            if (field != null && field.inLongSlot()) {
                into.longs[field.slot()] = codec.readLong(in);
                into.present |= field.bit();
            } else {
                Object value = codec.read(in);
                into.set(
                        at,
                        narrows && field != null && field.type() == ValueType.Scalar.BOXED_LONG
                                ? (Object) Slots.unbox(value)
                                : value);
            }
        } catch (Malformed malformed) {
            throw malformed.in(at.name());
        }
    }

    void readNull(SlotBuffer into) {
        if (!at.nullable() || at.type().inLongSlot()) {
            throw new Malformed(DecodeException.NOT_NULL, "null (expected: a value)").in(at.name());
        }
        into.set(at, null);
    }
}
