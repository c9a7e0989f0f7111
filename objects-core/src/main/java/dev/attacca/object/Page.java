package dev.attacca.object;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A part of a long list: the result of a remotable that takes a {@link PageRequest}. Immutable.
 *
 * @param items the elements in order, immutable
 * @param next the marker to ask for the next page with, or null if this is the last one
 * @param <T> the elements' type, anything that can be the element of a list
 */
public record Page<T>(List<T> items, @Nullable String next) {
    /** Copies the elements. */
    public Page {
        items = List.copyOf(items);
    }

    /**
     * The page that answers a request, from what was found: one element more than the limit says that there are more pages.
     *
     * @param found the first {@code limit + 1} elements after the request's marker, or all if there are fewer
     * @param marker names an element, so that the page after it can be asked for
     */
    public static <T> Page<T> of(List<T> found, PageRequest request, Function<? super T, String> marker) {
        if (found.size() <= request.limit()) {
            return new Page<>(found, null);
        }
        List<T> items = found.subList(0, request.limit());
        return new Page<>(items, marker.apply(items.get(items.size() - 1)));
    }

    /**
     * Every element from a page on, each page fetched when its first element is wanted and no earlier:
     * {@code Page.stream(PageRequest.first(100), request -> query.byHost("h1", request))}.
     *
     * <p>The list is not read at one moment: what is stored while it is paged through may be met or not, by the order that the
     * remotable keeps. What a fetch throws, the stream's terminal operation throws; so it does
     * {@code InvalidValueException} where a page leads back to an earlier one.
     *
     * @param first where to begin, and how much to fetch at once
     * @param fetch fetches a page
     * @return a sequential stream, confined to the thread of the context it calls by
     */
    public static <T> Stream<T> stream(PageRequest first, Function<PageRequest, Page<T>> fetch) {
        return StreamSupport.stream(new PagedElements<>(first, fetch), false);
    }
}
