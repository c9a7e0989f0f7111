package dev.attacca.registry;

import dev.attacca.annotation.Default;
import dev.attacca.annotation.Length;
import dev.attacca.annotation.Matches;
import dev.attacca.annotation.Max;
import dev.attacca.annotation.Min;
import dev.attacca.annotation.NonNegative;
import dev.attacca.annotation.Transitions;
import dev.attacca.annotation.WriteOnce;
import dev.attacca.object.FieldLimits;
import dev.attacca.object.ValueLimit;
import dev.attacca.object.ValueType;
import dev.attacca.object.ValueType.Scalar;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads what the annotations of one getter demand of the field's values, and finds what they cannot mean. */
final class LimitsReader {
    private static final Set<Scalar> NUMBERS = Set.of(
            Scalar.INT,
            Scalar.LONG,
            Scalar.DOUBLE,
            Scalar.BOXED_INT,
            Scalar.BOXED_LONG,
            Scalar.BOXED_DOUBLE,
            Scalar.BIG_DECIMAL);

    private final String shown;
    private final ValueType type;
    private final boolean sensitive;
    private final Method getter;
    private final List<String> problems;

    LimitsReader(String shown, ValueType type, boolean sensitive, Method getter, List<String> problems) {
        this.shown = shown;
        this.type = type;
        this.sensitive = sensitive;
        this.getter = getter;
        this.problems = problems;
    }

    /** The limits, or {@code null} if there are none. */
    @Nullable
    FieldLimits read() {
        List<ValueLimit> limits = new ArrayList<>();
        range(limits);
        length(limits);
        form(limits);
        boolean writeOnce = getter.isAnnotationPresent(WriteOnce.class);
        Map<Enum<?>, Set<Enum<?>>> transitions = transitions();
        return limits.isEmpty() && !writeOnce && transitions == null
                ? null
                : new FieldLimits(List.copyOf(limits), writeOnce, transitions);
    }

    private void range(List<ValueLimit> limits) {
        Min min = getter.getAnnotation(Min.class);
        Max max = getter.getAnnotation(Max.class);
        boolean nonNegative = getter.isAnnotationPresent(NonNegative.class);
        if (min == null && max == null && !nonNegative) {
            return;
        }
        long least = min == null ? Long.MIN_VALUE : min.value();
        long least0 = nonNegative ? Math.max(0, least) : least;
        long most = max == null ? Long.MAX_VALUE : max.value();
        if (!(type instanceof Scalar scalar && NUMBERS.contains(scalar))) {
            String named = min != null ? "@Min" : max != null ? "@Max" : "@NonNegative";
            problems.add(shown + ": " + named + " on " + type + " (expected: on int, long, double or decimal)");
        } else if (least0 > most) {
            problems.add(shown + ": at least " + least0 + " and at most " + most + " (expected: some value between)");
        } else {
            limits.add(new ValueLimit.Range(least0, most));
        }
    }

    private void length(List<ValueLimit> limits) {
        Length length = getter.getAnnotation(Length.class);
        if (length == null) {
            return;
        }
        String unit = unit();
        if (unit == null) {
            problems.add(shown + ": @Length on " + type
                    + " (expected: on string, sensitive_string, bytes, a list, a set" + " or a map)");
        } else if (length.min() < 0 || length.max() < length.min()) {
            problems.add(shown + ": @Length from " + length.min() + " to " + length.max()
                    + " (expected: 0 or more, and no less than that)");
        } else {
            limits.add(new ValueLimit.Length(length.min(), length.max(), unit));
        }
    }

    private @Nullable String unit() {
        if (text()) {
            return "characters";
        }
        if (type == Scalar.BYTES) {
            return "bytes";
        }
        boolean collection = type instanceof ValueType.ListValue
                || type instanceof ValueType.SetValue
                || type instanceof ValueType.MapValue;
        return collection ? "elements" : null;
    }

    private boolean text() {
        return type == Scalar.STRING || type == Scalar.SENSITIVE_STRING;
    }

    private void form(List<ValueLimit> limits) {
        Matches matches = getter.getAnnotation(Matches.class);
        if (matches == null) {
            return;
        }
        if (!text()) {
            problems.add(shown + ": @Matches on " + type + " (expected: on string or sensitive_string)");
            return;
        }
        try {
            limits.add(new ValueLimit.Form(Pattern.compile(matches.value())));
        } catch (PatternSyntaxException malformed) {
            problems.add(shown + ": @Matches(\"" + matches.value() + "\"): " + malformed.getDescription()
                    + " (expected: a regular expression)");
        }
    }

    private @Nullable Map<Enum<?>, Set<Enum<?>>> transitions() {
        Transitions transitions = getter.getAnnotation(Transitions.class);
        if (transitions == null) {
            return null;
        }
        if (!(type instanceof ValueType.EnumValue enumType)) {
            problems.add(shown + ": @Transitions on " + type + " (expected: on an enum)");
            return null;
        }
        return new TransitionsReader(shown, enumType, problems).read(transitions.value());
    }

    /** The default in its kept form, or {@code null} if there is none. */
    @Nullable
    Object defaultValue(@Nullable FieldLimits limits) {
        Default declared = getter.getAnnotation(Default.class);
        if (declared == null) {
            return null;
        }
        Object value;
        try {
            value = ValueText.read(type, declared.value());
        } catch (IllegalArgumentException malformed) {
            problems.add(shownDefault(declared) + " (expected: " + expectedText() + ")");
            return null;
        }
        String expected = limits == null ? null : limits.expectedOf(value);
        if (expected != null) {
            problems.add(shownDefault(declared) + " (expected: " + expected + ")");
            return null;
        }
        return value;
    }

    private String shownDefault(Default declared) {
        return shown + ": @Default(\"" + (sensitive ? "***" : declared.value()) + "\")";
    }

    private String expectedText() {
        if (type instanceof ValueType.EnumValue enumType) {
            return "one of " + enumType.constants();
        }
        if (type instanceof ValueType.MapValue map) {
            return ValueText.isPlain(map.value())
                    ? "{}, or entries as in {key=value}, each key " + map.key() + " and once, each value " + map.value()
                    : "{}, an empty map";
        }
        if (type instanceof ValueType.ListValue list) {
            return elements(list.element(), "list", "");
        }
        return type instanceof ValueType.SetValue set
                ? elements(set.element(), "set", ", and each once")
                : type.toString();
    }

    private static String elements(ValueType element, String collection, String each) {
        return ValueText.isPlain(element)
                ? "[], or elements as in [1, 2], each " + element + each
                : "[], an empty " + collection;
    }
}
