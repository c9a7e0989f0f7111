package dev.attacca.object;

import dev.attacca.error.InvalidValueException;

/** A value that does not fit its type, on the way up to where its whole path is known. */
final class Unfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private String path = "";

    Unfit(String problem) {
        super(problem, null, false, false);
        this.problem = problem;
    }

    /** Puts {@code [index]} or {@code .component} in front of the path. */
    Unfit in(String segment) {
        path = segment + path;
        return this;
    }

    InvalidValueException at(String where) {
        return new InvalidValueException(where + path + ": " + problem);
    }
}
