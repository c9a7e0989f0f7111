package dev.attacca.schema.processor.shelf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.attacca.error.AlreadyExistsException;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.BusyException;
import dev.attacca.error.DatabaseUnavailableException;
import dev.attacca.error.DeadlineExceededException;
import dev.attacca.error.Outcome;
import dev.attacca.error.OverloadedException;
import dev.attacca.error.ReadOnlyViolationException;
import dev.attacca.error.StoreFailureException;
import dev.attacca.error.TransactionAbortedException;
import dev.attacca.object.Deadline;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ReadDeleted;
import dev.attacca.object.RequestContext;
import dev.attacca.store.Parameters;
import dev.attacca.store.Statement;
import dev.attacca.store.Statement.Kind;
import dev.attacca.store.StatementListener;
import dev.attacca.store.UnitOfWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One call, one transaction: what it leaves behind, and what is said when it goes wrong. */
class UnitOfWorkTest {
    private static final Library LIBRARY = new Library();
    private static final Statement SLEEP = statement("SELECT pg_sleep(30)", Kind.SELECT);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void empty() {
        LIBRARY.empty();
    }

    @AfterEach
    void everyConnectionIsCleanAndGivenBack() {
        threads.shutdownNow();
        assertThat(LIBRARY.pool().borrowed()).isZero();
        assertThat(LIBRARY.pool().dirty()).isEmpty();
    }

    @AfterAll
    static void close() {
        LIBRARY.close();
    }

    private static Statement statement(String sql, Kind kind) {
        return new Statement(sql, List.of("books"), "shelf", kind);
    }

    private static ObjectContext until(Duration remaining) {
        return LIBRARY.context(RequestContext.create().withDeadline(Deadline.after(remaining)));
    }

    private static void run(ObjectContext context, Statement statement) {
        LIBRARY.write(context, books -> sleepOrRun(context, statement));
    }

    private static List<String> sleepOrRun(ObjectContext context, Statement statement) {
        return context.service(UnitOfWork.class).query(statement, Parameters.NONE, from -> String.valueOf(from.text()));
    }

    @Test
    void noConnectionIsTakenBeforeTheFirstStatement() {
        int before = LIBRARY.pool().taken();
        LIBRARY.change(books -> assertThat(LIBRARY.pool().taken()).isEqualTo(before));
        assertThat(LIBRARY.pool().taken()).isEqualTo(before);
    }

    @Test
    void whatABodyWroteIsSeenTogetherOrNotAtAll() {
        Book one = LIBRARY.book("one");
        Book two = LIBRARY.book("two");
        assertThatThrownBy(() -> LIBRARY.change(books -> {
                    books.insert(one);
                    books.insert(two);
                    assertThat(LIBRARY.rows("SELECT count(*) FROM books")).containsExactly("0");
                    throw new IllegalArgumentException("no");
                }))
                .hasMessage("no");
        assertThat(LIBRARY.rows("SELECT count(*) FROM books")).containsExactly("0");
    }

    @Test
    void aDerivedContextSeesOtherRowsInTheSameTransaction() {
        Book book = LIBRARY.stored("one");
        ObjectContext context = LIBRARY.context();
        int before = LIBRARY.pool().taken();
        LIBRARY.write(context, books -> {
            books.softDelete(book);
            BookMapper dead = BookMapper.in(context.withReadDeleted(ReadDeleted.ONLY));
            assertThat(books.byKey(book.getUuid())).isNull();
            assertThat(dead.requireByKey(book.getUuid()).context().request().readDeleted())
                    .isEqualTo(ReadDeleted.ONLY);
            return "done";
        });
        assertThat(LIBRARY.pool().taken()).isEqualTo(before + 1);
    }

    @Test
    void aFailedStatementIsRepeatedByWhateverFollowsIt() {
        LIBRARY.stored("one");
        AttaccaException atCommit = catchThrowableOfType(
                AttaccaException.class,
                () -> LIBRARY.change(books -> assertThatThrownBy(() -> books.insert(LIBRARY.book("one")))
                        .isInstanceOf(AlreadyExistsException.class)));

        assertThat(atCommit).isInstanceOf(AlreadyExistsException.class);
        assertThat(LIBRARY.rows("SELECT count(*) FROM books")).containsExactly("1");
    }

    @Test
    void aReadOnlyCallWritesNothing() {
        Book book = LIBRARY.stored("one");
        book.setPages(2);
        assertThatThrownBy(() -> LIBRARY.read(LIBRARY.context(), books -> {
                    books.update(book);
                    return "done";
                }))
                .isInstanceOf(ReadOnlyViolationException.class)
                .hasMessage(
                        "Book.Query.byUuid: UPDATE in a read-only call (expected: only SELECT; leave out readOnly = true)");
    }

    @Test
    void aReadOnlyCallNeedsNoTransaction() {
        LIBRARY.stored("one");
        LIBRARY.read(LIBRARY.context(), books -> {
            books.find();
            assertThat(
                            LIBRARY.rows(
                                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'"))
                    .containsExactly("0");
            return "done";
        });
    }

    @Test
    void everyStatementIsTold() {
        LIBRARY.stored("one");
        LIBRARY.write(books -> books.find());

        List<StatementListener.Run> runs = LIBRARY.runs();
        assertThat(runs).extracting(StatementListener.Run::rows).containsExactly(1, 1);
        assertThat(runs).allSatisfy(run -> {
            assertThat(run.nanos()).isPositive();
            assertThat(run.request().requestId()).startsWith("req-");
            assertThat(run.statement().tables()).containsExactly("books");
            assertThat(run.statement().domain()).isEqualTo("shelf");
        });
        assertThat(runs).extracting(run -> run.statement().kind()).containsExactly(Kind.INSERT, Kind.SELECT);
    }

    @Test
    void aStatementThatOutlivesTheDeadlineIsStoppedByTheServer() {
        for (boolean readOnly : new boolean[] {false, true}) {
            ObjectContext context = until(Duration.ofMillis(400));
            DeadlineExceededException late = catchThrowableOfType(DeadlineExceededException.class, () -> {
                if (readOnly) {
                    LIBRARY.read(context, books -> sleepOrRun(context, SLEEP));
                } else {
                    run(context, SLEEP);
                }
            });
            assertThat(late)
                    .hasMessage("books: the statement ran out of time (expected: an answer by the deadline);"
                            + " nothing was applied, allow more time");
            assertThat(late.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(context.request().deadline()).isNotNull();
        }
    }

    @Test
    void theTimeLimitGoesWithItsTransaction() {
        for (boolean readOnly : new boolean[] {false, true}) {
            ObjectContext context = until(Duration.ofSeconds(5));
            Statement show = statement("SELECT current_setting('statement_timeout')", Kind.SELECT);
            List<String> during = readOnly
                    ? LIBRARY.read(context, books -> sleepOrRun(context, show))
                    : LIBRARY.write(context, books -> sleepOrRun(context, show));
            ObjectContext unlimited = LIBRARY.context();
            List<String> after = LIBRARY.write(unlimited, books -> sleepOrRun(unlimited, show));

            assertThat(during.get(0)).matches("4[0-9]{3}ms");
            assertThat(after).containsExactly("0");
        }
    }

    @Test
    void noStatementIsSentAfterTheDeadline() {
        ObjectContext context = until(Duration.ofMillis(1));
        Awaitility.await()
                .until(() -> context.request().deadline() != null
                        && context.request().deadline().passed());

        assertThatThrownBy(() -> run(context, SLEEP))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageMatching(
                        "books: the deadline passed [0-9]+ ms ago \\(expected: time left\\); nothing was applied,"
                                + " allow more time");
        assertThat(LIBRARY.runs()).isEmpty();
    }

    @Test
    void aLockThatIsHeldTooLongIsBusy() throws Exception {
        Book book = LIBRARY.stored("one");
        try (Connection holder = LIBRARY.dataSource().getConnection();
                java.sql.Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("SELECT 1 FROM books FOR UPDATE");
            book.setPages(2);
            BusyException busy = catchThrowableOfType(
                    BusyException.class,
                    () -> LIBRARY.write(until(Duration.ofSeconds(1)), books -> {
                        books.update(book);
                        return "done";
                    }));

            assertThat(busy)
                    .hasMessage("Book " + book.getUuid()
                            + ": locked by another call (expected: free within the lock timeout); try again");
            assertThat(busy.retryable()).isTrue();
            holder.rollback();
        }
    }

    @Test
    void aDeadlockIsRunAgain() throws Exception {
        Book one = LIBRARY.stored("one");
        Book two = LIBRARY.stored("two");
        CyclicBarrier bothHaveTheirFirst = new CyclicBarrier(2);
        AtomicInteger arrived = new AtomicInteger();
        Book.between = () -> {
            if (arrived.incrementAndGet() <= 2) {
                await(bothHaveTheirFirst);
            }
        };
        try {
            Future<?> there = threads.submit(() -> one.leafThrough(one.getUuid(), two.getUuid()));
            Future<?> back = threads.submit(() -> two.leafThrough(two.getUuid(), one.getUuid()));
            there.get(30, TimeUnit.SECONDS);
            back.get(30, TimeUnit.SECONDS);
        } finally {
            Book.between = () -> {};
        }

        assertThat(arrived).hasValueGreaterThan(2);
        assertThat(LIBRARY.rows("SELECT pages FROM books")).containsExactly("3", "3");
    }

    @Test
    void aTransactionThatTheDatabaseUndidMayBeRepeated() {
        ObjectContext context = LIBRARY.context();
        TransactionAbortedException aborted = catchThrowableOfType(
                TransactionAbortedException.class,
                () -> run(
                        context,
                        statement("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$", Kind.UPDATE)));

        assertThat(aborted)
                .hasMessage("books: the database undid the transaction (expected: none that collides); run it again");
        assertThat(aborted.retryable()).isTrue();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Test
    void aBackendThatDiesBeforeCommitAppliedNothing() {
        DatabaseUnavailableException lost = catchThrowableOfType(
                DatabaseUnavailableException.class,
                () -> LIBRARY.change(books -> {
                    books.insert(LIBRARY.book("one"));
                    killOthers();
                    books.insert(LIBRARY.book("two"));
                }));

        assertThat(lost.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(lost.retryable()).isTrue();
        assertThat(LIBRARY.rows("SELECT count(*) FROM books")).containsExactly("0");
    }

    private static void killOthers() {
        LIBRARY.rows("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }

    @Test
    void aBackendThatDiesInCommitLeavesTheOutcomeUnknown() throws Exception {
        delayCommits();
        try {
            Future<DatabaseUnavailableException> call = threads.submit(() -> catchThrowableOfType(
                    DatabaseUnavailableException.class,
                    () -> LIBRARY.change(books -> books.insert(LIBRARY.book("one")))));
            Awaitility.await()
                    .until(() -> !LIBRARY.rows(
                                    "SELECT 1 FROM pg_stat_activity WHERE query = 'COMMIT' AND state = 'active'"
                                            + " AND datname = current_database()")
                            .isEmpty());
            killOthers();

            assertThat(call.get(30, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.UNKNOWN);
        } finally {
            LIBRARY.execute("DROP TRIGGER slow_commit ON books");
        }
    }

    @Test
    void aCommitThatIsNotAnsweredLeavesTheOutcomeUnknown() {
        try (Library impatient = new Library(builder -> builder.commitTimeout(Duration.ofMillis(300)))) {
            delayCommits(impatient);
            DatabaseUnavailableException unknown = catchThrowableOfType(
                    DatabaseUnavailableException.class,
                    () -> impatient.change(books -> books.insert(impatient.book("one"))));

            assertThat(unknown)
                    .hasMessage("commit: the connection broke before the answer (expected: an answer to COMMIT);"
                            + " ask again with the same call id to learn whether it was applied");
            assertThat(unknown.outcome()).isEqualTo(Outcome.UNKNOWN);
        }
    }

    private static void delayCommits() {
        delayCommits(LIBRARY);
    }

    private static void delayCommits(Library library) {
        library.execute("""
                CREATE OR REPLACE FUNCTION slow_commit() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN PERFORM pg_sleep(60); RETURN NULL; END $$;
                CREATE CONSTRAINT TRIGGER slow_commit AFTER INSERT ON books
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow_commit();
                """);
    }

    @Test
    void aConstraintThatFailsAtCommitIsRefused() {
        LIBRARY.execute("ALTER TABLE books ADD CONSTRAINT one_shelf UNIQUE (shelf) DEFERRABLE INITIALLY DEFERRED");
        try {
            AttaccaException refused = catchThrowableOfType(
                    AttaccaException.class,
                    () -> LIBRARY.change(books -> {
                        for (String title : List.of("one", "two")) {
                            Book book = LIBRARY.book(title);
                            book.setShelf(1);
                            books.insert(book);
                        }
                    }));
            assertThat(refused)
                    .hasMessage("commit: a deferred constraint does not hold, says one_shelf"
                            + " (expected: rows that satisfy it together); nothing was applied");
            assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        } finally {
            LIBRARY.execute("ALTER TABLE books DROP CONSTRAINT one_shelf");
        }
    }

    @Test
    void aSessionThatWasEndedWhileItIdledIsRefused() {
        DatabaseUnavailableException refused = catchThrowableOfType(DatabaseUnavailableException.class, () -> {
            ObjectContext context = LIBRARY.context();
            LIBRARY.write(context, books -> {
                books.insert(LIBRARY.book("one"));
                sleepOrRun(
                        context,
                        statement(
                                "SELECT set_config('idle_in_transaction_session_timeout', '50ms', false)",
                                Kind.SELECT));
                Awaitility.await()
                        .until(() -> LIBRARY.rows("SELECT 1 FROM pg_stat_activity"
                                        + " WHERE datname = current_database() AND state = 'idle in transaction'")
                                .isEmpty());
                return "done";
            });
        });

        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.details()).containsEntry("sqlState", "25P03");
    }

    @Test
    void aSchemaThatDoesNotFitIsForAnOperator() {
        ObjectContext context = LIBRARY.context();
        StoreFailureException failure = catchThrowableOfType(
                StoreFailureException.class, () -> run(context, statement("SELECT nothing FROM books", Kind.SELECT)));

        assertThat(failure)
                .hasMessage("books: the database refused the statement, SQLSTATE 42703"
                        + " (expected: a schema and rights that fit this release); an operator finds more in the log");
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void anExhaustedPoolIsOverload() {
        LIBRARY.pool().failNext(new SQLTransientConnectionException("pool - Connection is not available"));
        OverloadedException overloaded =
                catchThrowableOfType(OverloadedException.class, () -> LIBRARY.change(books -> books.find()));

        assertThat(overloaded.retryAfter()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void anUnreachableDatabaseIsUnavailable() {
        LIBRARY.pool().failNext(new SQLException("Connection to 10.0.0.1:5432 refused", "08001"));
        assertThatThrownBy(() -> LIBRARY.change(books -> books.find()))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessage("database: no connection (expected: a reachable database that admits the conductor);"
                        + " nothing was applied, try again");
    }

    @Test
    void aStatementInUseStaysPreparedOnTheServer() {
        Book book = LIBRARY.stored("one");
        for (int i = 2; i < 12; i++) {
            book.setPages(i);
            ObjectContext context = until(Duration.ofSeconds(30));
            LIBRARY.write(context, books -> {
                books.update(book);
                return "done";
            });
        }
        ObjectContext context = LIBRARY.context();
        List<String> prepared = LIBRARY.write(
                context,
                books -> sleepOrRun(
                        context,
                        statement(
                                "SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%SET pages%'",
                                Kind.SELECT)));
        assertThat(prepared).hasSize(1);
    }
}
