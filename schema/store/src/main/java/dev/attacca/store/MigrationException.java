package dev.attacca.store;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The migrations on the class path and those in the database do not go together, or one failed; all problems at once. */
public final class MigrationException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "MIGRATION";

    private static final long serialVersionUID = 1L;

    private final ArrayList<String> problems;

    MigrationException(List<String> problems, @Nullable Throwable cause) {
        super(CODE, describe(problems), false, Outcome.REFUSED, Map.of(), cause);
        this.problems = new ArrayList<>(problems);
    }

    private static String describe(List<String> problems) {
        String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        return "migrations: " + count + "\n  " + String.join("\n  ", problems);
    }

    /** The problems, one line each, ending with the remedy: unmodifiable, never empty. */
    public List<String> problems() {
        return Collections.unmodifiableList(problems);
    }
}
