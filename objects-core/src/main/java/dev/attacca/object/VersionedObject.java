package dev.attacca.object;

import dev.attacca.error.InvalidValueException;
import dev.attacca.error.UnsetFieldException;
import dev.attacca.value.Bytes;
import dev.attacca.version.Version;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A domain object with a version and tracked fields. A domain class is an abstract subclass with abstract accessors; the
 * registry writes the subclass that keeps the values here.
 *
 * <p>A field is <em>unset</em>, <em>null</em> or a <em>value</em>, and these are three things: reading an unset field
 * fetches it if it is lazy and throws {@link UnsetFieldException} otherwise. Setting an equal value is not a change.
 * Collections are immutable: to change one, set one. A nested object with changes makes its holder's field changed.
 *
 * <p>Framework members have names without {@code get}, so that they never collide with fields.
 *
 * <p>Thread safety: confined to one thread at a time; there are no locks in it.
 */
public abstract non-sealed class VersionedObject extends ContextBound {
    private static final long[] NO_LONGS = {};
    private static final Object[] NO_REFERENCES = {};

    private @Nullable ObjectType<?> type;
    private @Nullable Version version;
    long present;
    long changed;
    long[] longs = NO_LONGS;

    @Nullable
    Object[] references = NO_REFERENCES;

    /** For the generated subclass. */
    protected VersionedObject() {}

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

    /** The version of the data: the class's own, or the older one the object was received in. */
    public final Version version() {
        Version known = version;
        return known == null ? type().version() : known;
    }

    /**
     * Whether a field is set, be it to null.
     *
     * @param field a field's name
     * @throws IllegalArgumentException if there is no such field
     */
    public final boolean isSet(String field) {
        return (present & named(field).bit()) != 0;
    }

    /** The names of the fields changed since the object was made, loaded or saved, nested changes included; sorted. */
    public final SortedSet<String> changes() {
        SortedSet<String> names = new TreeSet<>();
        for (long rest = dirty(); rest != 0; rest &= rest - 1) {
            names.add(type().fields().get(Long.numberOfTrailingZeros(rest)).name());
        }
        return names;
    }

    /** The values of the fields named by {@link #changes()}, secrets too; sorted by name, a copy. */
    public final SortedMap<String, @Nullable Object> changedValues() {
        SortedMap<String, @Nullable Object> values = new TreeMap<>();
        for (long rest = dirty(); rest != 0; rest &= rest - 1) {
            ObjectField field = type().fields().get(Long.numberOfTrailingZeros(rest));
            values.put(field.name(), Slots.value(this, field));
        }
        return values;
    }

    /** Forgets which fields of this object and of every object it reaches were changed; values stay. */
    public final void resetChanges() {
        resetChanges(true);
    }

    /**
     * Forgets which fields were changed; values stay.
     *
     * @param nested whether the objects it reaches forget too; without them, a field that holds an object with changes still
     *     counts as changed
     */
    public final void resetChanges(boolean nested) {
        changed = 0;
        if (nested && (type().nestedMask() & present) != 0) {
            ObjectSet reached = Nested.reachable(this);
            for (int i = 0; i < reached.size(); i++) {
                reached.get(i).changed = 0;
            }
        }
    }

    /**
     * Forgets that some fields were changed, and so do the objects that these fields reach; values stay. What the fields
     * reach by way of this object stays as it is.
     *
     * @param fields names of fields
     * @throws IllegalArgumentException if there is no such field; nothing is forgotten then
     */
    public final void resetChanges(String... fields) {
        long forgotten = 0;
        for (String field : fields) {
            forgotten |= named(field).bit();
        }
        ObjectSet reached = new ObjectSet();
        reached.append(this);
        for (long rest = forgotten & type().nestedMask() & present; rest != 0; rest &= rest - 1) {
            int slot = type().fields().get(Long.numberOfTrailingZeros(rest)).slot();
            Nested.each(references[slot], reached::add);
        }
        Nested.walk(reached, 1);
        for (int i = 1; i < reached.size(); i++) {
            reached.get(i).changed = 0;
        }
        changed &= ~forgotten;
    }

    /**
     * A copy of an object and of every object it reaches: same version, same fields set and changed, same context, same
     * shape. Where two fields hold one object, so do the copies' two fields; where objects hold each other, so do their copies.
     * Values that are no objects are immutable and shared. Java fields that a domain class declares beside its tracked ones are
     * not copied.
     *
     * @param original an object made by a context
     */
    @SuppressWarnings("unchecked") // A copy is made by the original's own type.
    public static <T extends VersionedObject> T copyOf(T original) {
        return (T) ObjectCopy.of(original);
    }

    /**
     * Refused: it would share its fields with the original.
     *
     * @throws CloneNotSupportedException always; use {@link #copyOf}
     */
    @Override
    protected final Object clone() throws CloneNotSupportedException {
        throw new CloneNotSupportedException(
                typeName() + ": clone() shares fields (expected: VersionedObject.copyOf(object), which copies them)");
    }

    /**
     * Whether another object is of the same class and has the same fields set to equal values, in nested objects too. What was
     * changed, the version the data came in and the context do not count; {@code equals} stays identity, since each object
     * carries its own changes.
     *
     * @param other the object to compare with, or {@code null}, which equals none
     * @param ignored names of fields that do not count, at any depth
     * @throws IllegalArgumentException if a class without nested objects has no such field
     */
    public final boolean equalsByValue(@Nullable VersionedObject other, String... ignored) {
        if (type().nestedMask() == 0) {
            for (String field : ignored) {
                named(field);
            }
        }
        return other != null && ObjectEquality.equal(this, other, Set.copyOf(Arrays.asList(ignored)));
    }

    /**
     * Binds this object, and every object it reaches, to another context until the returned scope is closed.
     *
     * @param other a context of the same registry, such as {@code context().elevated()}
     * @throws IllegalArgumentException if its registry has another class of this object's name
     */
    public final AlternateContext alternateContext(ObjectContext other) {
        return new AlternateContext(this, other);
    }

    /** The bits of the changed fields and of those that hold an object with changes. */
    final long dirty() {
        return changed | Nested.dirtyFields(this);
    }

    private ObjectField named(String field) {
        ObjectField found = type().field(field);
        if (found == null) {
            throw new IllegalArgumentException(type().name() + "." + field + ": no such field (expected one of: "
                    + type().fields().stream().map(ObjectField::name).toList() + ")");
        }
        return found;
    }

    @Override
    final String typeName() {
        return type().name();
    }

    @Override
    final RemotableMethod remotable(int index) {
        return type().remotables().get(index);
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

    /** For generated code: writes a {@code long}. */
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

    /** For generated code: writes a reference. */
    protected final void attaccaSetReference(int field, int slot, @Nullable Object value) {
        long bit = 1L << field;
        ObjectField declared = type().fields().get(field);
        Object kept = value == null ? null : type().keep(declared, value);
        if (kept == null && !declared.nullable()) {
            throw new InvalidValueException(type().name() + "." + declared.name()
                    + ": null (expected: a value; mark the getter @Nullable to allow null)");
        }
        if ((present & bit) == 0 || !same(declared, references[slot], kept)) {
            references[slot] = kept;
            present |= bit;
            changed |= bit;
        }
    }

    /** Values are equal by value; objects only by identity, since each carries its own changes. */
    private static boolean same(ObjectField field, @Nullable Object before, @Nullable Object after) {
        if (field.type() instanceof ValueType.ObjectValue) {
            return before == after;
        }
        return Objects.equals(before, after);
    }

    private void fetch(int index) {
        LazyLoading.fetch(this, type().fields().get(index));
    }

    /**
     * The version, then every field: {@code *} marks a changed one, {@code -} an unset one. Sensitive values are hidden, objects
     * named or counted.
     */
    @Override
    public final String toString() {
        return ObjectText.of(this);
    }
}
