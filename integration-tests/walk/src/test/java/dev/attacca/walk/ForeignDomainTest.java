package dev.attacca.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.compute.Flavor;
import dev.attacca.error.ConflictException;
import dev.attacca.fleet.JsonLine;
import dev.attacca.foreign.Author;
import dev.attacca.foreign.Book;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.Page;
import dev.attacca.object.PageRequest;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A library plugs into the conductor that serves compute: its jar on the class path is all that was done. */
@ExtendWith(SharedFleet.Resolver.class)
class ForeignDomainTest {
    private final String isbn = "isbn-" + UUID.randomUUID();
    private final SharedFleet shared;
    private final Served served;
    private final ObjectContext context;

    ForeignDomainTest(SharedFleet shared) {
        this.shared = shared;
        this.served = shared.served();
        this.context = served.context();
    }

    @BeforeEach
    void haveABookWithOneCopy() {
        Author author = context.create(Author.class);
        author.setName("Frank Herbert");
        author.create();
        Book book = context.create(Book.class);
        book.setIsbn(isbn);
        book.setTitle("Dune");
        book.setAuthorUuid(author.getUuid());
        book.setCopies(1);
        book.create();
    }

    @Test
    void theConductorServesBothDomains() {
        JsonLine domains = shared.conductor().health().object("domains");

        assertThat(domains.object("foreign").object("types").fields()).containsOnlyKeys("Author", "Book");
        assertThat(domains.object("compute").object("types").fields()).containsKeys("Instance", "Quotas");
        Sample.flavor(context);
        assertThat(Flavor.query(context).byFlavorId(Sample.FLAVOR)).isNotNull();
    }

    @Test
    void aBookIsFoundAndFetchesItsAuthor() {
        Book found = Objects.requireNonNull(Book.query(served.context()).byIsbn(isbn));

        assertThat(found.getTitle()).isEqualTo("Dune");
        assertThat(found.isSet("author")).isFalse();
        assertThat(found.getAuthor().getName()).isEqualTo("Frank Herbert");
        assertThat(Book.query(context).byAuthor(found.getAuthorUuid()))
                .extracting(Book::getIsbn)
                .containsExactly(isbn);
    }

    @Test
    void aListGetsItsAuthorsAndItsPagesFromTheConductor() {
        UUID author = Objects.requireNonNull(Book.query(context).byIsbn(isbn)).getAuthorUuid();
        List<Book> books = Page.stream(
                        PageRequest.first(1), request -> Book.query(context).pageByAuthor(author, request))
                .toList();

        context.load(books, "author");

        assertThat(books).extracting(Book::getIsbn).containsExactly(isbn);
        assertThat(books).allSatisfy(book -> assertThat(book.isSet("author")).isTrue());
        assertThat(books.get(0).getAuthor().getName()).isEqualTo("Frank Herbert");
    }

    @Test
    void lendingRunsTheBodyOnTheConductorAndStoresWhatItChanged() {
        Book mine = Objects.requireNonNull(Book.query(context).byIsbn(isbn));
        Book yours = Objects.requireNonNull(Book.query(served.context()).byIsbn(isbn));

        assertThat(mine.lend()).isZero();

        assertThat(mine.getCopies()).isZero();
        assertThatThrownBy(yours::lend)
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("rowVersion=1")
                .hasMessageContaining("rowVersion=2");
        assertThatThrownBy(mine::lend)
                .isInstanceOf(ConflictException.class)
                .hasMessage("Book " + isbn + ": copies 0 (expected: copies at least 1); read it again and decide anew");
        assertThat(shared.rows().one("SELECT * FROM books WHERE isbn = ?", isbn))
                .containsEntry("copies", 0)
                .containsEntry("row_version", 2L)
                .containsEntry("title", "Dune");
    }
}
