package dev.attacca.store;

import dev.attacca.error.InvalidValueException;
import dev.attacca.object.FieldToken;
import dev.attacca.value.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A test of one field, as filters and expectations share it.
 *
 * @param field which field
 * @param test what is asked of it
 * @param values what it is compared with: one value, or none for a null test, or any number for the lists; never null
 */
record Condition(FieldToken<?, ?> field, Test test, List<Object> values) {

    /** What is asked of a field. */
    enum Test {
        EQUAL("="),
        DIFFERENT("IS DISTINCT FROM"),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        NULL("IS NULL"),
        NOT_NULL("IS NOT NULL"),
        ONE_OF("= ANY"),
        ONE_OF_OR_NULL("= ANY or NULL");

        private final String sql;

        Test(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }
    }

    static Condition compare(FieldToken<?, ?> field, Test test, @Nullable Object value, String remedy) {
        if (value == null) {
            throw new InvalidValueException(field + ": null (expected: a value; " + remedy + ")");
        }
        return new Condition(field, test, List.of(stored(value)));
    }

    /** A value as it is stored: what PostgreSQL cannot keep cannot be compared with what it kept. */
    private static Object stored(Object value) {
        if (value instanceof Instant instant) {
            return instant.truncatedTo(ChronoUnit.MICROS);
        }
        if (value instanceof Duration duration) {
            return duration.truncatedTo(ChronoUnit.MICROS);
        }
        return value instanceof byte[] bytes ? Bytes.of(bytes) : value;
    }

    static Condition nullTest(FieldToken<?, ?> field, Test test) {
        return new Condition(field, test, List.of());
    }

    /** One of the values; a null among them is a value like the others. */
    static Condition oneOf(FieldToken<?, ?> field, Iterable<? extends @Nullable Object> values) {
        Set<Object> present = new LinkedHashSet<>();
        boolean orNull = false;
        for (Object value : values) {
            if (value == null) {
                orNull = true;
            } else {
                present.add(stored(value));
            }
        }
        return new Condition(field, orNull ? Test.ONE_OF_OR_NULL : Test.ONE_OF, new ArrayList<>(present));
    }

    /** Whether a value read back passes; {@code null} is SQL's NULL. */
    boolean holds(@Nullable Object actual) {
        return switch (test) {
            case EQUAL -> values.get(0).equals(actual);
            case NULL -> actual == null;
            case ONE_OF -> actual != null && values.contains(actual);
            case ONE_OF_OR_NULL -> actual == null || values.contains(actual);
            default -> throw new IllegalStateException(test + " is no expectation");
        };
    }

    /** {@code vmState=ACTIVE}, {@code taskState=null}, {@code vmState one of ACTIVE, STOPPED, null}. */
    String describe(boolean sensitive) {
        String shown = sensitive ? "***" : values.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return switch (test) {
            case EQUAL -> field.name() + "=" + shown;
            case NULL -> field.name() + "=null";
            case ONE_OF -> field.name() + " one of " + (shown.isEmpty() ? "nothing" : shown);
            case ONE_OF_OR_NULL -> field.name() + " one of " + (shown.isEmpty() ? "null" : shown + ", null");
            default -> field.name() + " " + test.sql() + " " + shown;
        };
    }
}
