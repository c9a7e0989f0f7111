package dev.attacca.schema.processor.shelf;

import static dev.attacca.store.Expectation.expecting;
import static dev.attacca.store.Expectation.expectingNull;
import static dev.attacca.store.Expectation.expectingOneOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.attacca.error.ConflictException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.error.NotFoundException;
import dev.attacca.object.Slots;
import dev.attacca.store.Expectation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an update writes, and when it is refused. */
class UpdatedBookTest {
    private static final Library LIBRARY = new Library();
    private Book book = LIBRARY.book("none");

    @BeforeEach
    void store() {
        LIBRARY.empty();
        book = LIBRARY.stored("Winterreise");
        LIBRARY.statements();
    }

    @AfterAll
    static void close() {
        LIBRARY.close();
    }

    @SafeVarargs
    private void update(Book changed, Expectation<Book>... expected) {
        LIBRARY.change(books -> books.update(changed, expected));
    }

    @Test
    void oneChangedFieldIsOneColumn() {
        book.setPages(72);

        update(book);

        assertThat(LIBRARY.statements())
                .containsExactly("UPDATE books SET pages = ?, row_version = row_version + 1, updated_at = now()"
                        + " WHERE uuid = ? AND deleted = 0 AND row_version = ? RETURNING row_version, updated_at");
        assertThat(LIBRARY.rows("SELECT columns FROM book_changes")).containsExactly("pages,row_version,updated_at");
        assertThat(LIBRARY.rows("SELECT pages, row_version FROM books")).containsExactly("72|2");
        assertThat(book.getRowVersion()).isEqualTo(2);
        assertThat(book.getUpdatedAt()).isNotNull();
        assertThat(book.changes()).isEmpty();
    }

    @Test
    void aFieldSetToTheValueItHasIsNoChange() {
        book.setTitle("Winterreise");

        update(book);

        assertThat(LIBRARY.statements()).isEmpty();
    }

    @Test
    void aChangeThatIsNotStoredCostsNoStatementAndStaysAChange() {
        book.setTags(List.of("songs"));

        update(book);

        assertThat(LIBRARY.statements()).isEmpty();
        assertThat(book.changes()).containsExactly("tags");
    }

    @Test
    void nullIsWrittenAsNullAndAMapAsJson() {
        book.setShelf(3);
        book.setNotes(Map.of("key", "D 911"));
        update(book);
        book.setShelf(null);
        update(book);

        assertThat(LIBRARY.rows("SELECT shelf, notes->>'key' FROM books")).containsExactly("null|D 911");
    }

    @Test
    void aSecondUpdateKnowsTheVersionOfTheFirst() {
        book.setPages(72);
        update(book);
        book.setPages(73);
        update(book);

        assertThat(LIBRARY.rows("SELECT pages, row_version FROM books")).containsExactly("73|3");
    }

    @Test
    void anUpdateBasedOnStaleDataIsRefused() {
        Book other = LIBRARY.again(book);
        other.setShelf(1);
        update(other);
        book.setPages(72);

        ConflictException refused = catchThrowableOfType(ConflictException.class, () -> update(book));

        String entity = "Book " + book.getUuid();
        assertThat(refused)
                .hasMessage(entity + ": rowVersion=2 (expected: rowVersion=1); read it again and decide anew");
        assertThat(refused.details())
                .containsExactly(
                        Map.entry("entity", entity),
                        Map.entry("expected", "rowVersion=1"),
                        Map.entry("actual", "rowVersion=2"));
        assertThat(LIBRARY.rows("SELECT pages, shelf FROM books")).containsExactly("1|1");
        assertThat(book.changes()).containsExactly("pages");
    }

    @Test
    void withoutAVersionTheLastWriterWins() {
        Book blind = LIBRARY.context().create(Book.class);
        blind.setUuid(book.getUuid());
        LIBRARY.change(books -> {
            Book loaded = books.requireByKey(book.getUuid());
            loaded.setShelf(1);
            books.update(loaded);
        });
        Slots.masks(blind, Slots.present(blind), 0);
        blind.setPages(5);
        update(blind);

        assertThat(LIBRARY.rows("SELECT pages, shelf, row_version FROM books")).containsExactly("5|1|3");
        assertThat(blind.getRowVersion()).isEqualTo(3);
    }

    @Test
    void aRowThatHoldsWhatWasExpectedIsWritten() {
        book.setShape(Book.Shape.SOFT);
        update(
                book,
                expecting(BookFields.SHAPE, Book.Shape.BOUND),
                expectingNull(BookFields.FORMER_SHAPE),
                expectingOneOf(BookFields.SHELF, 1, null),
                expectingOneOf(BookFields.TITLE, "Winterreise", "Schwanengesang"));

        assertThat(LIBRARY.statements())
                .containsExactly("UPDATE books SET shape = ?, row_version = row_version + 1, updated_at = now()"
                        + " WHERE uuid = ? AND deleted = 0 AND row_version = ? AND shape = ? AND former_shape IS NULL"
                        + " AND (shelf IS NULL OR shelf = ANY (?::integer[])) AND display_title = ANY (?::text[])"
                        + " RETURNING row_version, updated_at");
        assertThat(LIBRARY.rows("SELECT shape FROM books")).containsExactly("SOFT");
    }

    @Test
    void everyTypeCanBeExpected() {
        Book full = LIBRARY.book("Schwanengesang");
        UUID owner = UUID.randomUUID();
        Instant readAt = Instant.parse("1828-11-19T15:00:00.000001Z");
        full.setOwner(owner);
        full.setReadAt(readAt);
        full.setRating(2.5);
        full.setPrice(9L);
        full.setNotes(Map.of("key", "D 957"));
        LIBRARY.change(books -> books.insert(full));
        full.setPages(2);

        update(
                full,
                expecting(BookFields.OWNER, owner),
                expectingOneOf(BookFields.OWNER, owner, UUID.randomUUID()),
                expecting(BookFields.READ_AT, readAt.plusNanos(7)),
                expectingOneOf(BookFields.READ_AT, readAt),
                expecting(BookFields.RATING, 2.5),
                expectingOneOf(BookFields.RATING, 2.5, 1.5),
                expecting(BookFields.PRICE, 9L),
                expectingOneOf(BookFields.PRICE, 9L),
                expecting(BookFields.LENT, false),
                expectingOneOf(BookFields.LENT, false, true),
                expecting(BookFields.NOTES, Map.of("key", "D 957")),
                expectingOneOf(BookFields.NOTES, Map.of("key", "D 957"), Map.of()),
                expectingOneOf(BookFields.SHAPE, Book.Shape.BOUND, Book.Shape.SOFT));

        assertThat(LIBRARY.rows("SELECT pages FROM books WHERE owner IS NOT NULL"))
                .containsExactly("2");
    }

    @Test
    void aRowThatHoldsSomethingElseIsLeftAlone() {
        book.setPages(72);

        ConflictException refused = catchThrowableOfType(
                ConflictException.class,
                () -> update(
                        book,
                        expecting(BookFields.SHAPE, Book.Shape.SCROLL),
                        expectingNull(BookFields.SHELF),
                        expectingOneOf(BookFields.FORMER_SHAPE, Book.Shape.SOFT)));

        assertThat(refused)
                .hasMessage("Book " + book.getUuid() + ": shape=BOUND, formerShape=null"
                        + " (expected: shape=SCROLL, formerShape one of SOFT); read it again and decide anew");
        assertThat(LIBRARY.rows("SELECT pages, row_version FROM books")).containsExactly("1|1");
    }

    @Test
    void aSensitiveValueIsNotTold() {
        book.setPrice(4711L);
        update(book);
        book.setPages(2);

        assertThatThrownBy(() -> update(book, expectingOneOf(BookFields.PRICE, 815L, null)))
                .isInstanceOf(ConflictException.class)
                .hasMessage("Book " + book.getUuid()
                        + ": price=*** (expected: price one of ***, null); read it again and decide anew");
    }

    @Test
    void anyNullAndOneOfAreDifferentThings() {
        book.setShelf(4);
        update(book);
        book.setPages(2);
        update(book);
        book.setPages(3);
        assertThatThrownBy(() -> update(book, expectingNull(BookFields.SHELF)))
                .hasMessageContaining("shelf=4 (expected: shelf=null)");
        assertThatThrownBy(() -> update(book, expectingOneOf(BookFields.SHELF)))
                .hasMessageContaining("shelf=4 (expected: shelf one of nothing)");
        assertThatThrownBy(() -> update(book, expectingOneOf(BookFields.SHELF, 5, null)))
                .hasMessageContaining("shelf=4 (expected: shelf one of 5, null)");
    }

    @Test
    void anExpectationIsCheckedEvenIfNothingChanged() {
        update(book, expecting(BookFields.SHAPE, Book.Shape.BOUND));
        assertThat(LIBRARY.statements())
                .containsExactly(
                        "SELECT uuid FROM books WHERE uuid = ? AND deleted = 0 AND row_version = ? AND shape = ?"
                                + " FOR UPDATE");
        assertThat(book.getRowVersion()).isEqualTo(1);

        assertThatThrownBy(() -> update(book, expecting(BookFields.SHAPE, Book.Shape.SOFT)))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void aSoftDeleteHonoursExpectationsToo() {
        assertThatThrownBy(() -> LIBRARY.change(books -> books.softDelete(book, expectingNull(BookFields.SHAPE))))
                .isInstanceOf(ConflictException.class);
        assertThat(LIBRARY.rows("SELECT deleted FROM books")).containsExactly("0");
    }

    @Test
    void aDeletedRowIsNotUpdated() {
        Book other = LIBRARY.again(book);
        LIBRARY.change(books -> books.softDelete(other));
        book.setPages(72);

        assertThatThrownBy(() -> update(book))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Book " + book.getUuid()
                        + ": not found (expected: one that is stored and not deleted); check the key");
    }

    @Test
    void aRefusedUpdateDoesNotEndTheUnitOfWork() {
        Book other = LIBRARY.stored("Schwanengesang");
        other.setPages(90);
        book.setPages(72);
        LIBRARY.change(books -> {
            assertThatThrownBy(() -> books.update(book, expecting(BookFields.SHELF, 9)))
                    .isInstanceOf(ConflictException.class);
            books.update(other);
        });

        assertThat(LIBRARY.rows("SELECT pages FROM books ORDER BY pages")).containsExactly("1", "90");
    }

    @Test
    void aRefreshedObjectHoldsTheRowAndNoStoredChanges() {
        Book other = LIBRARY.again(book);
        other.setShelf(1);
        update(other);
        book.setTitle("given up");
        book.setTags(List.of("kept"));

        LIBRARY.change(books -> books.refresh(book));

        assertThat(book.getShelf()).isEqualTo(1);
        assertThat(book.getRowVersion()).isEqualTo(2);
        assertThat(book.getTitle()).isEqualTo("Winterreise");
        assertThat(book.changes()).containsExactly("tags");
    }

    @Test
    void anObjectWithoutARowIsNotRefreshed() {
        Book other = LIBRARY.again(book);
        LIBRARY.change(books -> books.softDelete(other));
        book.setTitle("mine");

        assertThatThrownBy(() -> LIBRARY.change(books -> books.refresh(book)))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Book " + book.getUuid()
                        + ": not found (expected: one that is stored and not deleted); check the key");
        assertThat(book.changes()).containsExactly("title");
    }

    @Test
    void theKeyOfAStoredObjectDoesNotChange() {
        UUID before = book.getUuid();
        book.setUuid(UUID.randomUUID());
        assertThatThrownBy(() -> update(book))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("Book.uuid: changed (expected: the key it was loaded with); insert a new object instead");
        assertThat(LIBRARY.rows("SELECT uuid FROM books")).containsExactly(before.toString());
    }

    @Test
    void anObjectWithoutAKeyIsNotUpdated() {
        Book fresh = LIBRARY.book("Schwanengesang");
        assertThatThrownBy(() -> update(fresh))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("Book.uuid: not set (expected: the key of a stored object); insert the object, or load it");
    }

    @Test
    void anExpectationOfAFieldThatIsNoColumnIsInvalid() {
        assertThatThrownBy(() -> update(book, expectingNull(BookFields.TAGS)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("Book.tags: no column (expected: one of [uuid, createdAt, ");
    }

    @Test
    void ofManyWritersWithTheSameExpectationExactlyOneWins() throws Exception {
        int writers = 8;
        CyclicBarrier start = new CyclicBarrier(writers);
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<String>> outcomes = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                Book mine = LIBRARY.context().create(Book.class);
                mine.setUuid(book.getUuid());
                Slots.masks(mine, Slots.present(mine), 0);
                mine.setShelf(i);
                outcomes.add(threads.submit(() -> {
                    start.await();
                    try {
                        update(mine, expectingNull(BookFields.SHELF));
                        return "won";
                    } catch (ConflictException lost) {
                        return "lost";
                    }
                }));
            }
            List<String> seen = new ArrayList<>();
            for (Future<String> outcome : outcomes) {
                seen.add(outcome.get(30, TimeUnit.SECONDS));
            }
            assertThat(seen).containsOnlyOnce("won").hasSize(writers);
            assertThat(LIBRARY.rows("SELECT row_version FROM books")).containsExactly("2");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void noUpdateIsLostBetweenManyWritersThatReadFirst() throws Exception {
        int writers = 4;
        int each = 10;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<Integer>> outcomes = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                outcomes.add(threads.submit(() -> {
                    int refused = 0;
                    for (int done = 0; done < each; ) {
                        Book mine = LIBRARY.again(book);
                        mine.setPages(mine.getPages() + 1);
                        try {
                            update(mine);
                            done++;
                        } catch (ConflictException stale) {
                            refused++;
                        }
                    }
                    return refused;
                }));
            }
            for (Future<Integer> outcome : outcomes) {
                outcome.get(60, TimeUnit.SECONDS);
            }
            assertThat(LIBRARY.rows("SELECT pages, row_version FROM books"))
                    .containsExactly((1 + writers * each) + "|" + (1 + writers * each));
        } finally {
            threads.shutdownNow();
        }
    }
}
