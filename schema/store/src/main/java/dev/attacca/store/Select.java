package dev.attacca.store;

import dev.attacca.error.InvalidValueException;
import dev.attacca.object.VersionedObject;
import java.util.List;

/**
 * Filters and how many rows at most; the rows come in key order, so {@code Filter.gt} on the key asks for the next page.
 *
 * <p>Immutable: each step returns a new one.
 *
 * @param <O> the class whose rows it selects
 */
public final class Select<O extends VersionedObject> {
    /** How many rows one selection may return. */
    public static final int MOST_ROWS = 1_000;

    private final List<Filter<O>> filters;
    private final int limit;
    private final boolean limited;

    private Select(List<Filter<O>> filters, int limit, boolean limited) {
        this.filters = filters;
        this.limit = limit;
        this.limited = limited;
    }

    /** The rows that pass every filter; without filters, all. More than {@value #MOST_ROWS} of them are an error. */
    @SafeVarargs
    @SuppressWarnings("varargs") // The array is only read.
    public static <O extends VersionedObject> Select<O> where(Filter<O>... filters) {
        return new Select<>(List.of(filters), MOST_ROWS, false);
    }

    /**
     * The first rows only, and no error if there are more.
     *
     * @param most 1 to {@value #MOST_ROWS}
     * @throws InvalidValueException if it is not
     */
    public Select<O> limit(int most) {
        if (most < 1 || most > MOST_ROWS) {
            throw new InvalidValueException(
                    "limit: " + most + " (expected: 1 to " + MOST_ROWS + "; page by Filter.gt on the key for more)");
        }
        return new Select<>(filters, most, true);
    }

    List<Filter<O>> filters() {
        return filters;
    }

    int limit() {
        return limit;
    }

    /** Whether the caller asked for the first rows only. */
    boolean limited() {
        return limited;
    }
}
