package dev.attacca.object;

import dev.attacca.error.InvalidValueException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a field demands of its values beyond their type. Null passes where the field allows it. Immutable, safe for use by
 * several threads.
 *
 * @param values what every value must be, whatever was there before
 * @param writeOnce whether the first value stays
 * @param transitions where an enum field may go from each of its states, or {@code null} if it is no state machine
 */
public record FieldLimits(
        List<ValueLimit> values,
        boolean writeOnce,
        @Nullable Map<Enum<?>, Set<Enum<?>>> transitions) {
    private static final int LONGEST_SHOWN = 64;

    /** What is wrong with a value by itself, {@code at least 0}, or {@code null} if nothing is. */
    public @Nullable String expectedOf(@Nullable Object value) {
        if (value != null) {
            for (ValueLimit limit : values) {
                if (!limit.allows(value)) {
                    return limit.expected();
                }
            }
        }
        return null;
    }

    /**
     * What is wrong with a value that a peer changed, {@code -1 (expected: at least 0)}, or {@code null} if nothing is. What
     * was there before it is not known, so neither states nor first values are looked at.
     */
    public static @Nullable String refusal(ObjectField field, @Nullable Object value) {
        FieldLimits limits = field.limits();
        String expected = limits == null ? null : limits.expectedOf(value);
        return expected == null ? null : shown(field, value) + " (expected: " + expected + ")";
    }

    /**
     * Refuses a new value that differs from the one before.
     *
     * @param wasSet whether the field had a value, be it null
     * @throws InvalidValueException if it is not allowed
     */
    void check(String type, ObjectField field, boolean wasSet, @Nullable Object before, @Nullable Object after) {
        String expected = expectedOf(after);
        if (expected == null && wasSet && writeOnce) {
            expected = "no other value than the first, " + shown(field, before);
        }
        if (expected != null) {
            throw new InvalidValueException(
                    type + "." + field.name() + ": " + shown(field, after) + " (expected: " + expected + ")");
        }
        if (transitions != null && wasSet && before != null) {
            Set<Enum<?>> next = transitions.getOrDefault((Enum<?>) before, Set.of());
            if (after == null || !next.contains((Enum<?>) after)) {
                throw new InvalidValueException(type + "." + field.name() + ": " + shown(field, before) + " -> "
                        + shown(field, after) + " (expected: " + expectedAfter(field, before, next) + ")");
            }
        }
    }

    private static String expectedAfter(ObjectField field, Object before, Set<Enum<?>> next) {
        if (field.sensitive()) {
            return "a declared transition";
        }
        return next.isEmpty()
                ? "no transition, " + before + " is final"
                : next.stream().map(Enum::name).sorted().collect(Collectors.joining(" or "));
    }

    /** A value as messages show it: texts quoted and cut, sensitive values never. */
    static String shown(ObjectField field, @Nullable Object value) {
        if (field.sensitive()) {
            return "***";
        }
        String text = String.valueOf(value);
        String cut = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
        return value instanceof String ? "'" + cut + "'" : cut;
    }
}
