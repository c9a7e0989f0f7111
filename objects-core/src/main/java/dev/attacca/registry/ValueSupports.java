package dev.attacca.registry;

import dev.attacca.value.ValueSupport;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of their own that the domains of a registry offer; notes which classes it was asked for. Confined to one thread. */
final class ValueSupports {
    private final Map<Class<?>, ValueSupport<?>> supports = new HashMap<>();
    private final Map<Class<?>, Class<?>> answers = new HashMap<>();

    ValueSupports(Collection<ValueSupport<?>> offered) {
        offered.forEach(support -> supports.put(support.javaType(), support));
    }

    /** What carries values of a class, or {@code null}. */
    @Nullable
    ValueSupport<?> of(Class<?> javaType) {
        ValueSupport<?> support = supports.get(javaType);
        answers.put(javaType, answer(javaType));
        return support;
    }

    private Class<?> answer(Class<?> javaType) {
        ValueSupport<?> support = supports.get(javaType);
        return support == null ? void.class : support.getClass();
    }

    /** Forgets what was asked so far. */
    void begin() {
        answers.clear();
    }

    /** What was asked since {@link #begin()}, with the answers' classes. */
    Map<Class<?>, Class<?>> answers() {
        return Map.copyOf(answers);
    }

    /** Whether the same questions would have the same answers here. */
    boolean answerAlike(Map<Class<?>, Class<?>> given) {
        for (Map.Entry<Class<?>, Class<?>> each : given.entrySet()) {
            if (answer(each.getKey()) != each.getValue()) {
                return false;
            }
        }
        return true;
    }
}
