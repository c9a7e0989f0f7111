package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.Layout;
import dev.attacca.registry.LayoutField;
import dev.attacca.version.Version;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads whole objects of one class in the agreed shape: by the code that is generated for its layout when the first
 * object comes, and field by field where fields must be named or where written steps lie between the versions. Both ways lead to the same
 * bytes. Immutable but for what is made later.
 */
final class ObjectCodec {
    private final Layout layout;
    private final FieldCodec[] fields;
    private final int[] order;
    private final Projection projection;
    private final long identity;
    private final Version[] versionsByAge;
    private @Nullable GeneratedCodec generated;

    ObjectCodec(Layout layout, Agreement agreement, long identity) {
        this.layout = layout;
        this.identity = identity;
        this.fields = new FieldCodec[layout.fields().size()];
        for (LayoutField field : layout.fields()) {
            fields[field.bit()] = new FieldCodec(layout, field, agreement);
        }
        this.order = FieldOrder.bits(layout.fields());
        this.projection = new Projection(layout);
        Version agreed = layout.version();
        this.versionsByAge = new Version[agreed.minor() + 1];
        for (int age = 0; age < versionsByAge.length; age++) {
            versionsByAge[age] = projection.received(Version.of(agreed.major(), agreed.minor() - age));
        }
    }

    Layout layout() {
        return layout;
    }

    Projection projection() {
        return projection;
    }

    /** The fields that identify an object, of the layout. */
    long identity() {
        return identity;
    }

    FieldCodec field(int bit) {
        return fields[bit];
    }

    /** The codecs of the fields, each at its bit. */
    FieldCodec[] fields() {
        return fields;
    }

    int size() {
        return fields.length;
    }

    /** The code for the layout; whoever comes second finds the same, or makes its like. */
    GeneratedCodec generated() {
        GeneratedCodec known = generated;
        if (known == null) {
            known = CodecWriter.write(this);
            generated = known;
        }
        return known;
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
        generated().write(out, object, fieldMask);
    }

    /** Brings the object to the agreed version first. */
    void writeBrought(WireOutput out, VersionedObject object, long fieldMask) {
        long present = Slots.present(object) & fieldMask;
        List<Loss> losses = new ArrayList<>();
        SlotBuffer edited = projection.edited(losses, object, fieldMask);
        projection.noteDropped(losses, object, present, edited);
        out.lost(losses);
        long mask = projection.presentInLayout(edited == null ? present : edited.present, edited);
        long changedFields = layout.toLayout(Slots.changed(object) & fieldMask);
        long changed = (edited == null ? changedFields : edited.changedIn(layout)) & mask;
        VersionedObject holder = edited == null ? object : edited.data;
        long nulls = nulls(mask, holder, edited);
        generated().header(out, object, mask, changed, nulls);
        if (!out.naming()) {
            generated().values(out, holder, edited, mask & ~nulls);
            return;
        }
        for (int bit : order) {
            if ((mask & ~nulls & 1L << bit) != 0) {
                fields[bit].write(out, holder, edited);
            }
        }
    }

    long nulls(long mask, VersionedObject holder, @Nullable SlotBuffer edited) {
        long nulls = 0;
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            int bit = Long.numberOfTrailingZeros(rest);
            if (fields[bit].isNull(holder, edited)) {
                nulls |= 1L << bit;
            }
        }
        return nulls;
    }

    /** Reads an object bound to the input's context. */
    VersionedObject read(WireInput in) {
        return generated().read(in);
    }

    /** Reads an object that stands in the message already. */
    VersionedObject again(WireInput in, int shape) {
        MessageObjects objects = in.objects;
        if (objects == null || (shape != MessageObjects.AGAIN && shape != MessageObjects.AGAIN_UPDATED)) {
            throw new Malformed(
                    DecodeException.RANGE,
                    "shape " + (shape & 0xff) + " of an object (expected: below 128"
                            + (objects == null ? ")" : ", or 128 or 129)"));
        }
        in.forget(layout.type().fields().size());
        VersionedObject object = objects.again(in, shape);
        if (object.type() != layout.type()) {
            throw new Malformed(
                    DecodeException.WRONG_TYPE,
                    "a " + object.type().name() + " again (expected: a "
                            + layout.type().name() + ")");
        }
        return object;
    }

    /** Reads values field by field and lets written steps bring them to the newest version. */
    VersionedObject readFields(WireInput in, Version version, long mask, long changed, long nulls) {
        SlotBuffer buffer = new SlotBuffer(layout.type());
        for (int bit : order) {
            if ((nulls & 1L << bit) != 0) {
                fields[bit].readNull(buffer);
            } else if ((mask & 1L << bit) != 0) {
                fields[bit].read(in, buffer);
            }
        }
        buffer.markChanged(layout, changed);
        buffer.upgrade(layout);
        buffer.refuseBeyondLimits();
        in.lost(buffer.unread(layout));
        return buffer.finish(in.context, version);
    }

    /** The version of data that is so many minors older than the agreed one. */
    Version version(int age) {
        if (age < 0 || age >= versionsByAge.length) {
            throw new Malformed(
                    DecodeException.RANGE,
                    "data " + age + " minors older than " + layout.version() + " (expected: 0 to "
                            + (versionsByAge.length - 1) + ")");
        }
        return versionsByAge[age];
    }
}
