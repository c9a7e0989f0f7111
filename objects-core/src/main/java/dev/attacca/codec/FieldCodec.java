package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.object.ObjectField;
import dev.attacca.object.Slots;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
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
    private final boolean sensitive;
    private final boolean isInt;

    FieldCodec(Layout layout, LayoutField at, Agreement agreement) {
        this.layout = layout;
        this.at = at;
        this.field = at.field();
        this.codec = ValueCodec.of(at.type(), agreement);
        this.sensitive = sensitive(at);
        this.narrows = at.field() != null && !at.field().type().equals(at.type());
        this.isInt = at.type() == ValueType.Scalar.INT;
    }

    /** Whether the slot of the newest version's field holds what crosses. */
    boolean asItIs() {
        boolean boxed = order().compareTo(FieldOrder.STRING) < 0 && !at.type().primitive();
        return field != null && !narrows && !boxed && !at.admitsNull() && !at.refusesNull();
    }

    FieldOrder order() {
        return FieldOrder.of(at);
    }

    /** How constants cross, of a field that holds one. */
    EnumCodes enumCodes() {
        return ((EnumCodec) codec).codes();
    }

    /** Whether the field's values must not be shown. */
    static boolean sensitive(LayoutField at) {
        ObjectField newest = at.field();
        return newest == null
                ? at.type().sensitive() || (at.gone() != null && at.gone().sensitive())
                : newest.sensitive();
    }

    LayoutField at() {
        return at;
    }

    String name() {
        return at.name();
    }

    /** Whether the value is null: never of a primitive. */
    boolean isNull(VersionedObject holder, @Nullable SlotBuffer edited) {
        if (field == null) {
            return edited == null || edited.get(at) == null;
        }
        if (edited != null && edited.isNull(at)) {
            return true;
        }
        return !field.primitive() && Slots.reference(holder, field) == null;
    }

    /** Writes a value that is set and not null. */
    void write(WireOutput out, VersionedObject holder, @Nullable SlotBuffer edited) {
        if (field != null && field.primitive()) {
            long bits = Slots.bits(holder, field);
            codec.writeLong(out, narrows ? narrowed(layout, at, bits) : bits);
            return;
        }
        Object value = field != null ? Slots.reference(holder, field) : edited == null ? null : edited.get(at);
        if (value == null) {
            throw missing();
        }
        out.at(layout.type().name(), field == null ? at.name() : field.name(), sensitive);
        Object crossing = narrowed(layout, at, value);
        if (!sensitive) {
            codec.write(out, crossing);
            return;
        }
        try {
            codec.write(out, crossing);
        } catch (InvalidValueException shown) {
            throw hidden(layout, at);
        }
    }

    /** What a writer says instead of a refusal that may show a sensitive value. */
    static InvalidValueException hidden(Layout layout, LayoutField at) {
        return new InvalidValueException(layout.type().name() + "." + at.name() + ": *** (expected: " + at.type()
                + " that the other side can read)");
    }

    IllegalStateException missing() {
        return new IllegalStateException(layout + "." + at.name() + ": null where a value was announced");
    }

    /** The value as the layout has it, where the newest version has a wider type. */
    static Object narrowed(Layout layout, LayoutField at, Object value) {
        boolean narrows = at.field() != null && !at.field().type().equals(at.type());
        return narrows ? (Object) (int) narrowed(layout, at, Slots.unbox(value)) : value;
    }

    private static long narrowed(Layout layout, LayoutField at, long value) {
        if (value != (int) value) {
            throw new InvalidValueException(layout + "." + at.name() + ": " + (sensitive(at) ? "a value" : value)
                    + " does not fit " + at.type() + " (expected: the @Downgrade step narrows it)");
        }
        return value;
    }

    /** Stores a value of the layout's type as the newest version has it. */
    static void store(SlotBuffer into, LayoutField at, @Nullable Object value) {
        if (value == null) {
            if (!mayBeNull(at)) {
                throw new Malformed(DecodeException.NOT_NULL, "null (expected: a value)");
            }
            into.set(at, null);
        } else {
            boolean widens = at.field() != null
                    && at.field().type() == ValueType.Scalar.BOXED_LONG
                    && at.type() != ValueType.Scalar.BOXED_LONG;
            into.set(at, widens ? (Object) Slots.unbox(value) : value);
        }
    }

    /** Reads a value that is set and not null. */
    void read(WireInput in, SlotBuffer into) {
        try {
            if (field != null && field.primitive()) {
                Slots.bits(into.data, field, codec.readLong(in));
                into.present |= field.bit();
            } else {
                store(into, at, codec.read(in));
            }
        } catch (Malformed malformed) {
            throw (sensitive ? malformed.hidden(at.type()) : malformed).in(at.name());
        }
    }

    /** Reads a value, not null, that goes into its slot as it is. */
    Object readReference(WireInput in) {
        return codec.read(in);
    }

    /** A number that was read, if the field can hold it. */
    long inRange(long value) {
        if (isInt && value != (int) value) {
            throw new Malformed(DecodeException.RANGE, (sensitive ? "a value" : value) + " (expected: an int)");
        }
        return value;
    }

    void readNull(SlotBuffer into) {
        try {
            store(into, at, null);
        } catch (Malformed malformed) {
            throw malformed.in(at.name());
        }
    }

    boolean mayBeNull() {
        return mayBeNull(at);
    }

    private static boolean mayBeNull(LayoutField at) {
        return at.nullable() && (!at.type().primitive() || at.admitsNull());
    }

    Malformed unexpectedNull() {
        return new Malformed(DecodeException.NOT_NULL, "null (expected: a value)").in(at.name());
    }
}
