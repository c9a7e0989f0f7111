package dev.attacca.version;

import org.jspecify.annotations.Nullable;

/**
 * What a written downgrade or upgrade step may do to the data of one object on its way between two versions. The object
 * itself stays untouched. A partial diff has only some fields set; a step must cope with any of them unset.
 *
 * <p>Fields have the names of the step's {@code from} version in a downgrade and of its {@code to} version in an upgrade;
 * values have the types of the newest version and are boxed. Confined to the step.
 */
public interface SnapshotEditor {
    /**
     * Whether the field is set, be it to null.
     *
     * @throws IllegalArgumentException if the version has no such field
     */
    boolean isSet(String field);

    /**
     * The field's value.
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
