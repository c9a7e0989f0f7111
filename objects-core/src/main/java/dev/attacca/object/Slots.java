package dev.attacca.object;

import dev.attacca.error.InvalidValueException;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Raw access to the slots of an object for those who carry it: codecs, diffs and mappers. Nothing here counts as a change,
 * fetches a lazy field or checks nullness; application code uses the accessors.
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

    /** Replaces both masks. */
    public static void masks(VersionedObject object, long present, long changed) {
        object.present = present;
        object.changed = changed;
    }

    /** The {@code long} slots themselves, not a copy. */
    public static long[] longs(VersionedObject object) {
        return object.longs;
    }

    /** The reference slots themselves, not a copy; collections put there must be immutable. */
    public static @Nullable Object[] references(VersionedObject object) {
        return object.references;
    }

    /** A field's value in the form its accessor shows, boxed; meaningless while unset. */
    public static @Nullable Object value(VersionedObject object, ObjectField field) {
        if (!field.inLongSlot()) {
            return object.references[field.slot()];
        }
        return box(field.type(), object.longs[field.slot()]);
    }

    /** The boxed form of a primitive kept in a {@code long} slot. */
    public static Object box(ValueType type, long bits) {
        if (type == ValueType.Scalar.INT) {
            return (int) bits;
        }
        if (type == ValueType.Scalar.BOOLEAN) {
            return bits != 0;
        }
        return type == ValueType.Scalar.DOUBLE ? (Object) Double.longBitsToDouble(bits) : (Object) bits;
    }

    /** The {@code long} slot form of a boxed primitive. */
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
        if (value == null && (field.inLongSlot() || !field.nullable())) {
            throw new InvalidValueException(
                    object.type().name() + "." + field.name() + ": null was loaded (expected: a value)");
        }
        if (field.inLongSlot()) {
            object.longs[field.slot()] = unbox(java.util.Objects.requireNonNull(value));
        } else {
            object.references[field.slot()] =
                    value == null ? null : object.type().keep(field, value);
        }
        object.present |= field.bit();
        object.changed &= ~field.bit();
    }

    /** Makes a field unset, and not a change. */
    public static void unset(VersionedObject object, ObjectField field) {
        if (!field.inLongSlot()) {
            object.references[field.slot()] = null;
        }
        object.present &= ~field.bit();
        object.changed &= ~field.bit();
    }

    /** The objects that a value holds directly: itself, or elements, values and components at any depth. */
    public static List<VersionedObject> held(@Nullable Object value) {
        if (value instanceof VersionedObject object) {
            return List.of(object);
        }
        if (value instanceof List<?> || value instanceof Map<?, ?> || value instanceof Record) {
            List<VersionedObject> objects = new java.util.ArrayList<>();
            Nested.each(value, objects::add);
            return objects;
        }
        return List.of();
    }

    /** A copy of a value and of every object it reaches, which fetches nothing and changes nothing of the original. */
    public static @Nullable Object orphanOf(@Nullable Object value) {
        return ObjectCopy.orphanOf(value);
    }

    /** Invokes a remotable's method on a receiver; what it throws leaves unchanged. */
    public static @Nullable Object invoke(MethodHandle body, ContextBound receiver, @Nullable Object[] arguments) {
        try {
            return body.invokeExact((Object) receiver, arguments);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable checked) {
            throw new java.lang.reflect.UndeclaredThrowableException(checked);
        }
    }
}
