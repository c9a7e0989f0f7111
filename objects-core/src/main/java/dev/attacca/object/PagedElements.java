package dev.attacca.object;

import dev.attacca.error.InvalidValueException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The elements of one page after the other; a page is fetched when an element of it is asked for. */
final class PagedElements<T> extends Spliterators.AbstractSpliterator<T> {
    private final Function<PageRequest, Page<T>> fetch;
    private final Set<@Nullable String> asked = new HashSet<>();
    private Iterator<T> page = Collections.emptyIterator();
    private @Nullable PageRequest next;

    PagedElements(PageRequest first, Function<PageRequest, Page<T>> fetch) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.next = first;
        this.fetch = fetch;
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        PageRequest wanted = next;
        while (!page.hasNext() && wanted != null) {
            Page<T> fetched = fetch.apply(wanted);
            next = following(wanted, fetched);
            page = fetched.items().iterator();
            wanted = next;
        }
        if (!page.hasNext()) {
            return false;
        }
        action.accept(page.next());
        return true;
    }

    /** Pages that lead back to an earlier one would be fetched for ever. */
    private @Nullable PageRequest following(PageRequest wanted, Page<T> fetched) {
        asked.add(wanted.marker());
        String marker = fetched.next();
        if (marker == null) {
            return null;
        }
        if (asked.contains(marker)) {
            throw new InvalidValueException(
                    "Page.next: " + marker
                            + ", a marker that was asked for before (expected: the marker of a later element); mend the remotable's order");
        }
        return wanted.after(marker);
    }

    @Override
    public @Nullable Spliterator<T> trySplit() {
        return null;
    }
}
