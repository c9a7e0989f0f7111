package dev.attacca.codec;

import dev.attacca.error.InvalidValueException;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.Layout;
import dev.attacca.registry.LayoutField;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads whole objects of one class in the agreed shape: three masks (set, changed, null) as varints, then the set
 * values that are not null in field order. Where both sides have the same version, values go straight from the slots.
 * Immutable.
 */
final class ObjectCodec {
    private final Layout layout;
    private final FieldCodec[] fields;
    private final Projection projection;

    ObjectCodec(Layout layout, Agreement agreement) {
        this.layout = layout;
        this.fields = new FieldCodec[layout.fields().size()];
        for (LayoutField field : layout.fields()) {
            fields[field.bit()] = new FieldCodec(layout, field, agreement);
        }
        this.projection = new Projection(layout);
    }

    Layout layout() {
        return layout;
    }

    Projection projection() {
        return projection;
    }

    FieldCodec field(int bit) {
        return fields[bit];
    }

    int size() {
        return fields.length;
    }

    /** Refuses an object of another class than the declared one. */
    void refuseOther(VersionedObject object) {
        if (object.type() != layout.type()) {
            throw new InvalidValueException(
                    object.type().name() + ": where a " + layout.type().name()
                            + " is declared (expected: exactly that class; subclasses do not cross, declare the subclass)");
        }
    }

    /** Writes those fields of an object that are set and in the mask. */
    void write(WireOutput out, VersionedObject object, long fieldMask) {
        out.enter(layout.type().name());
        refuseOther(object);
        long present = Slots.present(object) & fieldMask;
        projection.noteDropped(out.losses, object, present);
        SlotBuffer edited = projection.edited(out.losses, object, fieldMask);
        long mask = projection.presentInLayout(edited == null ? present : edited.present, edited);
        out.bytes.writeVarLong(mask, true);
        long changed = layout.toLayout(Slots.changed(object) & fieldMask);
        out.bytes.writeVarLong((edited == null ? changed : edited.changedIn(layout)) & mask, true);
        long[] longs = edited == null ? Slots.longs(object) : edited.longs;
        @Nullable Object[] references = edited == null ? Slots.references(object) : edited.references;
        long nulls = nulls(mask, references, edited);
        out.bytes.writeVarLong(nulls, true);
        for (long rest = mask & ~nulls; rest != 0; rest &= rest - 1) {
            fields[Long.numberOfTrailingZeros(rest)].write(out, longs, references, edited);
        }
        out.leave();
    }

    long nulls(long mask, @Nullable Object[] references, @Nullable SlotBuffer edited) {
        long nulls = 0;
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            int bit = Long.numberOfTrailingZeros(rest);
            if (fields[bit].isNull(references, edited)) {
                nulls |= 1L << bit;
            }
        }
        return nulls;
    }

    /** Reads an object bound to the input's context. */
    VersionedObject read(WireInput in) {
        in.enter(layout.type().fields().size());
        SlotBuffer buffer = new SlotBuffer(layout.type());
        long mask = in.mask(fields.length, "the mask of set fields");
        long changed = in.mask(fields.length, "the mask of changed fields");
        readValues(in, mask, buffer);
        buffer.markChanged(layout, changed & mask);
        buffer.run(layout.upgrades());
        buffer.refuseBeyondLimits();
        in.losses.addAll(buffer.unread(layout));
        in.leave();
        return layout.type()
                .newObject(
                        in.context,
                        layout.version(),
                        buffer.present,
                        buffer.changed & buffer.present,
                        buffer.longs,
                        buffer.references);
    }

    /** Reads the mask of nulls and the values of the fields in the mask. */
    void readValues(WireInput in, long mask, SlotBuffer into) {
        long nulls = in.mask(fields.length, "the mask of null fields") & mask;
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            int bit = Long.numberOfTrailingZeros(rest);
            if ((nulls & (1L << bit)) != 0) {
                fields[bit].readNull(into);
            } else {
                fields[bit].read(in, into);
            }
        }
    }
}
