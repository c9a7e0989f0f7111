package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.object.ObjectType;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.Layout;
import dev.attacca.registry.LayoutField;
import dev.attacca.version.Version;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads whole objects of one class in the agreed shape: a byte that says what is left out, how many minors older the
 * data is, the masks (set, changed, null), all as varints, then the set values that are not null in {@link FieldOrder}. Where both sides have the same
 * version, values go straight from slot to byte and back. Immutable.
 */
final class ObjectCodec {
    private static final int ALL_SET = 1;
    private static final int UNCHANGED = 2;
    private static final int NO_NULLS = 4;
    private static final int OLDER = 8;

    private final Layout layout;
    private final FieldCodec[] fields;
    private final int[] order;
    private final @Nullable SlotRuns runs;
    private final @Nullable SlotRuns straight;
    private final long all;
    private final Projection projection;
    private final Version[] versionsByAge;

    ObjectCodec(Layout layout, Agreement agreement) {
        this.layout = layout;
        this.fields = new FieldCodec[layout.fields().size()];
        for (LayoutField field : layout.fields()) {
            fields[field.bit()] = new FieldCodec(layout, field, agreement);
        }
        this.order = FieldOrder.bits(layout.fields());
        this.runs = SlotRuns.of(fields);
        this.straight = layout.newest() ? runs : null;
        this.all = fields.length == 0 ? 0 : -1L >>> (Long.SIZE - fields.length);
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

    FieldCodec field(int bit) {
        return fields[bit];
    }

    int size() {
        return fields.length;
    }

    /** Whether objects of the newest version go in runs. */
    boolean inRuns() {
        return straight != null;
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
        refuseOther(object);
        if (out.objects != null && out.objects.again(out, object)) {
            return;
        }
        out.enter(layout.type().name());
        if (straight != null && !out.namesStrings()) {
            long mask = Slots.present(object) & fieldMask;
            long nulls = straight.nulls(mask, object);
            writeMasks(out, age(object), mask, Slots.changed(object) & mask, nulls);
            straight.write(out, mask & ~nulls, object);
        } else {
            writeBrought(out, object, fieldMask);
        }
        out.leave();
        if (out.objects != null) {
            out.objects.stands(object);
        }
    }

    /** Brings the object to the agreed version first. */
    private void writeBrought(WireOutput out, VersionedObject object, long fieldMask) {
        long present = Slots.present(object) & fieldMask;
        SlotBuffer edited = projection.edited(out.losses, object, fieldMask);
        projection.noteDropped(out.losses, object, present, edited);
        long mask = projection.presentInLayout(edited == null ? present : edited.present, edited);
        long changedFields = layout.toLayout(Slots.changed(object) & fieldMask);
        long changed = (edited == null ? changedFields : edited.changedIn(layout)) & mask;
        VersionedObject holder = edited == null ? object : edited.data;
        long nulls = runs == null ? nulls(mask, holder, edited) : runs.nulls(mask, holder);
        writeMasks(out, age(object), mask, changed, nulls);
        if (runs != null && !out.namesStrings()) {
            runs.write(out, mask & ~nulls, holder);
        } else {
            for (int bit : order) {
                if ((mask & ~nulls & 1L << bit) != 0) {
                    fields[bit].write(out, holder, edited);
                }
            }
        }
    }

    private int age(VersionedObject object) {
        return Math.max(0, layout.version().minor() - object.version().minor());
    }

    private void writeMasks(WireOutput out, int age, long set, long changed, long nulls) {
        out.bytes.writeByte((set == all ? ALL_SET : 0)
                | (changed == 0 ? UNCHANGED : 0)
                | (nulls == 0 ? NO_NULLS : 0)
                | (age == 0 ? 0 : OLDER));
        if (age != 0) {
            out.bytes.writeVarInt(age, true);
        }
        if (set != all) {
            out.bytes.writeVarLong(set, true);
        }
        if (changed != 0) {
            out.bytes.writeVarLong(changed, true);
        }
        if (nulls != 0) {
            out.bytes.writeVarLong(nulls, true);
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
        in.enter(layout.type().fields().size());
        byte shape = in.oneByte();
        if ((shape & ~(ALL_SET | UNCHANGED | NO_NULLS | OLDER)) != 0) {
            return again(in, shape);
        }
        Version version = versionsByAge[0];
        if ((shape & OLDER) != 0) {
            version = version(in.varInt(true));
        }
        long mask = (shape & ALL_SET) != 0 ? all : in.mask(fields.length, "the mask of set fields");
        long changed = (shape & UNCHANGED) != 0 ? 0 : in.mask(fields.length, "the mask of changed fields") & mask;
        long nulls = (shape & NO_NULLS) != 0 ? 0 : in.mask(fields.length, "the mask of null fields") & mask;
        if (in.request) {
            projection.refuseReadOnly(changed);
        }
        // What a peer changed must keep to the limits of its fields; what it loaded is taken as it is.
        boolean asItIs =
                layout.upgrades().isEmpty() && (changed == 0 || layout.type().limitedMask() == 0);
        VersionedObject object = runs != null && asItIs
                ? readRuns(in, runs, version, mask, changed, nulls)
                : readFields(in, version, mask, changed, nulls);
        in.leave();
        if (in.objects != null) {
            in.objects.stands(object);
        }
        return object;
    }

    private VersionedObject again(WireInput in, int shape) {
        MessageObjects objects = in.objects;
        if (objects == null || (shape != MessageObjects.AGAIN && shape != MessageObjects.AGAIN_UPDATED)) {
            throw new Malformed(
                    DecodeException.RANGE,
                    "shape " + shape + " of an object (expected: 0 to " + (objects == null ? "15)" : "17)"));
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

    private VersionedObject readRuns(
            WireInput in, SlotRuns plain, Version version, long mask, long changed, long nulls) {
        for (long rest = nulls; rest != 0; rest &= rest - 1) {
            FieldCodec field = fields[Long.numberOfTrailingZeros(rest)];
            if (!field.mayBeNull()) {
                throw field.unexpectedNull();
            }
        }
        ObjectType<?> type = layout.type();
        VersionedObject object = type.newObject(null);
        plain.read(in, mask & ~nulls, object);
        Slots.initialize(object, type, in.context, version, layout.toFields(mask), layout.toFields(changed));
        return object;
    }

    private VersionedObject readFields(WireInput in, Version version, long mask, long changed, long nulls) {
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
        in.losses.addAll(buffer.unread(layout));
        return buffer.finish(in.context, version);
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
}
