package dev.attacca.object;

import dev.attacca.error.InvalidValueException;

/** A value that does not fit its type, on the way up to where its whole path is known. */
final class Unfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String hiddenProblem;
    private String path = "";
    private String hiddenPath = "";

    /** A problem that does not tell the value. */
    Unfit(String problem) {
        this(problem, problem);
    }

    private Unfit(String problem, String hiddenProblem) {
        super(hiddenProblem, null, false, false);
        this.problem = problem;
        this.hiddenProblem = hiddenProblem;
    }

    /** A value and what was expected. */
    static Unfit of(Object value, String expected) {
        return new Unfit(value + " (expected: " + expected + ")", "*** (expected: " + expected + ")");
    }

    /** Puts {@code [index]} or {@code .component} in front of the path. */
    Unfit in(String segment) {
        path = segment + path;
        hiddenPath = segment + hiddenPath;
        return this;
    }

    /** Puts the key of a map in front of the path. */
    Unfit inKey(Object key) {
        path = "[" + key + "]" + path;
        hiddenPath = "[***]" + hiddenPath;
        return this;
    }

    InvalidValueException at(String where, boolean sensitive) {
        return new InvalidValueException(
                where + (sensitive ? hiddenPath + ": " + hiddenProblem : path + ": " + problem));
    }
}
