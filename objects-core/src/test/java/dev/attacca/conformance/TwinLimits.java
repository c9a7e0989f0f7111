package dev.attacca.conformance;

import dev.attacca.annotation.Default;
import dev.attacca.annotation.Length;
import dev.attacca.annotation.Matches;
import dev.attacca.annotation.Max;
import dev.attacca.annotation.Min;
import dev.attacca.annotation.NonNegative;
import dev.attacca.annotation.Transitions;
import dev.attacca.annotation.WriteOnce;
import dev.attacca.value.SensitiveString;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the annotations of a getter demand of a new value, read anew each time. */
record TwinLimits(Method getter) {
    boolean allow(boolean wasSet, @Nullable Object before, @Nullable Object after) {
        if (wasSet && Objects.equals(before, after)) {
            return true;
        }
        boolean first = !wasSet || getter.getAnnotation(WriteOnce.class) == null;
        return first && (after == null || (within(after) && fits(after))) && follows(wasSet, before, after);
    }

    /** What stands for null where null is not allowed. */
    @Nullable
    Object insteadOfNull() {
        Default declared = getter.getAnnotation(Default.class);
        if (declared == null) {
            return null;
        }
        return getter.getReturnType() == Integer.class ? (Object) Integer.valueOf(declared.value()) : declared.value();
    }

    private boolean within(Object value) {
        if (!(value instanceof Number number)) {
            return true;
        }
        Min min = getter.getAnnotation(Min.class);
        Max max = getter.getAnnotation(Max.class);
        boolean bounded = min != null || max != null || getter.getAnnotation(NonNegative.class) != null;
        if (number instanceof Double real && real.isNaN()) {
            return !bounded;
        }
        BigDecimal exact = new BigDecimal(number.toString());
        boolean notNegative = getter.getAnnotation(NonNegative.class) == null || exact.signum() >= 0;
        return notNegative
                && (min == null || exact.compareTo(BigDecimal.valueOf(min.value())) >= 0)
                && (max == null || exact.compareTo(BigDecimal.valueOf(max.value())) <= 0);
    }

    private boolean fits(Object value) {
        Object shown = value instanceof SensitiveString secret ? secret.reveal() : value;
        Length length = getter.getAnnotation(Length.class);
        if (length != null) {
            int size = shown instanceof Collection<?> many ? many.size() : ((String) shown).length();
            if (size < length.min() || size > length.max()) {
                return false;
            }
        }
        Matches form = getter.getAnnotation(Matches.class);
        return form == null || ((String) shown).matches(form.value());
    }

    private boolean follows(boolean wasSet, @Nullable Object before, @Nullable Object after) {
        Transitions transitions = getter.getAnnotation(Transitions.class);
        if (transitions == null || !wasSet || before == null) {
            return true;
        }
        return Arrays.stream(transitions.value())
                .map(line -> List.of(line.split("->|\\|")))
                .filter(line -> line.get(0).equals(before.toString()))
                .anyMatch(line -> line.indexOf(String.valueOf(after)) > 0);
    }
}
