package dev.attacca.store;

import dev.attacca.object.FieldLimits;
import dev.attacca.object.FieldToken;
import dev.attacca.object.ObjectField;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a row must hold for a change to be one that {@code @WriteOnce} and {@code @Transitions} allow. A setter checks that
 * where the change is made; a change that arrives from a peer comes without what was there before, so the update asks the row.
 */
final class FormerValues {
    private FormerValues() {}

    /** Whether the limits of a field depend on what was there before. */
    static boolean matter(ObjectField field) {
        FieldLimits limits = field.limits();
        return limits != null && (limits.writeOnce() || limits.transitions() != null);
    }

    /** Adds what the new values of some fields demand of the former ones. */
    static <T extends VersionedObject> void add(
            List<Condition> conditions, Class<T> type, T object, List<ObjectField> changed) {
        for (ObjectField field : changed) {
            FieldLimits limits = field.limits();
            if (limits == null) {
                continue;
            }
            FieldToken<T, Object> token = new FieldToken<>(type, field.name(), Object.class);
            Object value = Slots.value(object, field);
            if (limits.writeOnce()) {
                conditions.add(anyOf(token, Collections.singleton(value)));
            }
            if (limits.transitions() != null) {
                conditions.add(
                        anyOf(token, value == null ? Set.of() : leadingTo((Enum<?>) value, limits.transitions())));
            }
        }
    }

    /** One of some values, or none at all: what comes first is free. */
    private static Condition anyOf(FieldToken<?, ?> token, Set<? extends @Nullable Object> values) {
        List<@Nullable Object> orNull = new ArrayList<>(values);
        orNull.add(null);
        Condition condition = Condition.oneOf(token, orNull);
        return condition.values().isEmpty() ? Condition.nullTest(token, Condition.Test.NULL) : condition;
    }

    /** The states from which a state is reached in any number of steps, as a setter takes them before one update; itself too. */
    private static Set<Enum<?>> leadingTo(Enum<?> state, Map<Enum<?>, Set<Enum<?>>> transitions) {
        Set<Enum<?>> found = new LinkedHashSet<>(Set.of(state));
        Deque<Enum<?>> waiting = new ArrayDeque<>(found);
        while (!waiting.isEmpty()) {
            Enum<?> next = waiting.remove();
            transitions.forEach((from, to) -> {
                if (to.contains(next) && found.add(from)) {
                    waiting.add(from);
                }
            });
        }
        // In the order of their declaration, so that a message is the same each time.
        return new LinkedHashSet<>(Arrays.stream(state.getDeclaringClass().getEnumConstants())
                .map(constant -> (Enum<?>) constant)
                .filter(found::contains)
                .toList());
    }
}
