package dev.attacca.object;

import dev.attacca.value.SensitiveString;
import dev.attacca.value.ValueSupport;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * The order in which the elements of sets and the keys of maps are kept and written: total, the same in every process, and
 * equal only where {@code equals} says so.
 */
public final class ValueOrder {
    private ValueOrder() {}

    /**
     * The order of a type's values.
     *
     * @param type a type that sets or map keys can have
     * @throws IllegalArgumentException if it is another
     */
    public static Comparator<Object> of(ValueType type) {
        if (type instanceof ValueType.EnumValue) {
            return Comparator.comparing(constant -> ((Enum<?>) constant).name());
        }
        if (type instanceof ValueType.CustomValue custom) {
            return Comparator.comparing(value -> text(custom.support(), value));
        }
        if (type instanceof ValueType.ListValue list) {
            Comparator<Object> elements = of(list.element());
            return (one, other) -> compareLists((List<?>) one, (List<?>) other, elements);
        }
        if (type == ValueType.Scalar.BIG_DECIMAL) {
            return Comparator.comparing((Object value) -> (BigDecimal) value)
                    .thenComparing(value -> ((BigDecimal) value).scale());
        }
        if (type == ValueType.Scalar.SENSITIVE_STRING) {
            return Comparator.comparing(value -> ((SensitiveString) value).reveal());
        }
        if (type instanceof ValueType.Scalar) {
            return ValueOrder::natural;
        }
        throw new IllegalArgumentException(type + ": no order (expected: a scalar, an enum or a list of these)");
    }

    private static <T> String text(ValueSupport<T> support, Object value) {
        return support.toText(support.javaType().cast(value));
    }

    @SuppressWarnings("unchecked") // Every other scalar is comparable to itself.
    private static int natural(Object one, Object other) {
        return ((Comparable<Object>) one).compareTo(other);
    }

    private static int compareLists(List<?> one, List<?> other, Comparator<Object> elements) {
        Iterator<?> rest = other.iterator();
        for (Object each : one) {
            if (!rest.hasNext()) {
                return 1;
            }
            int order = elements.compare(each, rest.next());
            if (order != 0) {
                return order;
            }
        }
        return rest.hasNext() ? -1 : 0;
    }
}
