package dev.attacca.registry;

import dev.attacca.object.ValueType;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a state machine: {@code BUILDING->ACTIVE|ERROR}. */
final class TransitionsReader {
    private final String shown;
    private final ValueType.EnumValue type;
    private final List<String> problems;

    TransitionsReader(String shown, ValueType.EnumValue type, List<String> problems) {
        this.shown = shown;
        this.type = type;
        this.problems = problems;
    }

    Map<Enum<?>, Set<Enum<?>>> read(String[] lines) {
        Map<Enum<?>, Set<Enum<?>>> transitions = new HashMap<>();
        for (String line : lines) {
            int arrow = line.indexOf("->");
            if (arrow < 0) {
                problems.add(shown + ": @Transitions \"" + line + "\" (expected: FROM->TO|TO)");
                continue;
            }
            Enum<?> from = constant(line, line.substring(0, arrow));
            Set<Enum<?>> next = new LinkedHashSet<>();
            for (String name : line.substring(arrow + 2).split("\\|", -1)) {
                Enum<?> to = constant(line, name);
                if (to != null) {
                    next.add(to);
                }
            }
            if (from != null && transitions.putIfAbsent(from, Set.copyOf(next)) != null) {
                problems.add(shown + ": @Transitions has two lines for " + from + " (expected: one)");
            }
        }
        return Map.copyOf(transitions);
    }

    private @Nullable Enum<?> constant(String line, String name) {
        for (Enum<?> constant : type.javaType().getEnumConstants()) {
            if (constant.name().equals(name.strip())) {
                return constant;
            }
        }
        problems.add(shown + ": @Transitions \"" + line + "\" names '" + name.strip() + "' (expected one of: "
                + type.constants() + ")");
        return null;
    }
}
