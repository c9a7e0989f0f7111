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

    FieldCodec(Layout layout, LayoutField at, Agreement agreement) {
        this.layout = layout;
        this.at = at;
        this.field = at.field();
        this.codec = ValueCodec.of(at.type(), agreement);
        this.sensitive = sensitive(at);
        this.narrows = at.field() != null && !at.field().type().equals(at.type());
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
        if (field == null) {
            writeRemoved(out, edited);
        } else if (field.primitive()) {
            long bits = Slots.bits(holder, field);
            codec.writeLong(out, narrows ? narrowed(bits) : bits);
        } else {
            write(out, Slots.reference(holder, field));
        }
    }

    /** Writes the value of a field that was removed since. */
    void writeRemoved(WireOutput out, @Nullable SlotBuffer edited) {
        write(out, edited == null ? null : edited.get(at));
    }

    /** Writes a value that is no primitive, in the newest version's form. */
    void write(WireOutput out, @Nullable Object value) {
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

    /** A number that the layout's version has as an {@code int}. */
    long narrowed(long value) {
        return narrowed(layout, at, value);
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
            into.set(at, widened(at, value));
        }
    }

    private static Object widened(LayoutField at, Object value) {
        boolean widens = at.field() != null
                && at.field().type() == ValueType.Scalar.BOXED_LONG
                && at.type() != ValueType.Scalar.BOXED_LONG;
        return widens ? (Object) Slots.unbox(value) : value;
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
            throw failed(malformed);
        }
    }

    /** What is said of a value that could not be read. */
    Malformed failed(Malformed malformed) {
        return (sensitive ? malformed.hidden(at.type()) : malformed).in(at.name());
    }

    /** Reads a value that is set, not null and no primitive, in the newest version's form. */
    Object readKept(WireInput in) {
        return widened(at, codec.read(in));
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
