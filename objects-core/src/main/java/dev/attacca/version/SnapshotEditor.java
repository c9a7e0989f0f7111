package dev.attacca.version;

import org.jspecify.annotations.Nullable;

/**
 * What a written downgrade or upgrade step may do to the data of one object on its way between two versions. The object
 * itself stays untouched. An object may have any field unset, and a step must cope with that. Of a partial diff a step sees the
 * whole object, so that it can work out a field from several; what it sets then travels only if it looked at a field that the
 * diff holds.
 *
 * <p>Fields have the names of the step's {@code from} version in a downgrade and of its {@code to} version in an upgrade;
 * a field that the newer of the two versions removed keeps the name it had. Values have the types of the newest version, a
 * removed field's the type it had, and are boxed. What a step sets after it read a field that the sender had changed counts as
 * changed too, so that a write in an old field is stored in the new one; unrelated fields belong in steps of their own.
 *
 * <p>In an answer to a newer caller, fields that did not change are as the caller has them, so that a step which fills unset fields
 * leaves them alone.
 *
 * <p>A field that the older version does not have and that a downgrade step reads counts as taken over: no loss is noted for it
 * but the step's own, and a caller may change it although its conductor is older.
 *
 * <p>What a downgrade changes or unsets must be told by {@link #lose}, or be brought back by the upgrade steps between the same
 * two versions; else the call fails with a {@code VersionStepException}, and so it does if a step throws. Confined to the step.
 */
public interface SnapshotEditor {
    /**
     * Whether the field is set, be it to null.
     *
     * @throws IllegalArgumentException if the version has no such field
     */
    boolean isSet(String field);

    /**
     * The field's value. Objects are copies that are bound to no context: reading an unset field of one fetches nothing, and a
     * change of one travels only if it is set again.
     *
     * @throws IllegalArgumentException if the version has no such field, or it is not set
     */
    @Nullable
    Object get(String field);

    /**
     * The field's value as a {@code long}.
     *
     * @throws IllegalArgumentException if the version has no such field, or it holds no number
     */
    long getLong(String field);

    /**
     * Sets the field.
     *
     * @throws IllegalArgumentException if the version has no such field, or the value does not fit its type
     */
    void set(String field, @Nullable Object value);

    /** Makes the field unset, so that it does not travel. */
    void unset(String field);

    /**
     * Reports that this very object loses something, for logs and for the operator.
     *
     * @param field the field concerned
     * @param what what is lost, without the value if the field is sensitive
     */
    void lose(String field, String what);
}
