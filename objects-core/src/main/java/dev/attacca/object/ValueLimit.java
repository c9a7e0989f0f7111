package dev.attacca.object;

import dev.attacca.value.Bytes;
import dev.attacca.value.SensitiveString;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;

/** What a field demands of a value beyond its type, whatever was there before. Immutable. */
public sealed interface ValueLimit {
    /** Whether a value that fits the field's type is allowed. */
    boolean allows(Object value);

    /** What is expected, as a message says it: {@code at least 0}. */
    String expected();

    /**
     * Numbers within bounds.
     *
     * @param min the least one, {@code Long.MIN_VALUE} for no bound
     * @param max the greatest one, {@code Long.MAX_VALUE} for no bound
     */
    record Range(long min, long max) implements ValueLimit {
        @Override
        public boolean allows(Object value) {
            if (value instanceof Double number) {
                // Not a number is in no range.
                return (min == Long.MIN_VALUE || number >= min) && (max == Long.MAX_VALUE || number <= max);
            }
            if (value instanceof BigDecimal number) {
                return (min == Long.MIN_VALUE || number.compareTo(BigDecimal.valueOf(min)) >= 0)
                        && (max == Long.MAX_VALUE || number.compareTo(BigDecimal.valueOf(max)) <= 0);
            }
            long number = ((Number) value).longValue();
            return number >= min && number <= max;
        }

        @Override
        public String expected() {
            if (max == Long.MAX_VALUE) {
                return "at least " + min;
            }
            return min == Long.MIN_VALUE ? "at most " + max : min + " to " + max;
        }
    }

    /**
     * Texts, bytes and collections of some length.
     *
     * @param min the least one
     * @param max the greatest one, {@code Integer.MAX_VALUE} for no bound
     * @param unit what is counted, in the plural
     */
    record Length(int min, int max, String unit) implements ValueLimit {
        @Override
        public boolean allows(Object value) {
            int length = length(value);
            return length >= min && length <= max;
        }

        private static int length(Object value) {
            if (value instanceof String text) {
                return text.length();
            }
            if (value instanceof SensitiveString text) {
                return text.reveal().length();
            }
            if (value instanceof Bytes bytes) {
                return bytes.length();
            }
            return value instanceof Map<?, ?> map ? map.size() : ((Collection<?>) value).size();
        }

        @Override
        public String expected() {
            if (max == Integer.MAX_VALUE) {
                return "at least " + min + " " + unit;
            }
            return (min == 0 ? "at most " : min + " to ") + max + " " + unit;
        }
    }

    /**
     * Texts that a pattern matches as a whole, without looking at them much more often than there are characters.
     *
     * @param pattern the pattern
     */
    record Form(Pattern pattern) implements ValueLimit {
        @Override
        public boolean allows(Object value) {
            String text = value instanceof SensitiveString sensitive ? sensitive.reveal() : (String) value;
            return matches(CountedText.of(text));
        }

        boolean matches(CountedText text) {
            try {
                return pattern.matcher(text).matches();
            } catch (CountedText.Exhausted | StackOverflowError tooMuch) {
                // A group is repeated by trying every way, and by recursion: a text from anybody could take all the
                // time
                // there is, or end the thread.
                return false;
            }
        }

        @Override
        public String expected() {
            return "a text that matches " + pattern;
        }
    }
}
