package dev.attacca.codec;

import dev.attacca.object.ObjectField;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.Slots;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.Layout;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a call changed in an object, and how that is applied to another one: the same whatever the bytes look like. */
final class ObjectDiff {
    private ObjectDiff() {}

    /** Adds the names of the fields in a mask. */
    static void names(VersionedObject object, long mask, List<String> into) {
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            into.add(field(object, rest).name());
        }
    }

    /** The fields that are set and not as they were, nested changes included. */
    static long updated(VersionedObject object, ObjectSnapshot.State was, ObjectSnapshot before) {
        long present = Slots.present(object);
        boolean unwritten = isSame(was.values(), object);
        long updated = unwritten ? present & ~was.present() : 0;
        long looked = unwritten ? present & was.present() & object.type().nestedMask() : present;
        for (long rest = looked; rest != 0; rest &= rest - 1) {
            ObjectField field = field(object, rest);
            if (differs(object, field, was, before)) {
                updated |= field.bit();
            }
        }
        return updated;
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(VersionedObject values, VersionedObject object) {
        return values == object;
    }

    /** The field of the lowest bit. */
    private static ObjectField field(VersionedObject object, long mask) {
        return object.type().fields().get(Long.numberOfTrailingZeros(mask));
    }

    private static boolean differs(
            VersionedObject object, ObjectField field, ObjectSnapshot.State was, ObjectSnapshot before) {
        if ((was.present() & field.bit()) == 0) {
            return true;
        }
        if (field.primitive()) {
            return !Slots.holdSame(object, was.values(), field);
        }
        Object now = Slots.reference(object, field);
        Object then = Slots.reference(was.values(), field);
        if ((object.type().nestedMask() & field.bit()) == 0) {
            return !Objects.equals(now, then);
        }
        return now != then || anyUpdated(now, before);
    }

    private static boolean anyUpdated(@Nullable Object value, ObjectSnapshot before) {
        if (value instanceof VersionedObject object) {
            return isUpdated(object, before);
        }
        for (VersionedObject held : Slots.held(value)) {
            if (isUpdated(held, before)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUpdated(VersionedObject object, ObjectSnapshot before) {
        ObjectSnapshot.State was = before.stateOf(object);
        return was == null
                || was.present() != Slots.present(object)
                || was.changed() != Slots.changed(object)
                || updated(object, was, before) != 0;
    }

    /** Where both sides hold the same objects in the same order: not by keys that cross as others. */
    static boolean inPlace(ValueType type) {
        return !(type instanceof ValueType.MapValue map && map.key() instanceof ValueType.EnumValue)
                && type.parts().stream().allMatch(ObjectDiff::inPlace);
    }

    /**
     * An update that changes nothing until it runs, and then cannot fail.
     *
     * @param buffer what was read, in the layout's fields
     * @param changed the changed fields afterwards, of the layout
     * @param unset the fields that are unset afterwards, of the layout
     */
    static Runnable update(VersionedObject target, SlotBuffer buffer, Layout layout, long changed, long unset) {
        buffer.markChanged(layout, changed);
        if (!layout.upgrades().isEmpty()) {
            // A step that fills what is unset must not take a part of an object for the whole of an older one.
            buffer.borrow(target, layout, layout.toFields(unset));
        }
        buffer.upgrade(layout);
        buffer.refuseBeyondLimits();
        return () -> apply(target, buffer, layout, unset);
    }

    private static void apply(VersionedObject target, SlotBuffer buffer, Layout layout, long unset) {
        for (long rest = buffer.present; rest != 0; rest &= rest - 1) {
            Slots.take(target, buffer.data, field(target, rest));
        }
        long present = (Slots.present(target) | buffer.present) & ~layout.toFields(unset);
        long agreedFields = layout.toFields(-1L);
        long stillChanged = (Slots.changed(target) & ~agreedFields) | buffer.changed;
        Slots.masks(target, present, stillChanged & present);
    }
}
