package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.object.FieldLimits;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ObjectType;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.Layout;
import dev.attacca.registry.LayoutField;
import dev.attacca.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The data of an object, or of a part of it, on its way between versions: what written steps edit and what decoding fills.
 * Masks are of the newest version's fields; removed fields are kept apart by name.
 *
 * <p>A part that travels may have a backdrop: the fields of the same object that do not travel. Steps see both, so that they
 * can work out a field from several; what a step sets travels only if it looked at something that does.
 *
 * <p>Confined to one thread.
 */
final class SlotBuffer {
    final ObjectType<?> type;
    /** Holds the values, whatever its own masks say. */
    final VersionedObject data;
    /** The set fields that travel. */
    long present;
    /** The changed fields, whether they travel or not. */
    long changed;

    /** The fields that a downgrade step read: it tells what of them is lost. */
    long takenOver;

    private long backdrop;

    /** The fields that are set to a null which only an older version knows. */
    private long nulled;

    private final List<Loss> replaced = new ArrayList<>();
    private boolean whole = true;
    private @Nullable Map<String, Removed> removed;

    /** A field that only older versions have. */
    private static final class Removed {
        @Nullable
        Object value;

        boolean set;
        boolean travels;
        boolean changed;
        boolean read;
    }

    SlotBuffer(ObjectType<?> type) {
        this(type, type.newObject(null));
    }

    private SlotBuffer(ObjectType<?> type, VersionedObject data) {
        this.type = type;
        this.data = data;
    }

    /** A copy of an object of which some fields travel: all of them, or a part before its backdrop. */
    static SlotBuffer copyOf(VersionedObject object, long fields) {
        SlotBuffer copy = new SlotBuffer(object.type(), Slots.values(object));
        copy.whole = fields == -1L;
        copy.present = Slots.present(object) & fields;
        copy.backdrop = Slots.present(object) & ~fields;
        copy.changed = Slots.changed(object);
        return copy;
    }

    /**
     * Makes an object the backdrop of what is here: a part of it, in a layout's fields.
     *
     * @param except fields that are not what they were in the object
     */
    void borrow(VersionedObject object, Layout layout, long except) {
        whole = false;
        SlotBuffer behind = copyOf(object, -1L);
        behind.run(layout.downgrades());
        long borrowed = Slots.present(object) & ~present & ~except;
        for (ObjectField field : type.fields()) {
            if ((borrowed & field.bit()) != 0) {
                Slots.take(data, object, field);
            }
        }
        backdrop |= borrowed;
        for (LayoutField field : layout.fields()) {
            if (field.field() == null && behind.isVisible(field) && !isVisible(field)) {
                set(field, behind.get(field), false);
            }
        }
    }

    /** Makes what was read and run the object it stands for; this is not to be used any more. */
    VersionedObject finish(@Nullable ObjectContext context, Version received) {
        Slots.initialize(data, type, context, received, present, changed);
        return data;
    }

    /** What a reader of a step's older version, who knows its way back, would make of this. */
    SlotBuffer takenBack(Layout.Step step) {
        SlotBuffer reader = new SlotBuffer(type, Slots.values(data));
        reader.present = (present | backdrop) & step.older().toFields(-1L);
        reader.nulled = nulled;
        for (LayoutField field : step.older().fields()) {
            if (field.field() == null && isVisible(field)) {
                reader.set(field, get(field));
            }
        }
        reader.run(step.wayBack());
        return reader;
    }

    /** Brings what came in a layout to the newest version. */
    void upgrade(Layout layout) {
        run(layout.upgrades());
        for (LayoutField field : layout.fields()) {
            if (field.admitsNull() && isNull(field)) {
                replaceNull(layout, field);
            }
        }
    }

    /** Older data may be null where the newest version is not. */
    private void replaceNull(Layout layout, LayoutField field) {
        ObjectField newest = Objects.requireNonNull(field.field());
        if (newest.defaultValue() == null) {
            throw new Malformed(
                            DecodeException.NOT_NULL,
                            "null in " + layout + ", and no step gave it a value (expected: a value)")
                    .in(newest.name());
        }
        if (isChanged(field)) {
            replaced.add(new Loss(type.name(), newest.name(), "changed to null, which is its default since"));
        }
        set(field, newest.defaultValue());
    }

    /** Puts defaults where an older version knows no null; returns what that loses. */
    List<Loss> replaceNulls(Layout layout) {
        List<Loss> losses = new ArrayList<>();
        for (LayoutField field : layout.fields()) {
            if (field.refusesNull() && isSet(field) && get(field) == null) {
                ObjectField newest = Objects.requireNonNull(field.field());
                if (newest.defaultValue() == null) {
                    throw new InvalidValueException(layout + "." + field.name()
                            + ": null (expected: the @Downgrade step gives it a value or unsets it)");
                }
                losses.add(new Loss(type.name(), newest.name(), "null, given as its default"));
                set(field, newest.defaultValue());
            }
        }
        return losses;
    }

    /** Runs written steps in order; returns what they reported as lost of what travels. */
    List<Loss> run(List<Layout.Step> steps) {
        if (steps.isEmpty()) {
            return List.of();
        }
        List<Loss> losses = new ArrayList<>();
        for (Layout.Step step : steps) {
            new StepRun(step, this, losses).run();
        }
        return losses;
    }

    /** Whether everything that is set travels. */
    boolean isWhole() {
        return whole;
    }

    /** Marks fields as changed, fields that only the layout has included. */
    void markChanged(Layout layout, long layoutMask) {
        if (layoutMask == 0) {
            return;
        }
        for (LayoutField field : layout.fields()) {
            if ((layoutMask & (1L << field.bit())) != 0) {
                markChanged(field);
            }
        }
    }

    void markChanged(LayoutField field) {
        if (field.field() == null) {
            removed(field).changed = true;
        } else {
            changed |= field.field().bit();
        }
    }

    /** The changed fields in a layout's mask. */
    long changedIn(Layout layout) {
        long mask = layout.toLayout(changed);
        for (LayoutField field : layout.fields()) {
            if (field.field() == null && isChanged(field)) {
                mask |= 1L << field.bit();
            }
        }
        return mask;
    }

    boolean isChanged(LayoutField field) {
        if (field.field() != null) {
            return (changed & field.field().bit()) != 0;
        }
        Removed past = removed(field);
        return past.changed || (past.set && Slots.anyDirty(past.value));
    }

    /** What arrived as changed and is not kept: in removed fields that no step looked at, and nulls that nothing can be. */
    List<Loss> unread(Layout layout) {
        if (removed == null) {
            return replaced;
        }
        List<Loss> losses = new ArrayList<>(replaced);
        for (LayoutField field : layout.fields()) {
            if (field.field() == null && isChanged(field) && !removed(field).read) {
                losses.add(new Loss(type.name(), field.name(), "changed, but removed after " + layout.version()));
            }
        }
        return losses;
    }

    private Removed removed(LayoutField field) {
        Map<String, Removed> known = removed;
        if (known == null) {
            known = new TreeMap<>();
            removed = known;
        }
        return known.computeIfAbsent(field.name() + " " + field.gone(), name -> new Removed());
    }

    /** Refuses changes that a setter would refuse; what was loaded from the store is taken as it is. */
    void refuseBeyondLimits() {
        for (long rest = changed & present & type.limitedMask(); rest != 0; rest &= rest - 1) {
            ObjectField field = type.fields().get(Long.numberOfTrailingZeros(rest));
            String refusal = FieldLimits.refusal(field, Slots.value(data, field));
            if (refusal != null) {
                throw new Malformed(DecodeException.RANGE, refusal).in(field.name());
            }
        }
    }

    /** Whether the field is set and travels. */
    boolean isSet(LayoutField field) {
        ObjectField current = field.field();
        return current == null
                ? removed != null && removed(field).set && (whole || removed(field).travels)
                : (present & current.bit()) != 0;
    }

    /** Whether the field is set, be it in the backdrop. */
    boolean isVisible(LayoutField field) {
        ObjectField current = field.field();
        return current == null ? removed != null && removed(field).set : ((present | backdrop) & current.bit()) != 0;
    }

    /** Whether it is set to a null that its slot cannot hold. */
    boolean isNull(LayoutField field) {
        return field.field() != null && (nulled & field.field().bit()) != 0;
    }

    @Nullable
    Object get(LayoutField field) {
        ObjectField current = field.field();
        if (current == null) {
            removed(field).read = true;
            return removed(field).value;
        }
        return isNull(field) ? null : Slots.value(data, current);
    }

    /** Sets a field, so that it travels. */
    void set(LayoutField field, @Nullable Object value) {
        set(field, value, true);
    }

    void set(LayoutField field, @Nullable Object value, boolean travels) {
        ObjectField current = field.field();
        if (current == null) {
            Removed past = removed(field);
            past.value = value;
            past.set = true;
            past.travels |= travels;
            return;
        }
        if (current.primitive()) {
            Slots.bits(data, current, Slots.unbox(value == null ? 0L : value));
        } else {
            Slots.reference(data, current, value);
        }
        nulled = value == null && !current.nullable() ? nulled | current.bit() : nulled & ~current.bit();
        if (travels) {
            present |= current.bit();
            backdrop &= ~current.bit();
        } else if ((present & current.bit()) == 0) {
            backdrop |= current.bit();
        }
    }

    void unset(LayoutField field) {
        ObjectField current = field.field();
        if (current == null) {
            removed(field).set = false;
            removed(field).changed = false;
        } else {
            present &= ~current.bit();
            backdrop &= ~current.bit();
            nulled &= ~current.bit();
            changed &= ~current.bit();
        }
    }
}
