package dev.attacca.store;

import dev.attacca.object.FieldToken;
import dev.attacca.object.VersionedObject;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a stored field must hold for a write to happen; part of the same statement as the write, and compared with the row,
 * not with the object. <em>Any</em> value is no expectation at all; <em>is null</em> and <em>one of</em> are different things.
 *
 * <p>A write whose expectation does not hold throws {@link dev.attacca.error.ConflictException} and changes nothing. Immutable.
 *
 * @param <O> the class whose row it looks at
 */
public final class Expectation<O extends VersionedObject> {
    private final Condition condition;

    private Expectation(Condition condition) {
        this.condition = condition;
    }

    /**
     * The row must hold exactly this value.
     *
     * @throws dev.attacca.error.InvalidValueException if the value is null
     */
    public static <O extends VersionedObject, V> Expectation<O> expecting(FieldToken<O, V> field, V value) {
        return new Expectation<>(Condition.compare(
                field, Condition.Test.EQUAL, value, "use expectingNull to require that there is none"));
    }

    /** The row must hold null. */
    public static <O extends VersionedObject> Expectation<O> expectingNull(FieldToken<O, ?> field) {
        return new Expectation<>(Condition.nullTest(field, Condition.Test.NULL));
    }

    /** The row must hold one of the values; a null among them allows null. Nothing passes if there are no values. */
    @SafeVarargs
    @SuppressWarnings("varargs") // The array is only read.
    public static <O extends VersionedObject, V> Expectation<O> expectingOneOf(
            FieldToken<O, V> field, @Nullable V... values) {
        return new Expectation<>(Condition.oneOf(field, Arrays.asList(values)));
    }

    Condition condition() {
        return condition;
    }
}
