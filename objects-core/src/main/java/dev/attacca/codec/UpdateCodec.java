package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.Slots;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.LayoutField;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a call changed in an object, and reads it into something that can be applied as a whole. The diff is made
 * first, against a snapshot from before the body ran, and then brought to the reader's shape; nested objects that were
 * there before are updated where they are, so that the caller's references to them stay good. The updates of an object are written once.
 *
 * <p>Shape: one byte 0 where nothing changed; else 1 with what is left out added to it (2: nothing was unset, 4: nothing is changed
 * afterwards, 8: no nulls), the masks of updated, unset and (afterwards) changed fields, the mask of nulls, the values. A value
 * that holds objects is preceded by 0 (replaced as a whole) or 1 (updated in place).
 */
final class UpdateCodec {
    private static final int UPDATED = 1;
    private static final int NOTHING_UNSET = 2;
    private static final int UNCHANGED = 4;
    private static final int NO_NULLS = 8;
    private static final int MOST_SHAPE = 15;
    private static final int MOST_OF_HEADER = 1 + 4 * 9;

    private static final byte REPLACED = 0;
    private static final byte IN_PLACE = 1;

    private UpdateCodec() {}

    // ---- writing

    /** Returns the names of the fields that are updated or unset, nested ones not included. */
    static List<String> write(WireOutput out, VersionedObject object, ObjectSnapshot before) {
        if (out.objects == null || out.objects.updatesDue(object)) {
            return writeDue(out, object, before);
        }
        out.bytes.writeByte(0);
        return List.of();
    }

    /** Writes the updates of an object that has none in the message yet. */
    static List<String> writeDue(WireOutput out, VersionedObject object, ObjectSnapshot before) {
        ObjectSnapshot.State was = Objects.requireNonNull(before.stateOf(object));
        ObjectCodec codec = out.agreement.typed(object.type().key()).codec();
        long updated = ObjectDiff.updated(object, was, before);
        long unset = was.present() & ~Slots.present(object);
        if (updated == 0 && unset == 0 && Slots.changed(object) == was.changed()) {
            out.bytes.writeByte(0);
            return List.of();
        }
        out.enter(object.type().name());
        List<String> names = new ArrayList<>();
        ObjectDiff.names(object, updated | unset, names);
        List<Loss> losses = new ArrayList<>();
        SlotBuffer edited = codec.projection().edited(losses, object, updated);
        codec.projection().noteDropped(losses, object, updated, edited);
        out.lost(losses);
        long mask = codec.projection().presentInLayout(edited == null ? updated : edited.present, edited);
        VersionedObject holder = edited == null ? object : edited.data;
        long nulls = codec.nulls(mask, holder, edited);
        header(out, mask, codec.layout().toLayout(unset), codec.projection().changedInLayout(object, edited), nulls);
        writeValues(out, holder, before, was, codec, mask & ~nulls, edited);
        out.leave();
        return names;
    }

    private static void header(WireOutput out, long mask, long unset, long changed, long nulls) {
        WireBytes bytes = out.bytes;
        bytes.reserve(MOST_OF_HEADER);
        bytes.putByte(UPDATED
                | (unset == 0 ? NOTHING_UNSET : 0)
                | (changed == 0 ? UNCHANGED : 0)
                | (nulls == 0 ? NO_NULLS : 0));
        bytes.putVar(mask);
        if (unset != 0) {
            bytes.putVar(unset);
        }
        if (changed != 0) {
            bytes.putVar(changed);
        }
        if (nulls != 0) {
            bytes.putVar(nulls);
        }
    }

    private static void writeValues(
            WireOutput out,
            VersionedObject holder,
            ObjectSnapshot before,
            ObjectSnapshot.State was,
            ObjectCodec codec,
            long mask,
            @Nullable SlotBuffer edited) {
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            FieldCodec fieldCodec = codec.field(Long.numberOfTrailingZeros(rest));
            ObjectField field = fieldCodec.at().field();
            if (!fieldCodec.at().type().holdsObjects()) {
                fieldCodec.write(out, holder, edited);
            } else if (field != null
                    && Slots.holdSame(holder, was.values(), field)
                    && ObjectDiff.inPlace(field.type())) {
                out.bytes.writeByte(IN_PLACE);
                for (VersionedObject held : Slots.held(Slots.reference(holder, field))) {
                    write(out, held, before);
                }
            } else {
                out.bytes.writeByte(REPLACED);
                fieldCodec.write(out, holder, edited);
            }
        }
    }

    // ---- reading

    /** Reads updates of an object, and adds what applies them; reading changes nothing. */
    static void read(WireInput in, VersionedObject target, List<Runnable> updates) {
        int shape = in.oneByte();
        if (shape != 0) {
            read(in, target, shape, updates);
        }
    }

    /** The same for one of the caller's own objects. */
    static void read(WireInput in, VersionedObject target, MessageObjects objects) {
        int shape = in.oneByte();
        if (shape != 0) {
            read(in, target, shape, objects.updates());
        }
    }

    private static void read(WireInput in, VersionedObject target, int shape, List<Runnable> updates) {
        if (shape < 0 || shape > MOST_SHAPE || (shape & UPDATED) == 0) {
            throw new Malformed(
                    DecodeException.RANGE,
                    "shape " + (shape & 0xff) + " of updates (expected: 0, or odd and below 16)");
        }
        in.enter(target.type().fields().size());
        ObjectCodec codec = in.agreement.typed(target.type().key()).codec();
        long mask = in.mask(codec.size(), "the mask of updated fields");
        long unset = (shape & NOTHING_UNSET) != 0 ? 0 : in.mask(codec.size(), "the mask of unset fields");
        long changed = (shape & UNCHANGED) != 0 ? 0 : in.mask(codec.size(), "the mask of changed fields");
        SlotBuffer buffer = new SlotBuffer(target.type());
        long nulls = (shape & NO_NULLS) != 0 ? 0 : in.mask(codec.size(), "the mask of null fields") & mask;
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            int bit = Long.numberOfTrailingZeros(rest);
            FieldCodec field = codec.field(bit);
            if ((nulls & (1L << bit)) != 0) {
                field.readNull(buffer);
            } else if (!field.at().type().holdsObjects()
                    || !readHeld(in, codec.projection(), field, target, buffer, updates)) {
                field.read(in, buffer);
            }
        }
        in.leave();
        updates.add(ObjectDiff.update(target, buffer, codec.layout(), changed, unset));
    }

    /** Reads how a value that holds objects was updated, and the updates if that is where they are. */
    private static boolean readHeld(
            WireInput in,
            Projection projection,
            FieldCodec field,
            VersionedObject target,
            SlotBuffer buffer,
            List<Runnable> updates) {
        try {
            byte how = in.oneByte();
            if (how == REPLACED) {
                return false;
            }
            readInPlace(in, how, projection, field.at(), target, buffer, updates);
            return true;
        } catch (Malformed malformed) {
            throw field.failed(malformed);
        }
    }

    private static void readInPlace(
            WireInput in,
            byte how,
            Projection projection,
            LayoutField at,
            VersionedObject target,
            SlotBuffer buffer,
            List<Runnable> updates) {
        ObjectField field = at.field();
        @Nullable Object present = field == null ? projection.pastValue(target, at) : presentValue(target, field);
        if (how != IN_PLACE || present == null || !ObjectDiff.inPlace(at.type())) {
            throw new Malformed(
                    DecodeException.RANGE, "update kind " + how + " (expected: one that fits what is there)");
        }
        List<Runnable> inside = field == null ? new ArrayList<>() : updates;
        List<VersionedObject> held = Slots.held(present);
        for (int i = 0; i < held.size(); i++) {
            try {
                read(in, held.get(i), inside);
            } catch (Malformed malformed) {
                throw at.type() instanceof ValueType.ObjectValue ? malformed : malformed.in("[" + i + "]");
            }
        }
        if (field == null) {
            // Copies that a step made: nobody else has them, and only steps will look at them.
            inside.forEach(Runnable::run);
            buffer.set(at, present);
        }
    }

    private static @Nullable Object presentValue(VersionedObject target, ObjectField field) {
        return (Slots.present(target) & field.bit()) == 0 ? null : Slots.value(target, field);
    }
}
