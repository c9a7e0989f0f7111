package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Whole numbers and doubles as JSON, and back. Stateless. */
final class JsonNumbers {
    private JsonNumbers() {}

    /** JSON has no number for infinities and NaN; as text they cross as in protobuf's JSON mapping. */
    static Object write(Double number) {
        return number.isNaN() || number.isInfinite() ? (Object) number.toString() : number;
    }

    static long whole(@Nullable Object tree, long least, long most) {
        String expected = "a whole number from " + least + " to " + most;
        if (tree instanceof Long number) {
            if (number >= least && number <= most) {
                return number;
            }
            throw new Malformed(DecodeException.RANGE, "a number outside its range (expected: " + expected + ")");
        }
        throw JsonReading.wrong(tree, expected);
    }

    static Double read(@Nullable Object tree) {
        if (tree instanceof Long number) {
            return number.doubleValue();
        }
        if (tree instanceof Double negativeZero) {
            return negativeZero;
        }
        if (tree instanceof BigDecimal number) {
            double nearest = number.doubleValue();
            if (Double.isInfinite(nearest)) {
                throw new Malformed(DecodeException.RANGE, "a number outside its range (expected: a double)");
            }
            return nearest;
        }
        if (tree instanceof String text) {
            return switch (text) {
                case "NaN" -> Double.NaN;
                case "Infinity" -> Double.POSITIVE_INFINITY;
                case "-Infinity" -> Double.NEGATIVE_INFINITY;
                default -> throw JsonReading.wrong(tree, "a number");
            };
        }
        throw JsonReading.wrong(tree, "a number");
    }
}
