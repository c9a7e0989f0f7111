package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.Layout;
import dev.attacca.registry.LayoutField;
import dev.attacca.version.Version;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads whole objects of one class in the agreed shape: how many minors older its data is, then three masks (set,
 * changed, null), all as varints, then the set values that are not null in field order. Where both sides have the same version, values go straight from the slots.
 * Immutable.
 */
final class ObjectCodec {
    private final Layout layout;
    private final FieldCodec[] fields;
    private final Projection projection;
    private final Version[] versionsByAge;

    ObjectCodec(Layout layout, Agreement agreement) {
        this.layout = layout;
        this.fields = new FieldCodec[layout.fields().size()];
        for (LayoutField field : layout.fields()) {
            fields[field.bit()] = new FieldCodec(layout, field, agreement);
        }
        this.projection = new Projection(layout);
        Version agreed = layout.version();
        this.versionsByAge = new Version[agreed.minor() + 1];
        for (int age = 0; age < versionsByAge.length; age++) {
            versionsByAge[age] = Version.of(agreed.major(), agreed.minor() - age);
        }
        if (layout.newest()) {
            versionsByAge[0] = layout.type().version();
        }
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
                            + " is declared (expected: exactly that class; mark it @Polymorphic to let subclasses stand there)");
        }
    }

    /** Writes those fields of an object that are set and in the mask. */
    void write(WireOutput out, VersionedObject object, long fieldMask) {
        out.enter(layout.type().name());
        refuseOther(object);
        out.bytes.writeVarInt(
                Math.max(0, layout.version().minor() - object.version().minor()), true);
        long present = Slots.present(object) & fieldMask;
        SlotBuffer edited = projection.edited(out.losses, object, fieldMask);
        projection.noteDropped(out.losses, object, present, edited);
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
        Version version = version(in.varInt(true));
        long mask = in.mask(fields.length, "the mask of set fields");
        long changed = in.mask(fields.length, "the mask of changed fields") & mask;
        if (in.request) {
            projection.refuseReadOnly(changed);
        }
        readValues(in, mask, buffer);
        buffer.markChanged(layout, changed);
        buffer.run(layout.upgrades());
        buffer.refuseBeyondLimits();
        in.losses.addAll(buffer.unread(layout));
        in.leave();
        return layout.type()
                .newObject(
                        in.context,
                        version,
                        buffer.present,
                        buffer.changed & buffer.present,
                        buffer.longs,
                        buffer.references);
    }

    private Version version(int age) {
        if (age < 0 || age >= versionsByAge.length) {
            throw new Malformed(
                    DecodeException.RANGE,
                    "data " + age + " minors older than " + layout.version() + " (expected: 0 to "
                            + (versionsByAge.length - 1) + ")");
        }
        return versionsByAge[age];
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
