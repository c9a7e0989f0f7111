package dev.attacca.object;

import java.util.Collections;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The elements of one page after the other; a page is fetched when an element of it is asked for. */
final class PagedElements<T> extends Spliterators.AbstractSpliterator<T> {
    private final Function<PageRequest, Page<T>> fetch;
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

    /** A page that leads back to itself would be fetched for ever. */
    private static <T> @Nullable PageRequest following(PageRequest asked, Page<T> fetched) {
        String marker = fetched.next();
        if (marker == null) {
            return null;
        }
        if (marker.equals(asked.marker())) {
            throw new IllegalStateException(
                    "Page.next: " + marker
                            + ", the marker it was asked for (expected: the marker of a later element); mend the remotable's order");
        }
        return asked.after(marker);
    }

    @Override
    public @Nullable Spliterator<T> trySplit() {
        return null;
    }
}
