package dev.attacca.object;

import dev.attacca.error.InvalidValueException;
import dev.attacca.value.Bytes;
import dev.attacca.version.Version;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the fields of one object and tracks what was set: what generated accessors call. Application code knows
 * {@link VersionedObject} only.
 *
 * <p>Thread safety: confined to one thread at a time; there are no locks in it.
 */
public abstract sealed class TrackedFields extends ContextBound permits VersionedObject {
    private static final long[] NO_LONGS = {};
    private static final Object[] NO_REFERENCES = {};

    private @Nullable ObjectType<?> type;
    private @Nullable Version version;
    long present;
    long changed;
    long[] longs = NO_LONGS;

    @Nullable
    Object[] references = NO_REFERENCES;

    TrackedFields() {}

    final void initialize(ObjectType<?> objectType, @Nullable ObjectContext objectContext) {
        initialize(
                objectType,
                objectContext,
                objectType.version(),
                0,
                0,
                objectType.longSlots() == 0 ? NO_LONGS : new long[objectType.longSlots()],
                objectType.referenceSlots() == 0 ? NO_REFERENCES : new @Nullable Object[objectType.referenceSlots()]);
    }

    final void initialize(
            ObjectType<?> objectType,
            @Nullable ObjectContext objectContext,
            Version received,
            long presentFields,
            long changedFields,
            long[] longSlots,
            @Nullable Object[] referenceSlots) {
        this.type = objectType;
        this.version = received;
        this.context = objectContext;
        this.present = presentFields;
        this.changed = changedFields;
        this.longs = longSlots;
        this.references = referenceSlots;
    }

    /** What the object is an instance of. */
    public final ObjectType<?> type() {
        ObjectType<?> known = type;
        if (known == null) {
            throw new IllegalStateException(
                    getClass().getName() + " was not made by a context (use context.create(...))");
        }
        return known;
    }

    /**
     * The version of the data: the class's own, or the older one the object was received in. It goes with the object wherever
     * that is sent, and it is never older than the fields that are set: setting or loading a field that the data's version does
     * not have raises it to the oldest version that has the field, and so does an upgrade step that fills one.
     */
    public final Version version() {
        Version received = version;
        return received == null ? type().version() : type().versionWith(received, present);
    }

    // What generated accessors call. Field is the position in the type, slot the position among its kind.

    /** For generated code: reads a {@code long}. */
    protected final long attaccaLong(int field, int slot) {
        if ((present & (1L << field)) == 0) {
            fetch(field);
        }
        return longs[slot];
    }

    /** For generated code: reads an {@code int}. */
    protected final int attaccaInt(int field, int slot) {
        return (int) attaccaLong(field, slot);
    }

    /** For generated code: reads a {@code boolean}. */
    protected final boolean attaccaBoolean(int field, int slot) {
        return attaccaLong(field, slot) != 0;
    }

    /** For generated code: reads a {@code double}. */
    protected final double attaccaDouble(int field, int slot) {
        return Double.longBitsToDouble(attaccaLong(field, slot));
    }

    /** For generated code: reads a reference. */
    protected final @Nullable Object attaccaReference(int field, int slot) {
        if ((present & (1L << field)) == 0) {
            fetch(field);
        }
        return references[slot];
    }

    /** For generated code: reads bytes as an array of the caller's own. */
    protected final byte @Nullable [] attaccaBytes(int field, int slot) {
        Bytes bytes = (Bytes) attaccaReference(field, slot);
        return bytes == null ? null : bytes.toArray();
    }

    /** For generated code: writes a {@code long} that nothing limits. */
    protected final void attaccaSetLong(int field, int slot, long value) {
        long bit = 1L << field;
        if ((present & bit) == 0 || longs[slot] != value) {
            longs[slot] = value;
            present |= bit;
            changed |= bit;
        }
    }

    /** For generated code: writes an {@code int}. */
    protected final void attaccaSetInt(int field, int slot, int value) {
        attaccaSetLong(field, slot, value);
    }

    /** For generated code: writes a {@code boolean}. */
    protected final void attaccaSetBoolean(int field, int slot, boolean value) {
        attaccaSetLong(field, slot, value ? 1 : 0);
    }

    /** For generated code: writes a {@code double}. */
    protected final void attaccaSetDouble(int field, int slot, double value) {
        attaccaSetLong(field, slot, Double.doubleToRawLongBits(value));
    }

    /** For generated code: writes a {@code long} that something limits. */
    protected final void attaccaSetLimitedLong(int field, int slot, long value) {
        boolean wasSet = (present & (1L << field)) != 0;
        long before = longs[slot];
        if (!wasSet || before != value) {
            ObjectField declared = type().fields().get(field);
            check(declared, wasSet, Slots.box(declared.type(), before), Slots.box(declared.type(), value));
            attaccaSetLong(field, slot, value);
        }
    }

    /** For generated code: writes an {@code int} that something limits. */
    protected final void attaccaSetLimitedInt(int field, int slot, int value) {
        attaccaSetLimitedLong(field, slot, value);
    }

    /** For generated code: writes a {@code boolean} that something limits. */
    protected final void attaccaSetLimitedBoolean(int field, int slot, boolean value) {
        attaccaSetLimitedLong(field, slot, value ? 1 : 0);
    }

    /** For generated code: writes a {@code double} that something limits. */
    protected final void attaccaSetLimitedDouble(int field, int slot, double value) {
        attaccaSetLimitedLong(field, slot, Double.doubleToRawLongBits(value));
    }

    /** For generated code: writes a text that nothing limits. */
    protected final void attaccaSetString(int field, int slot, @Nullable String value) {
        if (value == null) {
            setNull(field);
        } else if ((present & (1L << field)) == 0 || !value.equals(references[slot])) {
            put(field, slot, value);
        }
    }

    /** For generated code: writes an immutable value that is kept as it is and that nothing limits. */
    protected final void attaccaSetValue(int field, int slot, @Nullable Object value) {
        if (value == null) {
            setNull(field);
        } else if ((present & (1L << field)) == 0 || !value.equals(references[slot])) {
            put(field, slot, value);
        }
    }

    /** For generated code: writes an enum's constant, or an object, which carries changes of its own: equal is the same. */
    protected final void attaccaSetSame(int field, int slot, @Nullable Object value) {
        if (value == null) {
            setNull(field);
        } else if ((present & (1L << field)) == 0 || value != references[slot]) {
            put(field, slot, value);
        }
    }

    /** For generated code: writes a value that takes another form first, or that something limits. */
    protected final void attaccaSetReference(int field, int slot, @Nullable Object value) {
        if (value == null) {
            setNull(field);
        } else {
            ObjectField declared = type().fields().get(field);
            setKept(declared, type().keep(declared, value));
        }
    }

    private void setNull(int field) {
        ObjectField declared = type().fields().get(field);
        if (declared.nullable()) {
            setKept(declared, null);
        } else if (declared.defaultValue() != null) {
            setKept(declared, declared.defaultValue());
        } else {
            throw new InvalidValueException(type().name() + "." + declared.name()
                    + ": null (expected: a value; mark the getter @Nullable to allow null)");
        }
    }

    private void setKept(ObjectField declared, @Nullable Object kept) {
        boolean wasSet = (present & declared.bit()) != 0;
        Object before = references[declared.slot()];
        if (!wasSet || !same(declared, before, kept)) {
            check(declared, wasSet, before, kept);
            put(declared.index(), declared.slot(), kept);
        }
    }

    private void put(int field, int slot, @Nullable Object kept) {
        references[slot] = kept;
        present |= 1L << field;
        changed |= 1L << field;
    }

    private void check(ObjectField declared, boolean wasSet, @Nullable Object before, @Nullable Object after) {
        FieldLimits limits = declared.limits();
        if (limits != null) {
            limits.check(type().name(), declared, wasSet, before, after);
        }
    }

    /** Values are equal by value; objects only by identity, since each carries its own changes. */
    private static boolean same(ObjectField field, @Nullable Object before, @Nullable Object after) {
        return field.type() instanceof ValueType.ObjectValue ? before == after : Objects.equals(before, after);
    }

    private void fetch(int index) {
        LazyLoading.fetch((VersionedObject) this, type().fields().get(index));
    }
}
