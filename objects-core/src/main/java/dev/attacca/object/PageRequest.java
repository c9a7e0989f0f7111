package dev.attacca.object;

import dev.attacca.error.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a long list is wanted: so many elements after a marker. An argument of remotables that return a {@link Page}.
 * Immutable.
 *
 * @param marker what {@link Page#next()} of the page before said, or null for the first page; its meaning is the remotable's
 * @param limit how many elements at most, at least 1
 */
public record PageRequest(@Nullable String marker, int limit) {
    /** Checks the limit. */
    public PageRequest {
        if (limit < 1) {
            throw new InvalidValueException("PageRequest.limit: " + limit + " (expected: at least 1)");
        }
    }

    /** The first page. */
    public static PageRequest first(int limit) {
        return new PageRequest(null, limit);
    }

    /** The page after a marker, of the same size. */
    public PageRequest after(String next) {
        return new PageRequest(next, limit);
    }
}
