package dev.attacca.object;

import dev.attacca.error.UnsetFieldException;
import java.util.Arrays;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A domain object with a version and tracked fields. A domain class is an abstract subclass with abstract accessors; the
 * registry writes the subclass that keeps the values.
 *
 * <p>A field is <em>unset</em>, <em>null</em> or a <em>value</em>, and these are three things: reading an unset field
 * fetches it if it is lazy and throws {@link UnsetFieldException} otherwise. Setting an equal value is not a change.
 * Collections are immutable: to change one, set one. A nested object with changes makes its holder's field changed.
 *
 * <p>Framework members have names without {@code get}, so that they never collide with fields.
 *
 * <p>Thread safety: confined to one thread at a time; there are no locks in it.
 */
public abstract non-sealed class VersionedObject extends TrackedFields {
    /** For the generated subclass. */
    protected VersionedObject() {}

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
            Nested.each(attaccaReference(Long.numberOfTrailingZeros(rest)), reached::add);
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
     * @throws IllegalArgumentException if neither this object's class nor any class that it can hold has such a field; of an
     *     orphaned object that is known only if it can hold none
     */
    public final boolean equalsByValue(@Nullable VersionedObject other, String... ignored) {
        for (String field : ignored) {
            if (type().nestedMask() == 0) {
                named(field);
            } else if (context != null) {
                HeldTypes.requireField(type(), field, context.factory());
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

    /**
     * Sets every field that has a {@code @Default} and is unset. Each counts as changed, but for those without a setter: a
     * change of these would be refused on the other side, which sets its defaults itself.
     */
    public final void setDefaults() {
        for (ObjectField field : type().fields()) {
            setDefault(field);
        }
    }

    /**
     * Sets those of some fields that are unset to their {@code @Default}; what has a setter counts as changed.
     *
     * @param fields names of fields
     * @throws IllegalArgumentException if there is no such field, or it has no default; nothing is set then
     */
    public final void setDefaults(String... fields) {
        for (String field : fields) {
            if (named(field).defaultValue() == null) {
                throw new IllegalArgumentException(
                        type().name() + "." + field + ": no default (expected: a field with @Default)");
            }
        }
        for (String field : fields) {
            setDefault(named(field));
        }
    }

    private void setDefault(ObjectField field) {
        Object value = field.defaultValue();
        if (value != null && (present & field.bit()) == 0) {
            Slots.load(this, field, value);
            changed |= field.setter() == null ? 0 : field.bit();
        }
    }

    final ObjectField named(String field) {
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

    /**
     * The version, then every field: {@code *} marks a changed one, {@code -} an unset one. Sensitive values are hidden, objects
     * named or counted.
     */
    @Override
    public final String toString() {
        return ObjectText.of(this);
    }
}
