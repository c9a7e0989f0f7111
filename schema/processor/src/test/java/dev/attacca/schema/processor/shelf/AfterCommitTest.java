package dev.attacca.schema.processor.shelf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.DatabaseUnavailableException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.postgres.testing.TappedDatabase;
import dev.attacca.store.Parameters;
import dev.attacca.store.Statement;
import dev.attacca.store.StoreUnitOfWorkFactory;
import dev.attacca.store.UnitOfWork;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a body has done once its commit is certain. */
class AfterCommitTest {
    private static final Library LIBRARY = new Library();
    private static final Statement COLLIDE = new Statement(
            "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$",
            List.of("books"),
            "shelf",
            Statement.Kind.UPDATE);

    private final List<String> done = new ArrayList<>();

    @BeforeEach
    void empty() {
        LIBRARY.empty();
        Book.between = () -> {};
    }

    @AfterAll
    static void close() {
        LIBRARY.close();
    }

    private static UnitOfWork unit(ObjectContext context) {
        return context.service(UnitOfWork.class);
    }

    @Test
    void itIsDoneWhenEveryoneSeesWhatWasWrittenAndNoConnectionIsHeld() {
        ObjectContext context = LIBRARY.context();
        LIBRARY.write(context, books -> {
            unit(context).afterCommit(() -> {
                done.addAll(LIBRARY.rows("SELECT display_title FROM books"));
                done.add(LIBRARY.pool().borrowed() + " borrowed");
                done.add("inside " + context.insideUnit());
            });
            books.insert(LIBRARY.book("one"));
            return "done";
        });
        assertThat(done).containsExactly("one", "0 borrowed", "inside false");
    }

    @Test
    void inTheOrderInWhichItWasAskedForAndFromDerivedContextsToo() {
        ObjectContext context = LIBRARY.context();
        LIBRARY.write(context, books -> {
            unit(context).afterCommit(() -> done.add("first"));
            unit(context.elevated()).afterCommit(() -> done.add("second"));
            return "done";
        });
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void afterACallThatOnlyReads() {
        ObjectContext context = LIBRARY.context();
        LIBRARY.read(context, books -> {
            unit(context).afterCommit(() -> done.add("read"));
            return books.find();
        });
        assertThat(done).containsExactly("read");
    }

    @Test
    void notIfTheBodyThrew() {
        ObjectContext context = LIBRARY.context();
        assertThatThrownBy(() -> LIBRARY.write(context, books -> {
                    unit(context).afterCommit(() -> done.add("never"));
                    throw new IllegalArgumentException("no");
                }))
                .hasMessage("no");
        assertThat(done).isEmpty();
    }

    @Test
    void notIfTheOutcomeIsUnknown() {
        try (TappedDatabase tap = LIBRARY.tap();
                SmallPool pool = new SmallPool(tap.dataSource())) {
            StoreUnitOfWorkFactory units = StoreUnitOfWorkFactory.of(pool);
            ObjectContext context = LIBRARY.context();
            assertThatThrownBy(() -> Library.in(units, context, false, () -> {
                        unit(context).afterCommit(() -> done.add("never"));
                        BookMapper.in(context).insert(LIBRARY.book("one"));
                        tap.cutBeforeAnswer(1);
                        return "done";
                    }))
                    .isInstanceOf(DatabaseUnavailableException.class)
                    .hasMessageContaining("the connection broke before the answer");
        }
        assertThat(LIBRARY.rows("SELECT count(*) FROM books")).as("yet").containsExactly("1");
        assertThat(done).isEmpty();
    }

    @Test
    void onceForACallThatWasRunAgain() {
        Book one = LIBRARY.stored("one");
        ObjectContext context = LIBRARY.context();
        context.bind(one);
        AtomicInteger tries = new AtomicInteger();
        Book.between = () -> {
            int tried = tries.incrementAndGet();
            unit(context).afterCommit(() -> done.add("try " + tried));
            if (tried < 3) {
                unit(context).execute(COLLIDE, Parameters.NONE);
            }
        };

        one.leafThrough(one.getUuid(), one.getUuid());

        assertThat(done).containsExactly("try 3");
        assertThat(LIBRARY.rows("SELECT pages FROM books")).containsExactly("3");
    }

    @Test
    void whatItThrowsFailsNeitherTheCallNorTheOthers() {
        ObjectContext context = LIBRARY.context(RequestContext.create());
        LIBRARY.write(context, books -> {
            unit(context).afterCommit(() -> {
                throw new IllegalStateException("this stack belongs to the test");
            });
            unit(context).afterCommit(() -> {
                throw new StackOverflowError("this one too");
            });
            unit(context).afterCommit(() -> done.add("still"));
            books.insert(LIBRARY.book("one"));
            return "done";
        });
        assertThat(done).containsExactly("still");
        assertThat(LIBRARY.rows("SELECT count(*) FROM books")).containsExactly("1");
    }

    @Test
    void aRemotableThatItCallsIsACallOfItsOwn() {
        Book one = LIBRARY.stored("one");
        ObjectContext context = LIBRARY.context();
        context.bind(one);
        Book.between = () -> {
            Book.between = () -> {};
            unit(context).afterCommit(() -> one.leafThrough(one.getUuid(), one.getUuid()));
        };

        one.leafThrough(one.getUuid(), one.getUuid());

        assertThat(LIBRARY.rows("SELECT pages FROM books")).containsExactly("5");
    }
}
