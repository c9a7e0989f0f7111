package dev.attacca.error;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Everything that is wrong with a set of object definitions, reported at once; nothing was registered. */
public final class RegistryException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "REGISTRY";

    private static final long serialVersionUID = 1L;

    private final ArrayList<String> problems;

    /**
     * Creates the error. The message is the number of problems and one indented line for each.
     *
     * @param problems at least one line such as {@code Instance.flavor: @Lazy without a loader (expected: …)}, each ending with
     *     its remedy and, where the contract check has a rule for it, the rule's id in brackets; in the order in which a person would fix them; copied
     */
    public RegistryException(List<String> problems) {
        super(CODE, describe(problems), false, Outcome.REFUSED, Map.of(), null);
        this.problems = new ArrayList<>(problems);
    }

    /** The problems, one line each: unmodifiable, never empty. */
    public List<String> problems() {
        return Collections.unmodifiableList(problems);
    }

    private static String describe(List<String> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("problems: empty (expected: at least one)");
        }
        String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        return "registry: " + count + "\n  " + String.join("\n  ", problems);
    }
}
