package dev.attacca.object;

import dev.attacca.error.InvalidValueException;
import dev.attacca.version.Version;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Raw access to where an object keeps its fields, for those who carry it: codecs, diffs and mappers. Nothing here counts as a
 * change, fetches a lazy field or checks nullness; application code uses the accessors. A primitive is carried as the bits of
 * a {@code long}, so that no box is needed.
 *
 * <p>Thread safety: as the object's, confined to one thread at a time.
 */
public final class Slots {
    private Slots() {}

    /** The bits of the set fields. */
    public static long present(VersionedObject object) {
        return object.present;
    }

    /** The bits of the changed fields, nested changes not included. */
    public static long changed(VersionedObject object) {
        return object.changed;
    }

    /** The bits of the changed fields and of those that reach an object with changes. */
    public static long dirty(VersionedObject object) {
        return object.dirty();
    }

    /** Replaces both masks; what is not set is not changed either. */
    public static void masks(VersionedObject object, long present, long changed) {
        object.beforeWrite();
        object.present = present;
        object.changed = changed & present;
    }

    /**
     * Says what an object is whose slots were filled by hand.
     *
     * @param context the context, or {@code null} for an orphaned object
     * @param received the version the data came in
     * @param present the bits of the set fields
     * @param changed the bits of the changed fields; what is not set is not changed either
     */
    public static void initialize(
            VersionedObject object,
            ObjectType<?> type,
            @Nullable ObjectContext context,
            Version received,
            long present,
            long changed) {
        object.initialize(type, context, received, present, changed);
    }

    /** The bits of a primitive field; 0 if it never was set. */
    public static long bits(VersionedObject object, ObjectField field) {
        return object.attaccaBits(field.index());
    }

    /** Puts the bits of a primitive field. */
    public static void bits(VersionedObject object, ObjectField field, long bits) {
        object.beforeWrite();
        object.attaccaBits(field.index(), bits);
    }

    /** What a field that is no primitive holds; {@code null} if it never was set. */
    public static @Nullable Object reference(VersionedObject object, ObjectField field) {
        return object.attaccaReference(field.index());
    }

    /**
     * Puts what a field that is no primitive holds, in the form it is kept in: collections immutable.
     *
     * @throws ClassCastException if it is not of the field's type
     */
    public static void reference(VersionedObject object, ObjectField field, @Nullable Object value) {
        object.beforeWrite();
        object.attaccaReference(field.index(), value);
    }

    /** Puts what another object of the same class holds in a field. */
    public static void take(VersionedObject object, VersionedObject other, ObjectField field) {
        if (field.primitive()) {
            bits(object, field, bits(other, field));
        } else {
            reference(object, field, reference(other, field));
        }
    }

    /** Whether two objects of the same class hold the same in a field: the same bits, or one and the same reference. */
    public static boolean holdSame(VersionedObject object, VersionedObject other, ObjectField field) {
        return field.primitive()
                ? bits(object, field) == bits(other, field)
                : reference(object, field) == reference(other, field);
    }

    /** A copy of the values alone, whether set or not: no masks, no context. */
    public static VersionedObject values(VersionedObject object) {
        return values(object, -1L);
    }

    /** The same of the fields in a mask; what the copy holds of others means nothing. */
    static VersionedObject values(VersionedObject object, long fields) {
        VersionedObject copy = (VersionedObject) object.attaccaNew();
        copy.attaccaTake(object, fields);
        return copy;
    }

    /** A field's value in the form its accessor shows, boxed; meaningless while unset. */
    public static @Nullable Object value(VersionedObject object, ObjectField field) {
        return field.primitive() ? box(field.type(), bits(object, field)) : reference(object, field);
    }

    /** The boxed form of a primitive. */
    public static Object box(ValueType type, long bits) {
        if (type == ValueType.Scalar.INT) {
            return (int) bits;
        }
        if (type == ValueType.Scalar.BOOLEAN) {
            return bits != 0;
        }
        return type == ValueType.Scalar.DOUBLE ? (Object) Double.longBitsToDouble(bits) : (Object) bits;
    }

    /** The bits of a boxed primitive. */
    public static long unbox(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        return value instanceof Double number ? Double.doubleToRawLongBits(number) : ((Number) value).longValue();
    }

    /**
     * Sets a field as loaded: present, and not a change. Collections are copied, instants get their precision.
     *
     * @param value the boxed value
     * @throws InvalidValueException if it is null and the field is not nullable
     */
    public static void load(VersionedObject object, ObjectField field, @Nullable Object value) {
        if (value == null && (field.primitive() || !field.nullable())) {
            throw new InvalidValueException(
                    object.type().name() + "." + field.name() + ": null was loaded (expected: a value)");
        }
        if (field.primitive()) {
            bits(object, field, unbox(java.util.Objects.requireNonNull(value)));
        } else {
            reference(object, field, value == null ? null : object.type().keep(field, value));
        }
        object.present |= field.bit();
        object.changed &= ~field.bit();
    }

    /** Makes a field unset, and not a change. */
    public static void unset(VersionedObject object, ObjectField field) {
        if (!field.primitive()) {
            reference(object, field, null);
        }
        object.present &= ~field.bit();
        object.changed &= ~field.bit();
    }

    /** The objects that a value holds directly: itself, or elements, values and components at any depth. */
    public static List<VersionedObject> held(@Nullable Object value) {
        if (value instanceof VersionedObject object) {
            return List.of(object);
        }
        if (value instanceof Collection<?> || value instanceof Map<?, ?> || value instanceof Record) {
            List<VersionedObject> objects = new java.util.ArrayList<>();
            Nested.each(value, objects::add);
            return objects;
        }
        return List.of();
    }

    /** Whether a value reaches an object with changes. */
    public static boolean anyDirty(@Nullable Object value) {
        return Nested.reachesDirty(value);
    }

    /** The objects that the fields of an object hold directly, at any depth of collections. */
    public static List<VersionedObject> heldBy(VersionedObject object) {
        List<VersionedObject> objects = new java.util.ArrayList<>();
        for (long rest = object.type().nestedMask() & object.present; rest != 0; rest &= rest - 1) {
            Nested.each(object.attaccaReference(Long.numberOfTrailingZeros(rest)), objects::add);
        }
        return objects;
    }

    /**
     * A number that whoever writes or reads messages may leave at an object, to find it again at once; whoever finds it must make
     * sure that it is its own.
     */
    public static int place(VersionedObject object) {
        return object.place;
    }

    /** See {@link #place(VersionedObject)}. */
    public static void place(VersionedObject object, int place) {
        object.place = place;
    }

    /** A copy of a value and of every object it reaches, which fetches nothing and changes nothing of the original. */
    public static @Nullable Object orphanOf(@Nullable Object value) {
        return ObjectCopy.orphanOf(value);
    }
}
