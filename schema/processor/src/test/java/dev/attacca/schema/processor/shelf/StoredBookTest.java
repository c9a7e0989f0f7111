package dev.attacca.schema.processor.shelf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.attacca.error.AlreadyExistsException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.error.NotFoundException;
import dev.attacca.error.StillReferencedException;
import dev.attacca.object.ReadDeleted;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of an object that is inserted, read and deleted. */
class StoredBookTest {
    private static final String ALL =
            "uuid, created_at, deleted_at, discount, former_shape, lent, notes, owner, pages, price,"
                    + " rating, read_at, row_version, shape, shelf, signed, display_title, updated_at, weight";

    private static final Library LIBRARY = new Library();

    @BeforeEach
    void empty() {
        LIBRARY.empty();
    }

    @AfterAll
    static void close() {
        LIBRARY.close();
    }

    @Test
    void everyKindOfValueComesBackAsItWent() {
        Book book = LIBRARY.book("Winterreise");
        UUID owner = UUID.randomUUID();
        book.setShape(Book.Shape.SOFT);
        book.setFormerShape(Book.Shape.SCROLL);
        book.setPages(Integer.MIN_VALUE);
        book.setShelf(7);
        book.setWeight(Long.MAX_VALUE);
        book.setPrice(1L << 40);
        book.setRating(0.1);
        book.setDiscount(-1e300);
        book.setLent(true);
        book.setSigned(false);
        book.setReadAt(Instant.parse("1827-02-28T23:59:59.123456Z"));
        book.setOwner(owner);
        book.setNotes(Map.of("a \"quoted\" key", "line\nbreak \\ \u00e9 \ud83c\udfbc", "empty", ""));
        LIBRARY.change(books -> books.insert(book));

        Book read = LIBRARY.again(book);

        assertThat(read.getShape()).isEqualTo(Book.Shape.SOFT);
        assertThat(read.getFormerShape()).isEqualTo(Book.Shape.SCROLL);
        assertThat(read.getPages()).isEqualTo(Integer.MIN_VALUE);
        assertThat(read.getShelf()).isEqualTo(7);
        assertThat(read.getWeight()).isEqualTo(Long.MAX_VALUE);
        assertThat(read.getPrice()).isEqualTo(1L << 40);
        assertThat(read.getRating()).isEqualTo(0.1);
        assertThat(read.getDiscount()).isEqualTo(-1e300);
        assertThat(read.isLent()).isTrue();
        assertThat(read.getSigned()).isFalse();
        assertThat(read.getReadAt()).isEqualTo(Instant.parse("1827-02-28T23:59:59.123456Z"));
        assertThat(read.getOwner()).isEqualTo(owner);
        assertThat(read.getNotes())
                .isEqualTo(Map.of("a \"quoted\" key", "line\nbreak \\ \u00e9 \ud83c\udfbc", "empty", ""));
        assertThat(read.changes()).isEmpty();
    }

    @Test
    void anInsertWritesWhatIsSetAndBringsBackTheRest() {
        Book book = LIBRARY.book("Winterreise");

        LIBRARY.change(books -> books.insert(book));

        assertThat(LIBRARY.statements())
                .containsExactly(
                        "INSERT INTO books (uuid, display_title, row_version, created_at) VALUES (?, ?, 1, now())"
                                + " RETURNING created_at, deleted_at, discount, former_shape, lent, notes, owner, pages, price, rating,"
                                + " read_at, row_version, shape, shelf, signed, updated_at, weight");
        assertThat(book.isSet("uuid")).isTrue();
        assertThat(book.getRowVersion()).isEqualTo(1);
        assertThat(book.getCreatedAt()).isNotNull();
        assertThat(book.getUpdatedAt()).isNull();
        assertThat(book.getShape()).isEqualTo(Book.Shape.BOUND);
        assertThat(book.changes()).isEmpty();
    }

    @Test
    void aFieldWithoutNullWhoseColumnHoldsNullIsUnset() {
        Book book = LIBRARY.stored("Winterreise");

        assertThat(book.isSet("rating")).isFalse();
        assertThat(LIBRARY.again(book).isSet("rating")).isFalse();
        assertThat(LIBRARY.again(book).isSet("discount")).isTrue();
    }

    @Test
    void fieldsThatAreNoColumnsStayWithTheObject() {
        Book book = LIBRARY.book("Winterreise");
        book.setTags(List.of("songs"));
        LIBRARY.change(books -> books.insert(book));

        assertThat(book.getTags()).containsExactly("songs");
        assertThat(book.changes()).containsExactly("tags");
        assertThat(LIBRARY.again(book).isSet("tags")).isFalse();
    }

    @Test
    void whatOnlyTheStoreWritesIsNotTakenFromACaller() {
        Ticket ticket = LIBRARY.context().create(Ticket.class);
        ticket.setReader("Müller");
        LIBRARY.tickets(tickets -> {
            tickets.insert(ticket);
            return ticket;
        });

        assertThat(ticket.getNumber()).isEqualTo(1);
        assertThat(LIBRARY.rows("SELECT * FROM tickets")).containsExactly("1|Müller");
    }

    @Test
    void aKeyThatIsThereAlreadyIsRefused() {
        Book book = LIBRARY.stored("Winterreise");
        Book twin = LIBRARY.book("Schwanengesang");
        twin.setUuid(book.getUuid());

        AlreadyExistsException refused =
                catchThrowableOfType(AlreadyExistsException.class, () -> LIBRARY.change(books -> books.insert(twin)));

        assertThat(refused)
                .hasMessage("Book " + book.getUuid() + ": already there, says books_pkey"
                        + " (expected: values that no other row has); choose others, or use what is there");
        assertThat(refused.details())
                .containsExactly(
                        Map.entry("entity", "Book " + book.getUuid()),
                        Map.entry("constraint", "books_pkey"),
                        Map.entry("sqlState", "23505"));
    }

    @Test
    void noErrorHoldsSqlOrValuesOfTheRow() {
        LIBRARY.stored("a secret title");
        Throwable refused = catchThrowableOfType(
                AlreadyExistsException.class,
                () -> LIBRARY.change(books -> books.insert(LIBRARY.book("a secret title"))));

        for (Throwable at = refused; at != null; at = at.getCause()) {
            assertThat(String.valueOf(at.getMessage())).doesNotContain("secret").doesNotContain("INSERT");
        }
    }

    @Test
    void aValueThatACheckForbidsIsInvalid() {
        assertThatThrownBy(() -> LIBRARY.stored("a title of more characters than the table's check allows"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageEndingWith(": a value that the database does not admit, says books_display_title_check"
                        + " (expected: values within the column's type and checks); mend the value");
    }

    @Test
    void aMissingValueIsNamedByItsColumn() {
        Book untitled = LIBRARY.context().create(Book.class);
        assertThatThrownBy(() -> LIBRARY.change(books -> books.insert(untitled)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageEndingWith(
                        ": no value for a column that needs one, says display_title (expected: a value); set the field");
    }

    @Test
    void aSoftDeletedRowStaysMarkedAndOutOfSight() {
        Book book = LIBRARY.stored("Winterreise");
        LIBRARY.statements();

        LIBRARY.change(books -> books.softDelete(book));

        assertThat(LIBRARY.statements())
                .containsExactly("UPDATE books SET deleted = pg_current_xact_id()::text::bigint, deleted_at = now(),"
                        + " row_version = row_version + 1 WHERE uuid = ? AND deleted = 0 AND row_version = ?"
                        + " RETURNING deleted_at, row_version");
        assertThat(book.getDeletedAt()).isNotNull();
        assertThat(book.getRowVersion()).isEqualTo(2);
        assertThat(book.deleted()).isTrue();
        assertThat(LIBRARY.rows(
                        "SELECT deleted > 0, deleted_at BETWEEN now() - interval '5 minutes' AND now() FROM books"))
                .containsExactly("t|t");
        assertThat(titles(ReadDeleted.NO)).isEmpty();
    }

    @Test
    void aRequestSeesLiveRowsDeadRowsOrBoth() {
        Book live = LIBRARY.stored("alive");
        Book dead = LIBRARY.stored("dead");
        LIBRARY.change(books -> books.softDelete(dead));

        assertThat(titles(ReadDeleted.NO)).containsExactly("alive");
        assertThat(titles(ReadDeleted.ONLY)).containsExactly("dead");
        assertThat(titles(ReadDeleted.YES)).containsExactlyInAnyOrder("alive", "dead");
        assertThat(find(ReadDeleted.ONLY, live.getUuid())).isEmpty();
        assertThat(find(ReadDeleted.YES, dead.getUuid())).containsExactly("dead");
    }

    private List<String> titles(ReadDeleted mode) {
        return LIBRARY.read(
                LIBRARY.context(RequestContext.create().withReadDeleted(mode)),
                books -> books.find().stream().map(Book::getTitle).toList());
    }

    private List<String> find(ReadDeleted mode, UUID uuid) {
        return LIBRARY.read(LIBRARY.context(RequestContext.create().withReadDeleted(mode)), books -> {
            Book found = books.byKey(uuid);
            return found == null ? List.of() : List.of(found.getTitle());
        });
    }

    @Test
    void aNameCanBeUsedAgainAfterASoftDelete() {
        Book first = LIBRARY.stored("Winterreise");
        LIBRARY.change(books -> books.softDelete(first));

        Book second = LIBRARY.stored("Winterreise");

        assertThat(second.getUuid()).isNotEqualTo(first.getUuid());
        assertThat(LIBRARY.rows("SELECT count(*) FROM books WHERE display_title = 'Winterreise'"))
                .containsExactly("2");
    }

    @Test
    void deletingTwiceFindsNothing() {
        Book book = LIBRARY.stored("Winterreise");
        LIBRARY.change(books -> books.softDelete(book));

        assertThatThrownBy(() -> LIBRARY.change(books -> books.softDelete(book)))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Book " + book.getUuid()
                        + ": not found (expected: one that is stored and not deleted); check the key");
    }

    @Test
    void rowsThatDieTogetherShareTheirMark() {
        Book first = LIBRARY.stored("one");
        Book second = LIBRARY.stored("two");
        Book other = LIBRARY.stored("three");
        LIBRARY.change(books -> {
            books.softDelete(first);
            books.softDelete(second);
        });
        LIBRARY.change(books -> books.softDelete(other));

        assertThat(LIBRARY.rows(
                        "SELECT string_agg(display_title, ',' ORDER BY display_title) FROM books GROUP BY deleted"))
                .containsExactlyInAnyOrder("one,two", "three");
    }

    @Test
    void aClassThatIsNotSoftDeletedIsGone() {
        Ticket ticket = LIBRARY.context().create(Ticket.class);
        ticket.setReader("Müller");
        LIBRARY.tickets(tickets -> {
            tickets.insert(ticket);
            return ticket;
        });
        LIBRARY.execute("INSERT INTO fines VALUES (1)");

        assertThatThrownBy(() -> removed(ticket))
                .isInstanceOf(StillReferencedException.class)
                .hasMessage(
                        "Ticket 1: still referred to, says fines_ticket (expected: no references); remove those first");

        LIBRARY.execute("DELETE FROM fines");
        removed(ticket);
        assertThat(LIBRARY.rows("SELECT * FROM tickets")).isEmpty();
        assertThatThrownBy(() -> removed(ticket))
                .hasMessage("Ticket 1: not found (expected: one that is stored); check the key");
    }

    private VersionedObject removed(Ticket ticket) {
        return LIBRARY.tickets(tickets -> {
            tickets.delete(ticket);
            return ticket;
        });
    }

    @Test
    void aReadNamesItsColumnsAndUsesTheLiteralThatPartialIndexesNeed() {
        Book book = LIBRARY.stored("Winterreise");
        LIBRARY.statements();
        LIBRARY.write(books -> books.requireByKey(book.getUuid()));
        LIBRARY.write(books -> books.find());

        assertThat(LIBRARY.statements())
                .containsExactly(
                        "SELECT " + ALL + " FROM books WHERE uuid = ? AND deleted = 0",
                        "SELECT " + ALL + " FROM books WHERE deleted = 0 ORDER BY uuid LIMIT ?");
    }

    @Test
    void aKeyThatIsNotThereIsNotFound() {
        UUID nobody = UUID.randomUUID();
        assertThatThrownBy(() -> LIBRARY.write(books -> books.requireByKey(nobody)))
                .isInstanceOf(NotFoundException.class)
                .hasMessage(
                        "Book " + nobody + ": not found (expected: one that is stored and not deleted); check the key");
    }

    @Test
    void aConstantThatANewerReleaseWroteIsNamed() {
        Book book = LIBRARY.stored("Winterreise");
        LIBRARY.execute("UPDATE books SET shape = 'HOLOGRAM'");

        assertThatThrownBy(() -> LIBRARY.again(book))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(
                        "stored Shape: 'HOLOGRAM' (expected: one of [BOUND, SOFT, SCROLL]); a newer release wrote the row,"
                                + " so ask a conductor of that release");
    }
}
