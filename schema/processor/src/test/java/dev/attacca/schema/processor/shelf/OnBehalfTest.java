package dev.attacca.schema.processor.shelf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.CallCancelledException;
import dev.attacca.error.DeadlineExceededException;
import dev.attacca.object.Caller;
import dev.attacca.object.Deadline;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.postgres.testing.TappedDatabase;
import dev.attacca.store.Parameters;
import dev.attacca.store.Statement;
import dev.attacca.store.StoreUnitOfWorkFactory;
import dev.attacca.store.UnitOfWork;
import java.sql.Connection;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server and the pool learn of the call that a statement runs for, and that the next call learns nothing of it. */
class OnBehalfTest {
    private static final Library LIBRARY = new Library();
    private static final Statement LOANS = statement("SELECT title FROM loans ORDER BY title");
    private static final Statement NAME =
            statement("SELECT application_name FROM pg_stat_activity WHERE pid = pg_backend_pid()");

    @BeforeEach
    void twoProjectsWithALoanEach() throws Exception {
        LIBRARY.empty();
        LIBRARY.execute("""
                CREATE TABLE loans (project text, title text);
                INSERT INTO loans VALUES ('music', 'Winterreise'), ('physics', 'Opticks');
                ALTER TABLE loans ENABLE ROW LEVEL SECURITY;
                CREATE POLICY own_project ON loans
                    USING (project = nullif(current_setting('attacca.project', true), ''));
                DO $$ BEGIN CREATE ROLE shelf_reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
                GRANT SELECT, INSERT ON loans TO shelf_reader;
                """);
        // The one connection of the pool from here on: a superuser would see every row.
        try (Connection only = LIBRARY.pool().getConnection();
                java.sql.Statement become = only.createStatement()) {
            become.execute("SET ROLE shelf_reader");
        }
    }

    @AfterEach
    void nothingOfACallIsLeft() {
        LIBRARY.pool().close();
        LIBRARY.execute("DROP TABLE loans");
        assertThat(LIBRARY.pool().borrowed()).isZero();
        assertThat(LIBRARY.pool().dirty()).isEmpty();
    }

    @AfterAll
    static void close() {
        LIBRARY.close();
    }

    private static Statement statement(String sql) {
        return new Statement(sql, List.of("loans"), "shelf", Statement.Kind.SELECT);
    }

    private static ObjectContext of(@Nullable String user, @Nullable String project) {
        return LIBRARY.context(RequestContext.create().onBehalfOf(user, project));
    }

    private static List<String> rows(ObjectContext context, Statement statement) {
        return LIBRARY.write(context, books -> ask(context, statement));
    }

    private static List<String> ask(ObjectContext context, Statement statement) {
        return context.service(UnitOfWork.class).query(statement, Parameters.NONE, from -> String.valueOf(from.text()));
    }

    private static List<String> setting(ObjectContext context, String name) {
        return rows(context, statement("SELECT current_setting('" + name + "', true)"));
    }

    @Test
    void policiesSeeWhoseCallItIs() {
        assertThat(rows(of("franz", "music"), LOANS)).containsExactly("Winterreise");
        assertThat(rows(of("isaac", "physics"), LOANS)).containsExactly("Opticks");
        assertThat(rows(of(null, null), LOANS)).isEmpty();
    }

    @Test
    void readOnlyCallsToo() {
        ObjectContext context = of("franz", "music");
        List<String> each = LIBRARY.read(context, books -> {
            List<String> first = ask(context, LOANS);
            assertThat(ask(context, LOANS)).isEqualTo(first);
            return first;
        });
        assertThat(each).containsExactly("Winterreise");
    }

    @Test
    void everyStatementOfACallDoes() {
        ObjectContext context = LIBRARY.context(RequestContext.create()
                .onBehalfOf("franz", "music")
                .withDeadline(Deadline.after(Duration.ofSeconds(9))));
        List<String> second = LIBRARY.write(context, books -> {
            ask(context, NAME);
            return ask(context, LOANS);
        });
        assertThat(second).containsExactly("Winterreise");
    }

    @Test
    void theNextUserOfTheConnectionLearnsNothingOfACallThatWasUndone() throws Exception {
        ObjectContext context = of("franz", "music");
        assertThatThrownBy(() -> LIBRARY.write(context, books -> {
                    ask(context, LOANS);
                    throw new IllegalArgumentException("no");
                }))
                .hasMessage("no");

        try (Connection next = LIBRARY.pool().getConnection();
                java.sql.Statement look = next.createStatement();
                var left = look.executeQuery("SELECT current_setting('attacca.user', true), count(*) FROM loans")) {
            left.next();
            assertThat(left.getString(1)).isEmpty();
            assertThat(left.getInt(2)).isZero();
        }
    }

    @Test
    void theServerKnowsUserProjectAndRequest() {
        ObjectContext context = of("franz", "music");
        assertThat(setting(context, "attacca.user")).containsExactly("franz");
        assertThat(setting(context, "attacca.request"))
                .containsExactly(context.request().requestId());
        assertThat(setting(context, "attacca.agent")).containsExactly("");
    }

    @Test
    void theAgentIsWhoTlsHasProvenItToBe() {
        ObjectContext context = LIBRARY.context(RequestContext.create(), caller("spiffe://attacca/agent/a", false));
        assertThat(setting(context, "attacca.agent")).containsExactly("spiffe://attacca/agent/a");
    }

    private static Caller caller(@Nullable String identity, boolean gone) {
        return new Caller() {
            @Override
            public @Nullable String identity() {
                return identity;
            }

            @Override
            public boolean gone() {
                return gone;
            }
        };
    }

    @Test
    void operatorsSeeTheRequestThatRuns() {
        ObjectContext context = of(null, null);
        assertThat(rows(context, NAME))
                .containsExactly("attacca " + context.request().requestId());
    }

    @Test
    void aLongRequestIdIsCutToWhatIsShown() {
        RequestContext own = RequestContext.create();
        ObjectContext context =
                LIBRARY.context(new RequestContext("r".repeat(255), null, null, own.readDeleted(), own.admin(), null));
        assertThat(rows(context, NAME)).containsExactly("attacca " + "r".repeat(55));
        assertThat(setting(context, "attacca.request")).containsExactly("r".repeat(255));
    }

    @Test
    void aLongNameLeavesRoomForTheRequest() {
        try (Library other = new Library(builder -> builder.applicationName("conductor-".repeat(9)))) {
            ObjectContext context = other.context();
            List<String> shown = other.write(context, books -> ask(context, NAME));
            assertThat(shown.get(0))
                    .isEqualTo("conductor-conductor-conduc " + context.request().requestId());
        }
    }

    @Test
    void tellingItCostsNoRoundTrip() throws Exception {
        try (TappedDatabase tap = LIBRARY.tap();
                SmallPool pool = new SmallPool(tap.dataSource())) {
            StoreUnitOfWorkFactory units = StoreUnitOfWorkFactory.of(pool);
            ObjectContext context = of("franz", "music");
            Library.in(units, context, false, () -> ask(context, NAME));
            tap.roundTrips();
            Library.in(units, context, false, () -> {
                ask(context, NAME);
                assertThat(tap.roundTrips()).as("its statement").isEqualTo(1);
                return "done";
            });
            assertThat(tap.roundTrips()).as("COMMIT, and the pool's own look").isEqualTo(2);
            Library.in(units, context, true, () -> {
                ask(context, NAME);
                assertThat(tap.roundTrips()).isEqualTo(1);
                return "done";
            });
        }
    }

    @Test
    void nothingIsSentForACallerWhoIsGone() {
        ObjectContext context = LIBRARY.context(RequestContext.create(), caller(null, true));
        int before = LIBRARY.pool().taken();

        assertThatThrownBy(() -> rows(context, LOANS))
                .isInstanceOf(CallCancelledException.class)
                .hasMessage("loans: its caller gave the call up (expected: one that waits); nothing was applied");
        assertThat(LIBRARY.pool().taken()).isEqualTo(before);
    }

    @Test
    void aConnectionIsWaitedForUntilTheDeadline() {
        AtomicReference<@Nullable Deadline> waited = new AtomicReference<>();
        StoreUnitOfWorkFactory units = StoreUnitOfWorkFactory.over(deadline -> {
                    waited.set(deadline);
                    Awaitility.await().until(() -> deadline != null && deadline.passed());
                    throw new SQLTransientConnectionException("pool - Connection is not available");
                })
                .build();
        ObjectContext context =
                LIBRARY.context(RequestContext.create().withDeadline(Deadline.after(Duration.ofMillis(50))));

        assertThatThrownBy(() -> Library.in(units, context, false, () -> ask(context, LOANS)))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageMatching("loans: the deadline passed [0-9]+ ms ago \\(expected: time left\\);"
                        + " nothing was applied, allow more time");
        assertThat(waited.get()).isSameAs(context.request().deadline());
    }
}
