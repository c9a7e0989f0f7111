package dev.attacca.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.attacca.error.ConfigurationException;
import dev.attacca.error.DatabaseUnavailableException;
import dev.attacca.error.Outcome;
import dev.attacca.postgres.testing.TestDatabase;
import dev.attacca.postgres.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** What becomes of a database whose migrations are new, known, changed or in use. */
class MigratorTest {
    private static final String FIRST = "CREATE TABLE one (id bigint PRIMARY KEY);\nINSERT INTO one VALUES (1);\n";
    private static final String SECOND = "ALTER TABLE one ADD COLUMN name text NOT NULL DEFAULT 'a; ''{b}'' --';";

    @TempDir
    Path folder = Path.of("replaced");

    private final TestDatabase database = TestPostgres.database();

    @AfterEach
    void close() {
        database.close();
    }

    private StoredDomain domain(String name, String... files) throws IOException {
        return TestDomains.inFolder(Files.createTempDirectory(folder, "domain"), name, files);
    }

    private MigrationReport migrate(StoredDomain... domains) {
        return Migrator.migrate(database.dataSource(), List.of(domains));
    }

    private List<String> rows(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                java.sql.Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (results.next()) {
                rows.add(results.getString(1));
            }
            return rows;
        }
    }

    @Test
    void anEmptyDatabaseGetsEverythingInOrder() throws Exception {
        StoredDomain shop = domain("shop", "V0001__one.sql", FIRST, "V0002__name.sql", SECOND);
        StoredDomain archive = domain("archive", "V0001__box.sql", "CREATE TABLE box (id int)");

        MigrationReport report = migrate(shop, archive);

        assertThat(report.applied())
                .containsExactly("archive V0001__box.sql", "shop V0001__one.sql", "shop V0002__name.sql");
        assertThat(report.present()).isZero();
        assertThat(rows("SELECT name FROM one")).containsExactly("a; '{b}' --");
        assertThat(rows("SELECT domain || ordinal || name || length(checksum) || (applied_at <= now())"
                        + " FROM attacca_migrations ORDER BY 1"))
                .containsExactly("archive1box64true", "shop1one64true", "shop2name64true");
    }

    @Test
    void aSecondRunFindsEverythingDone() throws Exception {
        StoredDomain shop = domain("shop", "V0001__one.sql", FIRST);
        migrate(shop);

        MigrationReport again = migrate(shop);

        assertThat(again.applied()).isEmpty();
        assertThat(again.present()).isEqualTo(1);
        assertThat(rows("SELECT count(*) FROM one")).containsExactly("1");
    }

    @Test
    void whatWasAddedSinceIsApplied() throws Exception {
        migrate(domain("shop", "V0001__one.sql", FIRST));

        assertThat(migrate(domain("shop", "V0001__one.sql", FIRST, "V0002__name.sql", SECOND))
                        .applied())
                .containsExactly("shop V0002__name.sql");
    }

    @Test
    void lineEndingsOfTheCheckoutDoNotMatter() throws Exception {
        migrate(domain("shop", "V0001__one.sql", FIRST));

        assertThat(migrate(domain("shop", "V0001__one.sql", FIRST.replace("\n", "\r\n")))
                        .present())
                .isEqualTo(1);
    }

    @Test
    void everythingThatDoesNotGoTogetherIsToldAtOnce() throws Exception {
        migrate(domain("shop", "V0001__one.sql", FIRST, "V0002__name.sql", SECOND, "V0003__more.sql", "SELECT 1"));
        String checksum = rows("SELECT checksum FROM attacca_migrations WHERE ordinal = 1")
                .get(0);
        try (Connection connection = database.dataSource().getConnection();
                java.sql.Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM attacca_migrations WHERE ordinal = 2");
        }
        StoredDomain changed = domain(
                "shop", "V0001__one.sql", FIRST + "--", "V0002__name.sql", SECOND, "V0003__other.sql", "SELECT 1");

        MigrationException refused = catchThrowableOfType(MigrationException.class, () -> migrate(changed));

        assertThat(refused).hasMessage("""
                        migrations: 3 problems
                          shop V0001__one.sql: changed since it was applied (expected: checksum %s; put the old text back and add \
                        a new file)
                          shop V0002__name.sql: not applied, but V0003 is (expected: in order; give it the next free number)
                          shop V0003__other.sql: applied as V0003__more.sql (expected: the same file; put the old one back and add \
                        a new one)""".formatted(checksum));
        assertThat(refused.problems()).hasSize(3);
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void filesAreCheckedBeforeTheDatabaseIsTouched() throws Exception {
        StoredDomain shop = domain(
                "shop",
                "V0001__one.sql",
                FIRST,
                "V0003__gap.sql",
                "SELECT 1",
                "V4__typo.sql",
                "SELECT 1",
                "notes.txt",
                "");

        assertThatThrownBy(() -> migrate(shop))
                .isInstanceOf(MigrationException.class)
                .hasMessage("""
                        migrations: 3 problems
                          shop V4__typo.sql: not the name of a migration (expected: V0001__what_it_does.sql; rename or move it)
                          shop notes.txt: not the name of a migration (expected: V0001__what_it_does.sql; rename or move it)
                          shop V0003__gap.sql: out of sequence (expected: V0002__….sql here; number them without gap or repetition)""");
        assertThat(rows("SELECT to_regclass('one')")).containsOnlyNulls();
    }

    @Test
    void aFailedFileLeavesWhatWasBeforeIt() throws Exception {
        StoredDomain shop = domain(
                "shop",
                "V0001__one.sql",
                FIRST,
                "V0002__bad.sql",
                "CREATE TABLE two (id int); SELECT nothing FROM one");

        assertThatThrownBy(() -> migrate(shop))
                .isInstanceOf(MigrationException.class)
                .hasMessage(
                        "migrations: 1 problem\n  shop V0002__bad.sql: SQLSTATE 42703, column \"nothing\" does not exist"
                                + " (expected: statements that succeed; nothing of this file was applied, mend it and start again)");
        assertThat(rows("SELECT to_regclass('two')")).containsOnlyNulls();
        assertThat(rows("SELECT name FROM attacca_migrations")).containsExactly("one");
    }

    @Test
    void aDatabaseAheadOfThisReleaseIsAccepted() throws Exception {
        migrate(domain("shop", "V0001__one.sql", FIRST, "V0002__name.sql", SECOND));

        MigrationReport older = migrate(domain("shop", "V0001__one.sql", FIRST));

        assertThat(older.unknown()).containsExactly("shop V0002__name.sql");
        assertThat(older.present()).isEqualTo(1);
        assertThat(older.applied()).isEmpty();
    }

    @Test
    void anotherDomainsMigrationsAreItsOwn() throws Exception {
        migrate(domain("shop", "V0001__one.sql", FIRST));

        MigrationReport other = migrate(domain("archive", "V0001__box.sql", "CREATE TABLE box (id int)"));

        assertThat(other.applied()).containsExactly("archive V0001__box.sql");
        assertThat(other.unknown()).isEmpty();
    }

    @Test
    void manyMigratorsAtOnceDoItOnce() throws Exception {
        StoredDomain shop =
                domain("shop", "V0001__one.sql", FIRST + "SELECT pg_sleep(0.2);", "V0002__name.sql", SECOND);
        int conductors = 4;
        CyclicBarrier start = new CyclicBarrier(conductors);
        ExecutorService threads = Executors.newFixedThreadPool(conductors);
        try {
            List<Future<MigrationReport>> reports = new ArrayList<>();
            for (int i = 0; i < conductors; i++) {
                reports.add(threads.submit(() -> {
                    start.await();
                    return migrate(shop);
                }));
            }
            List<String> applied = new ArrayList<>();
            for (Future<MigrationReport> report : reports) {
                applied.addAll(report.get(30, TimeUnit.SECONDS).applied());
            }
            assertThat(applied).containsExactlyInAnyOrder("shop V0001__one.sql", "shop V0002__name.sql");
            assertThat(rows("SELECT count(*) FROM one")).containsExactly("1");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aTableInUseIsWaitedForInShortTurns() throws Exception {
        migrate(domain("shop", "V0001__one.sql", FIRST));
        StoredDomain shop = domain("shop", "V0001__one.sql", FIRST, "V0002__name.sql", SECOND);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Connection holder = database.dataSource().getConnection();
                java.sql.Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("SELECT * FROM one");
            Future<MigrationReport> report = threads.submit(() -> migrate(shop));
            String waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'one'::regclass";
            Awaitility.await().until(() -> rows(waiting).equals(List.of("1")));
            // It lets go by itself, so that calls behind it go on; then it comes back.
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> rows(waiting).equals(List.of("0")));
            assertThat(report.isDone()).isFalse();
            holder.commit();

            assertThat(report.get(30, TimeUnit.SECONDS).applied()).containsExactly("shop V0002__name.sql");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aMigratorThatDiedIsForgotten() throws Exception {
        StoredDomain shop = domain("shop", "V0001__one.sql", FIRST + "SELECT pg_sleep(60);");
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<MigrationReport> dying = threads.submit(() -> migrate(shop));
            String sleeping = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'";
            Awaitility.await().until(() -> rows("SELECT count(*) " + sleeping).equals(List.of("1")));
            rows("SELECT pg_terminate_backend(pid, 5000) " + sleeping);
            assertThatThrownBy(() -> dying.get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(DatabaseUnavailableException.class);

            assertThat(migrate(domain("shop", "V0001__one.sql", FIRST)).applied())
                    .containsExactly("shop V0001__one.sql");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whoMayNotChangeTheSchemaMayStillFindItDone() throws Exception {
        StoredDomain shop = domain("shop", "V0001__one.sql", FIRST);
        migrate(shop);
        try (Connection connection = database.dataSource().getConnection();
                java.sql.Statement statement = connection.createStatement()) {
            statement.execute("DROP ROLE IF EXISTS attacca_reader");
            statement.execute("CREATE ROLE attacca_reader LOGIN PASSWORD 'read'");
            statement.execute("GRANT SELECT ON attacca_migrations TO attacca_reader");
        }
        PGSimpleDataSource reader = new PGSimpleDataSource();
        reader.setUrl(database.jdbcUrl());
        reader.setUser("attacca_reader");
        reader.setPassword("read");

        assertThat(Migrator.migrate(reader, List.of(shop)).present()).isEqualTo(1);
    }

    @Test
    void aWrongPasswordIsToldToWhoeverStartsTheConductor() throws Exception {
        PGSimpleDataSource stranger = new PGSimpleDataSource();
        stranger.setUrl(database.jdbcUrl());
        stranger.setUser("nobody");
        stranger.setPassword("wrong");
        StoredDomain shop = domain("shop", "V0001__one.sql", FIRST);

        assertThatThrownBy(() -> Migrator.migrate(stranger, List.of(shop)))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessage(
                        "database: no connection, the login was refused: password authentication failed for user \"nobody\""
                                + " (expected: a reachable database that admits this user); check the URL, the user and the password");
    }

    @Test
    void twoDomainsOfOneNameAreRefused() throws Exception {
        StoredDomain shop = domain("shop", "V0001__one.sql", FIRST);
        StoredDomain other = new TestDomains.Second();

        assertThatThrownBy(() -> migrate(shop, other))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("stored domain shop: [" + shop.getClass().getName() + ", "
                        + other.getClass().getName()
                        + "] (expected: one class of that name; take the other off the class path or rename it)");
    }
}
