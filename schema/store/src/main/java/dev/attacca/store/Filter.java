package dev.attacca.store;

import dev.attacca.error.InvalidValueException;
import dev.attacca.object.FieldToken;
import dev.attacca.object.VersionedObject;
import java.util.Collection;

/**
 * Which rows a {@code find} returns: those that pass every filter given. Values always travel as parameters, never as SQL.
 *
 * <p>A filter on a field that is no column is refused with {@link InvalidValueException} when it is used; a null value is
 * refused at once, since <em>is null</em> is a question of its own. Immutable.
 *
 * @param <O> the class whose rows it selects
 */
public final class Filter<O extends VersionedObject> {
    private static final String USE_IS_NULL = "use Filter.isNull to find rows without one";

    private final Condition condition;

    private Filter(Condition condition) {
        this.condition = condition;
    }

    /** Rows whose field equals the value. */
    public static <O extends VersionedObject, V> Filter<O> eq(FieldToken<O, V> field, V value) {
        return compare(field, Condition.Test.EQUAL, value);
    }

    /** Rows whose field does not equal the value; rows where it is null are among them. */
    public static <O extends VersionedObject, V> Filter<O> ne(FieldToken<O, V> field, V value) {
        return compare(field, Condition.Test.DIFFERENT, value);
    }

    /** Rows whose field is less than the value. */
    public static <O extends VersionedObject, V> Filter<O> lt(FieldToken<O, V> field, V value) {
        return compare(field, Condition.Test.LESS, value);
    }

    /** Rows whose field is less than the value or equal to it. */
    public static <O extends VersionedObject, V> Filter<O> le(FieldToken<O, V> field, V value) {
        return compare(field, Condition.Test.LESS_OR_EQUAL, value);
    }

    /** Rows whose field is greater than the value; on the key, this is how the next page is asked for. */
    public static <O extends VersionedObject, V> Filter<O> gt(FieldToken<O, V> field, V value) {
        return compare(field, Condition.Test.GREATER, value);
    }

    /** Rows whose field is greater than the value or equal to it. */
    public static <O extends VersionedObject, V> Filter<O> ge(FieldToken<O, V> field, V value) {
        return compare(field, Condition.Test.GREATER_OR_EQUAL, value);
    }

    /**
     * Rows whose field equals one of the values; none, if there are no values. The values are one array parameter, so that the
     * statement is the same for any number of them.
     */
    public static <O extends VersionedObject, V> Filter<O> in(FieldToken<O, V> field, Collection<? extends V> values) {
        Condition oneOf = Condition.oneOf(field, values);
        if (oneOf.test() != Condition.Test.ONE_OF) {
            throw new InvalidValueException(field + ": null among the values (expected: values; " + USE_IS_NULL + ")");
        }
        return new Filter<>(oneOf);
    }

    /** Rows whose field is null. */
    public static <O extends VersionedObject> Filter<O> isNull(FieldToken<O, ?> field) {
        return new Filter<>(Condition.nullTest(field, Condition.Test.NULL));
    }

    /** Rows whose field is not null. */
    public static <O extends VersionedObject> Filter<O> isNotNull(FieldToken<O, ?> field) {
        return new Filter<>(Condition.nullTest(field, Condition.Test.NOT_NULL));
    }

    private static <O extends VersionedObject> Filter<O> compare(
            FieldToken<O, ?> field, Condition.Test test, Object value) {
        return new Filter<>(Condition.compare(field, test, value, USE_IS_NULL));
    }

    Condition condition() {
        return condition;
    }
}
