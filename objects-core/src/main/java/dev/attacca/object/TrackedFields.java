package dev.attacca.object;

import dev.attacca.error.InvalidValueException;
import dev.attacca.version.Version;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tracks which fields of one object were set and changed: what generated accessors call. The values are in fields of the
 * generated subclass. Application code knows {@link VersionedObject} only.
 *
 * <p>Every changed field is set: so a setter that finds its field changed need not look at the value that is there.
 *
 * <p>Thread safety: confined to one thread at a time; there are no locks in it.
 */
public abstract sealed class TrackedFields extends ContextBound permits VersionedObject {
    private @Nullable ObjectType<?> type;
    private @Nullable Version version;
    long present;
    long changed;

    /** Where the object stood in the message that was written or read last; see {@link Slots#place}. */
    int place;

    /** Who must be told before a field takes another value; never there while a field is changed, since generated setters of such a one just store. */
    ObjectSnapshot.@Nullable State noted;

    TrackedFields() {}

    final void initialize(
            ObjectType<?> objectType,
            @Nullable ObjectContext objectContext,
            Version received,
            long presentFields,
            long changedFields) {
        this.type = objectType;
        this.version = received;
        this.context = objectContext;
        this.present = presentFields;
        this.changed = changedFields & presentFields;
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

    // What the generated subclass writes over: access to its fields by position, for those who know no class.

    /** For generated code: the bits of a primitive field. */
    protected long attaccaBits(int field) {
        throw noSuchField(field);
    }

    /** For generated code: puts the bits of a primitive field. */
    protected void attaccaBits(int field, long bits) {
        throw noSuchField(field);
    }

    /** For generated code: what a field of any other type holds. */
    protected @Nullable Object attaccaReference(int field) {
        throw noSuchField(field);
    }

    /** For generated code: puts what a field of any other type holds. */
    protected void attaccaReference(int field, @Nullable Object value) {
        throw noSuchField(field);
    }

    /** For generated code: takes the values of the fields in a mask, and maybe of others, from another object of the same class. */
    protected void attaccaTake(TrackedFields other, long fields) {}

    private IllegalArgumentException noSuchField(int field) {
        return new IllegalArgumentException(getClass().getName() + ": no field " + field + " of that kind");
    }

    // What generated accessors call.

    /** For generated code: whether a field is set. */
    protected final boolean attaccaIsSet(long bit) {
        return (present & bit) != 0;
    }

    /** For generated code: whether a field is changed, and hence set. */
    protected final boolean attaccaIsChanged(long bit) {
        return (changed & bit) != 0;
    }

    /** For generated code: a field is set and changed from now on. */
    protected final void attaccaMark(long bit) {
        if (noted != null) {
            beforeWrite();
        }
        present |= bit;
        changed |= bit;
    }

    /** Called before a field takes another value, and before one becomes changed. */
    final void beforeWrite() {
        ObjectSnapshot.State told = noted;
        if (told != null) {
            noted = null;
            told.keep();
        }
    }

    /** For generated code: fetches a field that is read while unset. */
    protected final void attaccaFetch(int field) {
        LazyLoading.fetch((VersionedObject) this, type().fields().get(field));
    }

    /** For generated code: writes a primitive that something limits. */
    protected final void attaccaSetLimited(int field, long bits) {
        ObjectField declared = type().fields().get(field);
        boolean wasSet = attaccaIsSet(declared.bit());
        long before = attaccaBits(field);
        if (!wasSet || before != bits) {
            check(declared, wasSet, Slots.box(declared.type(), before), Slots.box(declared.type(), bits));
            beforeWrite();
            attaccaBits(field, bits);
            attaccaMark(declared.bit());
        }
    }

    /** For generated code: writes null to a field that is no primitive. */
    protected final void attaccaSetNull(int field) {
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

    /** For generated code: writes a value that takes another form first, or that something limits. */
    protected final void attaccaSetReference(int field, @Nullable Object value) {
        if (value == null) {
            attaccaSetNull(field);
        } else {
            ObjectField declared = type().fields().get(field);
            setKept(declared, type().keep(declared, value));
        }
    }

    private void setKept(ObjectField declared, @Nullable Object kept) {
        boolean wasSet = attaccaIsSet(declared.bit());
        Object before = attaccaReference(declared.index());
        if (!wasSet || !same(declared, before, kept)) {
            check(declared, wasSet, before, kept);
            beforeWrite();
            attaccaReference(declared.index(), kept);
            attaccaMark(declared.bit());
        }
    }

    private void check(ObjectField declared, boolean wasSet, @Nullable Object before, @Nullable Object after) {
        FieldLimits limits = declared.limits();
        if (limits != null) {
            limits.check(type().name(), declared, wasSet, before, after);
        }
    }

    /** Values are equal by value; objects only by identity, since each carries its own changes. */
    static boolean same(ObjectField field, @Nullable Object before, @Nullable Object after) {
        return field.type() instanceof ValueType.ObjectValue ? before == after : Objects.equals(before, after);
    }
}
