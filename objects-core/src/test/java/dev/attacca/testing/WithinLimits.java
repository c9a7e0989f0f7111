package dev.attacca.testing;

import dev.attacca.object.FieldLimits;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ValueLimit;
import dev.attacca.object.ValueType;
import dev.attacca.value.Bytes;
import dev.attacca.value.SensitiveString;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Brings made values within what a field demands beyond its type: bounds, lengths, and patterns as far as guesses go. */
final class WithinLimits {
    private static final int GUESSES = 200;
    private static final List<String> ALPHABETS =
            List.of("abcdefghijklmnopqrstuvwxyz", "0123456789", "0123456789abcdef", "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private final ValueFiller values;
    private final Random random;

    WithinLimits(ValueFiller values, Random random) {
        this.values = values;
        this.random = random;
    }

    /**
     * A value that the field takes, the given one if possible.
     *
     * @throws AssertionError if none is found, with what to write
     */
    @Nullable
    Object of(String path, ObjectField field, @Nullable Object made) {
        FieldLimits limits = field.limits();
        if (limits == null || limits.expectedOf(made) == null) {
            return made;
        }
        Object fitted = made;
        for (ValueLimit limit : limits.values()) {
            if (fitted != null && !limit.allows(fitted)) {
                fitted = fitted(field, limit, fitted);
            }
        }
        for (int guess = 0; limits.expectedOf(fitted) != null && guess < GUESSES; guess++) {
            fitted = guessed(field, guess);
        }
        if (limits.expectedOf(fitted) != null) {
            throw new AssertionError(path + ": no value found (expected: " + limits.expectedOf(made)
                    + "); say how it is made: .setting(\"" + path + "\", random -> ...)");
        }
        return fitted;
    }

    private Object fitted(ObjectField field, ValueLimit limit, Object made) {
        if (limit instanceof ValueLimit.Range range) {
            return number(field.type(), range);
        }
        return limit instanceof ValueLimit.Length length ? resized(made, length.min(), length.max()) : made;
    }

    private Object number(ValueType type, ValueLimit.Range range) {
        boolean isInt = type == ValueType.Scalar.INT || type == ValueType.Scalar.BOXED_INT;
        long least = isInt ? Math.max(range.min(), Integer.MIN_VALUE) : range.min();
        long most = isInt ? Math.min(range.max(), Integer.MAX_VALUE) : range.max();
        Long number = values.number(least, most);
        if (isInt) {
            return number.intValue();
        }
        if (type == ValueType.Scalar.DOUBLE || type == ValueType.Scalar.BOXED_DOUBLE) {
            return number.doubleValue();
        }
        return type == ValueType.Scalar.BIG_DECIMAL ? BigDecimal.valueOf(number) : number;
    }

    /** The end of a text is what makes it unlike others: that stays. */
    private static Object resized(Object made, int min, int max) {
        if (made instanceof String text) {
            return resized(text, min, max);
        }
        if (made instanceof SensitiveString text) {
            return SensitiveString.of(resized(text.reveal(), min, max));
        }
        if (made instanceof Bytes bytes) {
            return Bytes.of(Arrays.copyOf(bytes.toArray(), Math.max(min, Math.min(max, bytes.length()))));
        }
        if (made instanceof List<?> list && !list.isEmpty()) {
            List<@Nullable Object> resized = new ArrayList<>(list.subList(0, Math.min(max, list.size())));
            for (int i = 0; resized.size() < min; i++) {
                resized.add(list.get(i % list.size()));
            }
            return resized;
        }
        return made;
    }

    private static String resized(String text, int min, int max) {
        String padded = text + "x".repeat(Math.max(0, min - text.length()));
        return padded.substring(Math.max(0, padded.length() - max));
    }

    /** Words of one alphabet, of every length in turn. */
    private @Nullable Object guessed(ObjectField field, int guess) {
        String alphabet = ALPHABETS.get(guess % ALPHABETS.size());
        StringBuilder word = new StringBuilder();
        for (int i = 0; i <= guess / ALPHABETS.size(); i++) {
            word.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return field.type() == ValueType.Scalar.SENSITIVE_STRING
                ? SensitiveString.of(word.toString())
                : field.type() == ValueType.Scalar.STRING ? word.toString() : null;
    }
}
