package dev.attacca.schema.processor.shelf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.InvalidValueException;
import dev.attacca.store.Filter;
import dev.attacca.store.Select;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which rows a find returns. */
class FoundBooksTest {
    private static final Library LIBRARY = new Library();

    @BeforeEach
    void store() {
        LIBRARY.empty();
        for (int i = 1; i <= 4; i++) {
            Book book = LIBRARY.book("book " + i);
            book.setUuid(new UUID(0, i));
            book.setPages(i * 10);
            book.setShape(i % 2 == 0 ? Book.Shape.SOFT : Book.Shape.BOUND);
            if (i > 2) {
                book.setShelf(i);
            }
            book.setNotes(Map.of("number", String.valueOf(i)));
            LIBRARY.change(books -> books.insert(book));
        }
        LIBRARY.statements();
    }

    @AfterAll
    static void close() {
        LIBRARY.close();
    }

    @SafeVarargs
    private List<String> titles(Filter<Book>... filters) {
        return LIBRARY.write(
                books -> books.find(filters).stream().map(Book::getTitle).toList());
    }

    @Test
    void equalAndDifferent() {
        assertThat(titles(Filter.eq(BookFields.SHAPE, Book.Shape.SOFT))).containsExactly("book 2", "book 4");
        assertThat(titles(Filter.ne(BookFields.SHAPE, Book.Shape.SOFT))).containsExactly("book 1", "book 3");
    }

    @Test
    void differentIncludesNull() {
        assertThat(titles(Filter.ne(BookFields.SHELF, 3))).containsExactly("book 1", "book 2", "book 4");
    }

    @Test
    void nullAndNotNull() {
        assertThat(titles(Filter.isNull(BookFields.SHELF))).containsExactly("book 1", "book 2");
        assertThat(titles(Filter.isNotNull(BookFields.SHELF))).containsExactly("book 3", "book 4");
    }

    @Test
    void ranges() {
        assertThat(titles(Filter.gt(BookFields.PAGES, 20), Filter.lt(BookFields.PAGES, 40)))
                .containsExactly("book 3");
        assertThat(titles(Filter.ge(BookFields.PAGES, 20), Filter.le(BookFields.PAGES, 30)))
                .containsExactly("book 2", "book 3");
    }

    @Test
    void oneOfManyIsOneStatementForAnyNumber() {
        assertThat(titles(Filter.in(BookFields.UUID, List.of(new UUID(0, 1), new UUID(0, 4), UUID.randomUUID()))))
                .containsExactly("book 1", "book 4");
        assertThat(titles(Filter.in(BookFields.UUID, List.of()))).isEmpty();
        List<String> statements = LIBRARY.statements();
        assertThat(statements).hasSize(2);
        assertThat(statements.get(0)).isEqualTo(statements.get(1)).contains("uuid = ANY (?::uuid[])");
    }

    @Test
    void jsonIsComparedAsAValue() {
        assertThat(titles(Filter.eq(BookFields.NOTES, Map.of("number", "3")))).containsExactly("book 3");
    }

    @Test
    void valuesNeverBecomeSql() {
        assertThat(titles(Filter.eq(BookFields.TITLE, "' OR 1=1 --"))).isEmpty();
        assertThat(titles(Filter.in(BookFields.TITLE, List.of("\",{}\\'", "book 1"))))
                .containsExactly("book 1");
    }

    @Test
    void aNullValueIsRefusedAtOnce() {
        assertThatThrownBy(() -> Filter.in(BookFields.TITLE, Arrays.asList("book 1", null)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(
                        "Book.title: null among the values (expected: values; use Filter.isNull to find rows without one)");
    }

    @Test
    void aFieldThatIsNoColumnIsRefused() {
        assertThatThrownBy(() -> titles(Filter.isNull(BookFields.SEQUELS)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("Book.sequels: no column (expected: one of [uuid, createdAt, deletedAt, ");
        assertThat(LIBRARY.statements()).isEmpty();
    }

    @Test
    void pagesFollowTheKey() {
        Select<Book> first = Select.where(Filter.ge(BookFields.PAGES, 20));
        List<Book> page = LIBRARY.write(books -> books.find(first.limit(2)));
        assertThat(page).extracting(Book::getTitle).containsExactly("book 2", "book 3");

        List<Book> next = LIBRARY.write(books -> books.find(Select.where(
                        Filter.ge(BookFields.PAGES, 20),
                        Filter.gt(BookFields.UUID, page.get(1).getUuid()))
                .limit(2)));
        assertThat(next).extracting(Book::getTitle).containsExactly("book 4");
    }

    @Test
    void aLimitIsBounded() {
        assertThatThrownBy(() -> Select.<Book>where().limit(1_001))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("limit: 1001 (expected: 1 to 1000; page by Filter.gt on the key for more)");
        assertThatThrownBy(() -> Select.<Book>where().limit(0)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aListIsNeverCutOffWithoutAWord() {
        LIBRARY.execute("INSERT INTO books (uuid, row_version, created_at, display_title)"
                + " SELECT gen_random_uuid(), 1, now(), 'mass ' || n FROM generate_series(1, 997) n");

        assertThatThrownBy(() -> titles())
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(
                        "Book: more than 1000 found (expected: at most that many); give a limit, and page by Filter.gt on the"
                                + " key");
        LIBRARY.execute("DELETE FROM books WHERE display_title = 'mass 1'");
        assertThat(titles()).hasSize(1_000);
    }
}
