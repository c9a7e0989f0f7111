package dev.attacca.schema.processor.shelf;

import static dev.attacca.store.Expectation.expecting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.attacca.error.AlreadyExistsException;
import dev.attacca.error.BatchFailedException;
import dev.attacca.error.ConflictException;
import dev.attacca.error.DatabaseUnavailableException;
import dev.attacca.error.DeadlineExceededException;
import dev.attacca.error.NotFoundException;
import dev.attacca.error.Outcome;
import dev.attacca.error.ReadOnlyViolationException;
import dev.attacca.object.Batch;
import dev.attacca.object.Deadline;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.postgres.testing.TappedDatabase;
import dev.attacca.store.StoreUnitOfWorkFactory;
import dev.attacca.store.UnitOfWork;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A write that a body leaves to its end: what it costs, in which order it happens, and whose its errors are. */
class SavedBookTest {
    private static final Library LIBRARY = new Library();

    private final TappedDatabase tap = LIBRARY.tap();
    private final SmallPool pool = new SmallPool(tap.dataSource());
    private final StoreUnitOfWorkFactory units = StoreUnitOfWorkFactory.of(pool);
    private Book book = LIBRARY.book("none");

    @BeforeEach
    void store() {
        LIBRARY.empty();
        Book.between = () -> {};
        book = LIBRARY.stored("Winterreise");
        // A pool has connections already.
        count(LIBRARY.context(), BookMapper::find);
        LIBRARY.statements();
    }

    @AfterEach
    void everyConnectionIsCleanAndGivenBack() {
        assertThat(pool.borrowed()).isZero();
        assertThat(pool.dirty()).isEmpty();
        pool.close();
        tap.close();
        assertThat(LIBRARY.pool().borrowed()).isZero();
        assertThat(LIBRARY.pool().dirty()).isEmpty();
    }

    @AfterAll
    static void close() {
        LIBRARY.close();
    }

    /** What a body does with books. */
    private interface Body {
        void with(BookMapper books);
    }

    /** How many round trips a unit takes; the pool's own look at what comes back does not count. */
    private int count(ObjectContext context, Body body) {
        tap.roundTrips();
        Library.in(units, context, false, () -> {
            body.with(BookMapper.in(context));
            return "done";
        });
        return tap.roundTrips() - 1;
    }

    private static ObjectContext withDeadline() {
        return LIBRARY.context(RequestContext.create()
                .onBehalfOf("franz", "music")
                .withDeadline(Deadline.after(Duration.ofSeconds(30))));
    }

    @Test
    void alone_it_is_one_round_trip() {
        book.setPages(72);

        assertThat(count(withDeadline(), books -> books.save(book, expecting(BookFields.SHAPE, Book.Shape.BOUND))))
                .isEqualTo(1);

        assertThat(LIBRARY.rows("SELECT pages, row_version FROM books")).containsExactly("72|2");
        assertThat(book.getRowVersion()).isEqualTo(2);
        assertThat(book.getUpdatedAt()).isNotNull();
        assertThat(book.changes()).isEmpty();
    }

    @Test
    void at_once_it_would_be_two() {
        book.setPages(72);
        assertThat(count(withDeadline(), books -> books.update(book))).isEqualTo(2);
    }

    @Test
    void so_it_is_for_what_is_destroyed() {
        assertThat(count(withDeadline(), books -> books.destroy(book))).isEqualTo(1);

        assertThat(LIBRARY.rows("SELECT deleted <> 0, row_version FROM books")).containsExactly("t|2");
        assertThat(book.getDeletedAt()).isNotNull();
    }

    @Test
    void where_dead_rows_do_not_stay_it_is_removed() {
        Ticket ticket = LIBRARY.context().create(Ticket.class);
        ticket.setReader("Clara");
        LIBRARY.tickets(tickets -> {
            tickets.insert(ticket);
            return "done";
        });
        LIBRARY.tickets(tickets -> {
            tickets.destroy(ticket);
            return "done";
        });
        assertThat(LIBRARY.rows("SELECT count(*) FROM tickets")).containsExactly("0");
    }

    @Test
    void nothing_changed_is_no_statement() {
        assertThat(count(withDeadline(), books -> books.save(book))).isEqualTo(-1);
    }

    @Test
    void an_expectation_alone_is_checked_too() {
        assertThat(count(withDeadline(), books -> books.save(book, expecting(BookFields.PAGES, 1))))
                .isEqualTo(1);
        assertThatThrownBy(() -> count(withDeadline(), books -> books.save(book, expecting(BookFields.PAGES, 2))))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void a_statement_before_it_makes_one_transaction_of_both() {
        assertThat(count(withDeadline(), books -> {
                    book.setPages(books.requireByKey(book.getUuid()).getPages() + 1);
                    books.save(book);
                }))
                .as("SELECT, UPDATE, COMMIT")
                .isEqualTo(3);

        book.setPages(9);
        assertThatThrownBy(() -> count(withDeadline(), books -> {
                    books.insert(LIBRARY.book("Schwanengesang"));
                    books.save(book, expecting(BookFields.PAGES, 1));
                }))
                .isInstanceOf(ConflictException.class);
        assertThat(LIBRARY.rows("SELECT pages FROM books")).containsExactly("2");
    }

    @Test
    void a_statement_after_it_sees_it() {
        book.setPages(72);
        List<Integer> seen = new ArrayList<>();

        assertThat(count(withDeadline(), books -> {
                    books.save(book);
                    seen.add(books.requireByKey(book.getUuid()).getPages());
                    seen.add((int) book.getRowVersion());
                }))
                .as("UPDATE, SELECT, COMMIT")
                .isEqualTo(3);

        assertThat(seen).containsExactly(72, 2);
    }

    @Test
    void several_happen_in_order_all_or_none() {
        Book other = LIBRARY.stored("Schwanengesang");
        book.setPages(72);
        other.setPages(90);
        assertThat(count(withDeadline(), books -> {
                    books.save(book);
                    books.save(other);
                }))
                .as("UPDATE, UPDATE, COMMIT")
                .isEqualTo(3);

        book.setPages(1);
        other.setPages(1);
        assertThatThrownBy(() -> count(withDeadline(), books -> {
                    books.save(book);
                    books.save(other, expecting(BookFields.PAGES, 1));
                }))
                .isInstanceOf(ConflictException.class)
                .hasMessageStartingWith("Book " + other.getUuid());
        assertThat(LIBRARY.rows("SELECT pages FROM books ORDER BY pages")).containsExactly("72", "90");
    }

    @Test
    void the_second_of_one_object_knows_the_version_of_the_first() {
        count(withDeadline(), books -> {
            book.setPages(72);
            books.save(book);
            book.setPages(73);
            books.save(book);
        });
        assertThat(LIBRARY.rows("SELECT pages, row_version FROM books")).containsExactly("73|3");
        assertThat(book.getRowVersion()).isEqualTo(3);
    }

    @Test
    void what_is_set_afterwards_is_not_written_and_still_a_change() {
        count(withDeadline(), books -> {
            book.setPages(72);
            books.save(book);
            book.setPages(73);
        });
        assertThat(LIBRARY.rows("SELECT pages, row_version FROM books")).containsExactly("72|2");
        assertThat(book.getPages()).isEqualTo(73);
        assertThat(book.changes()).containsExactly("pages");
    }

    @Test
    void a_body_that_must_see_what_it_brings_back_settles_it() {
        List<Long> seen = new ArrayList<>();
        ObjectContext context = withDeadline();
        assertThat(count(context, books -> {
                    book.setPages(72);
                    books.save(book);
                    seen.add(book.getRowVersion());
                    context.service(UnitOfWork.class).settle();
                    seen.add(book.getRowVersion());
                }))
                .isEqualTo(2);
        assertThat(seen).containsExactly(1L, 2L);
    }

    @Test
    void its_errors_are_the_calls_and_say_what_they_always_say() {
        Book other = LIBRARY.again(book);
        other.setShelf(1);
        count(withDeadline(), books -> books.save(other));
        book.setPages(72);
        List<String> reached = new ArrayList<>();

        assertThatThrownBy(() -> count(withDeadline(), books -> {
                    books.save(book);
                    reached.add("the end of the body");
                }))
                .isInstanceOf(ConflictException.class)
                .hasMessage("Book " + book.getUuid()
                        + ": rowVersion=2 (expected: rowVersion=1); read it again and decide anew");
        assertThat(reached).containsExactly("the end of the body");

        count(withDeadline(), books -> books.destroy(other));
        assertThatThrownBy(() -> count(withDeadline(), books -> books.destroy(book)))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Book " + book.getUuid()
                        + ": not found (expected: one that is stored and not deleted); check the key");
    }

    @Test
    void a_body_that_swallows_its_error_does_not_save_the_call() {
        book.setPages(72);
        assertThatThrownBy(() -> count(withDeadline(), books -> {
                    books.save(book, expecting(BookFields.PAGES, 2));
                    assertThatThrownBy(books::find).isInstanceOf(ConflictException.class);
                    assertThatThrownBy(books::find).isInstanceOf(ConflictException.class);
                }))
                .isInstanceOf(ConflictException.class);
        assertThat(LIBRARY.rows("SELECT pages FROM books")).containsExactly("1");
    }

    @Test
    void a_read_only_call_is_refused_at_once() {
        book.setPages(72);
        assertThatThrownBy(() -> LIBRARY.read(LIBRARY.context(), books -> {
                    books.save(book);
                    throw new AssertionError("too late");
                }))
                .isInstanceOf(ReadOnlyViolationException.class)
                .hasMessage(
                        "Book.Query.byUuid: UPDATE in a read-only call (expected: only SELECT; leave out readOnly = true)");
    }

    @Test
    void a_remotable_that_fails_leaves_its_object_as_it_was() {
        LIBRARY.stored("Schwanengesang");
        book.setPages(72);

        assertThatThrownBy(() -> book.retitle("Schwanengesang"))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageContaining("books_title_live");

        assertThat(book.getTitle()).isEqualTo("Winterreise");
        assertThat(book.getRowVersion()).isEqualTo(1);
        assertThat(book.changes()).containsExactly("pages");
        assertThat(LIBRARY.rows("SELECT pages FROM books")).containsExactly("1", "1");
    }

    @Test
    void a_collision_runs_the_body_again() {
        LIBRARY.execute("""
                CREATE SEQUENCE tries;
                CREATE FUNCTION collide() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF nextval('tries') < 3 THEN RAISE EXCEPTION USING ERRCODE = '40001'; END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER collide BEFORE UPDATE ON books FOR EACH ROW EXECUTE FUNCTION collide();
                """);
        try {
            book.setPages(72);
            book.save();
        } finally {
            LIBRARY.execute("DROP TRIGGER collide ON books; DROP FUNCTION collide; DROP SEQUENCE tries");
        }
        assertThat(LIBRARY.rows("SELECT pages, row_version FROM books")).containsExactly("72|2");
        assertThat(book.getRowVersion()).isEqualTo(2);
        assertThat(LIBRARY.statements()).hasSize(3);
    }

    @Test
    void of_a_batch_each_is_done_when_its_body_has_returned_and_an_error_names_its_call() {
        Book other = LIBRARY.stored("Schwanengesang");
        ObjectContext context = LIBRARY.context();
        context.bind(book);
        context.bind(other);
        book.setPages(72);
        Batch batch = context.batch();
        batch.run(book, Book::save);
        batch.run(other, each -> each.retitle("Winterreise"));

        assertThatThrownBy(batch::commit)
                .isInstanceOf(BatchFailedException.class)
                .hasMessageContaining("Book.retitle")
                .hasMessageContaining("books_title_live");
        assertThat(LIBRARY.rows("SELECT pages FROM books")).containsExactly("1", "1");
        assertThat(book.changes()).containsExactly("pages");
    }

    @Test
    void a_connection_that_breaks_before_the_answer_leaves_the_outcome_unknown() {
        book.setPages(72);
        tap.cutBeforeAnswer(1);

        DatabaseUnavailableException unknown = catchThrowableOfType(
                DatabaseUnavailableException.class, () -> count(withDeadline(), books -> books.save(book)));

        assertThat(unknown)
                .hasMessage(
                        "Book " + book.getUuid() + ": the connection broke before the answer (expected: an answer to"
                                + " the write); ask again with the same call id to learn whether it was applied");
        assertThat(unknown.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(LIBRARY.rows("SELECT pages FROM books")).as("it was").containsExactly("72");
    }

    @Test
    void what_the_server_refuses_was_not_applied() throws Exception {
        book.setPages(72);
        try (Connection holder = LIBRARY.dataSource().getConnection();
                java.sql.Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("SELECT 1 FROM books FOR UPDATE");
            lock.execute("SET LOCAL lock_timeout = 0");
            DeadlineExceededException late = catchThrowableOfType(
                    DeadlineExceededException.class,
                    () -> count(
                            LIBRARY.context(
                                    RequestContext.create().withDeadline(Deadline.after(Duration.ofMillis(60)))),
                            books -> books.save(book)));
            assertThat(late.outcome()).isEqualTo(Outcome.REFUSED);
            holder.rollback();
        }
        assertThat(LIBRARY.rows("SELECT pages FROM books")).containsExactly("1");
    }

    @Test
    void a_constraint_that_is_checked_at_its_commit_refuses_it() {
        LIBRARY.stored("Schwanengesang");
        LIBRARY.execute("UPDATE books SET shelf = 1 WHERE display_title = 'Schwanengesang';"
                + " ALTER TABLE books ADD CONSTRAINT one_shelf UNIQUE (shelf) DEFERRABLE INITIALLY DEFERRED");
        try {
            book.setShelf(1);
            assertThatThrownBy(() -> count(withDeadline(), books -> books.save(book)))
                    .isInstanceOf(AlreadyExistsException.class)
                    .hasMessageContaining("one_shelf");
            assertThat(LIBRARY.rows("SELECT count(*) FROM books WHERE shelf = 1"))
                    .containsExactly("1");
        } finally {
            LIBRARY.execute("ALTER TABLE books DROP CONSTRAINT one_shelf");
        }
    }

    @Test
    void what_follows_the_commit_follows_it() {
        ObjectContext context = withDeadline();
        List<String> done = new ArrayList<>();
        book.setPages(72);
        count(context, books -> {
            context.service(UnitOfWork.class).afterCommit(() -> done.addAll(LIBRARY.rows("SELECT pages FROM books")));
            books.save(book);
        });
        assertThat(done).containsExactly("72");
    }

    @Test
    void what_its_caller_gets_is_what_the_body_returned_before_it() {
        assertThat(book.retitle("Schwanengesang")).isEqualTo(1);
        assertThat(book.getRowVersion()).isEqualTo(2);
        assertThat(Set.copyOf(LIBRARY.rows("SELECT display_title FROM books"))).containsExactly("Schwanengesang");
    }
}
