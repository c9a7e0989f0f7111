package dev.attacca.foreign;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Lazy;
import dev.attacca.annotation.Loads;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.RowVersion;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.ConflictException;
import dev.attacca.error.NotFoundException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.Page;
import dev.attacca.object.PageRequest;
import dev.attacca.object.VersionedObject;
import dev.attacca.store.Filter;
import dev.attacca.store.NotStored;
import dev.attacca.store.Select;
import dev.attacca.store.Table;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A book that the library has in one or more copies.
 *
 * <p>History: 1.0 the first shape; 1.1 pages, and authors for a whole list.
 *
 * <p>Thread safety: confined to one thread at a time.
 */
@Versioned("1.1")
@Table("books")
public abstract class Book extends VersionedObject {

    /** What the book trade knows it by. */
    @Key
    public abstract String getIsbn();

    public abstract void setIsbn(String isbn);

    /** Counts the stored writes. */
    @RowVersion
    public abstract long getRowVersion();

    /** What is on the cover. */
    public abstract String getTitle();

    public abstract void setTitle(String title);

    /** Who wrote it. */
    public abstract UUID getAuthorUuid();

    public abstract void setAuthorUuid(UUID authorUuid);

    /** Who wrote it, fetched at the first read. */
    @Lazy
    @NotStored
    public abstract Author getAuthor();

    @Remotable(readOnly = true)
    protected Author loadAuthor() {
        return AuthorMapper.in(context()).requireByKey(getAuthorUuid());
    }

    /** How many copies stand on the shelf. */
    public abstract int getCopies();

    public abstract void setCopies(int copies);

    /** Stores the book as a new row. */
    @Remotable
    public void create() {
        BookMapper.in(context()).insert(this);
    }

    /**
     * Takes a copy off the shelf.
     *
     * @return how many are left
     * @throws ConflictException if there is none, or another reader was faster
     * @throws NotFoundException if the library does not have the book
     */
    @Remotable
    public int lend() {
        if (getCopies() == 0) {
            throw ConflictException.expected("Book " + getIsbn(), "copies at least 1", "copies 0");
        }
        setCopies(getCopies() - 1);
        BookMapper.in(context()).update(this);
        return getCopies();
    }

    /** The ways to find books. */
    public static Query query(ObjectContext context) {
        return context.query(Query.class);
    }

    /** Finds books. */
    public abstract static class Query extends ObjectQuery<Book> {

        /** The book of that ISBN, or null if the library does not have it. */
        @Remotable(readOnly = true)
        public @Nullable Book byIsbn(String isbn) {
            return BookMapper.in(context()).byKey(isbn);
        }

        /** The books of an author, a page at a time, by ISBN; the marker is the last ISBN of the page before. */
        @Remotable(readOnly = true, since = "1.1", maxResults = 100)
        public Page<Book> pageByAuthor(UUID authorUuid, PageRequest request) {
            Filter<Book> wanted = Filter.eq(BookFields.AUTHOR_UUID, authorUuid);
            Select<Book> select = request.marker() == null
                    ? Select.where(wanted)
                    : Select.where(wanted, Filter.gt(BookFields.ISBN, request.marker()));
            return Page.of(BookMapper.in(context()).find(select.limit(request.limit() + 1)), request, Book::getIsbn);
        }

        /**
         * The authors of those uuids, in the same order.
         *
         * @throws NotFoundException if there is one that the library does not know
         */
        @Remotable(readOnly = true, since = "1.1")
        @Loads(field = "author", by = "authorUuid")
        public List<Author> authorsOf(List<UUID> authorUuids) {
            Map<UUID, Author> found =
                    AuthorMapper.in(context()).find(Filter.in(AuthorFields.UUID, authorUuids)).stream()
                            .collect(Collectors.toMap(Author::getUuid, author -> author));
            return authorUuids.stream().map(uuid -> known(found, uuid)).toList();
        }

        private static Author known(Map<UUID, Author> found, UUID uuid) {
            Author author = found.get(uuid);
            if (author == null) {
                throw new NotFoundException(
                        "Author " + uuid + ": not found (expected: stored); look at the book", Map.of(), null);
            }
            return author;
        }

        /** The books of an author. */
        @Remotable(readOnly = true)
        public List<Book> byAuthor(UUID authorUuid) {
            return BookMapper.in(context()).find(Filter.eq(BookFields.AUTHOR_UUID, authorUuid));
        }
    }
}
