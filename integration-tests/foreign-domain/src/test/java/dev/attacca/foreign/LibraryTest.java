package dev.attacca.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.error.ConflictException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectType;
import dev.attacca.object.Page;
import dev.attacca.object.PageRequest;
import dev.attacca.object.RequestContext;
import dev.attacca.postgres.testing.TestDatabase;
import dev.attacca.postgres.testing.TestPostgres;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.store.Migrator;
import dev.attacca.store.StoreUnitOfWorkFactory;
import dev.attacca.store.StoredDomains;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LibraryTest {
    @AutoClose
    private final TestDatabase database =
            TestPostgres.databaseFrom("library", empty -> Migrator.migrate(empty, StoredDomains.load()));

    private final List<String> statements = new ArrayList<>();
    private final ObjectRegistry registry = ObjectRegistry.load();

    @AutoClose
    private final Attacca attacca = Attacca.local(
            registry,
            StoreUnitOfWorkFactory.builder(database.dataSource())
                    .listener(run -> statements.add(run.statement().sql()))
                    .build());

    private final ObjectContext context = attacca.context(RequestContext.create());

    @Test
    void theRegistryFindsTheLibraryOnTheClassPath() {
        assertThat(registry.types()).extracting(ObjectType::toString).containsExactly("Author 1.0", "Book 1.1");
    }

    @Test
    void aBookIsStoredFoundAndKnowsItsAuthor() {
        Book stored = dune(2);

        Book found = Objects.requireNonNull(Book.query(again()).byIsbn(stored.getIsbn()));

        assertThat(found.getTitle()).isEqualTo("Dune");
        assertThat(found.isSet("author")).isFalse();
        assertThat(found.getAuthor().getName()).isEqualTo("Frank Herbert");
        assertThat(Book.query(again()).byAuthor(stored.getAuthorUuid()))
                .extracting(Book::getIsbn)
                .containsExactly(stored.getIsbn());
        assertThat(Book.query(again()).byIsbn("0")).isNull();
    }

    @Test
    void theBooksOfAnAuthorComeInPages() {
        UUID author = shelf(7);
        Book.Query query = Book.query(again());
        statements.clear();

        try (Stream<Book> books = Page.stream(PageRequest.first(3), request -> query.pageByAuthor(author, request))) {
            assertThat(books.limit(4).map(Book::getIsbn)).containsExactly("0", "1", "2", "3");
        }
        assertThat(statements).hasSize(2).allSatisfy(sql -> assertThat(sql).endsWith("ORDER BY isbn LIMIT ?"));

        assertThat(Page.stream(PageRequest.first(3), request -> query.pageByAuthor(author, request)))
                .hasSize(7);
        assertThat(statements).hasSize(5);
    }

    @Test
    void theAuthorsOfAllBooksAreOneStatement() {
        List<Book> books = Book.query(again()).byAuthor(shelf(7));
        statements.clear();

        context.load(books, "author");

        assertThat(statements).hasSize(1);
        assertThat(books).extracting(book -> book.getAuthor().getName()).containsOnly("Ursula Le Guin");
        assertThat(statements).hasSize(1);
    }

    private UUID shelf(int books) {
        Author author = context.create(Author.class);
        author.setName("Ursula Le Guin");
        author.create();
        for (int i = 0; i < books; i++) {
            Book book = context.create(Book.class);
            book.setIsbn(String.valueOf(i));
            book.setTitle("Volume " + i);
            book.setAuthorUuid(author.getUuid());
            book.setCopies(1);
            book.create();
        }
        return author.getUuid();
    }

    @Test
    void lendingTakesACopyFromTheShelfUntilThereIsNone() {
        Book mine = dune(1);
        Book yours = Objects.requireNonNull(Book.query(again()).byIsbn(mine.getIsbn()));

        assertThat(mine.lend()).isZero();

        // Read before the last copy went: the row version refuses it. Read afterwards: the body does.
        assertThatThrownBy(yours::lend).isInstanceOf(ConflictException.class);
        assertThat(yours.getCopies()).isEqualTo(1);
        assertThatThrownBy(mine::lend)
                .isInstanceOf(ConflictException.class)
                .hasMessageStartingWith("Book " + mine.getIsbn() + ": copies 0 (expected: copies at least 1)");
    }

    private Book dune(int copies) {
        Author author = context.create(Author.class);
        author.setName("Frank Herbert");
        author.create();
        Book book = context.create(Book.class);
        book.setIsbn("978-0-441-17271-9");
        book.setTitle("Dune");
        book.setAuthorUuid(author.getUuid());
        book.setCopies(copies);
        book.create();
        return book;
    }

    private ObjectContext again() {
        return attacca.context(RequestContext.create());
    }
}
