package dev.attacca.store;

import dev.attacca.error.AttaccaException;
import dev.attacca.store.MigrationLog.Applied;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database to what the domains on the class path need. Each file is a transaction of its own with the row that notes
 * it, so a run that was killed goes on where it stopped; of several migrators one works and the others wait and find it done.
 *
 * <p>Refused, with everything that is wrong at once: a file whose text changed since it was applied, one that is gone, one that
 * would be applied before another that is applied already. Accepted: files in the database beyond the last one known here. A
 * newer release applied them, and its first duty is that the release before can go on.
 */
public final class Migrator {
    private static final Logger LOG = LoggerFactory.getLogger(Migrator.class);
    private static final String BUSY = "55P03";
    private static final Duration LONGEST_BUSY = Duration.ofSeconds(30);

    private final DataSource dataSource;
    private final List<Migration> known = new ArrayList<>();

    private Migrator(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Applies every migration of the domains that the database has not seen.
     *
     * @param dataSource a connection with the right to change the schema, unless there is nothing to do
     * @param domains see {@link StoredDomains#load()}; in any order
     * @throws MigrationException if they do not go together or one fails; what had been applied before it stays
     * @throws dev.attacca.error.DatabaseUnavailableException if there is no connection
     * @throws dev.attacca.error.ConfigurationException if two domains have the same name
     */
    public static MigrationReport migrate(DataSource dataSource, List<StoredDomain> domains) {
        Migrator migrator = new Migrator(dataSource);
        List<String> problems = new ArrayList<>();
        for (StoredDomain domain : StoredDomains.checked(domains)) {
            migrator.known.addAll(MigrationFiles.read(domain, problems));
        }
        refuse(problems);
        return migrator.run();
    }

    private MigrationReport run() {
        Map<String, Applied> before = look();
        List<String> unknown = compare(before);
        List<String> applied = new ArrayList<>();
        for (Migration migration : known) {
            String id = Applied.id(migration.domain(), migration.ordinal());
            if (!before.containsKey(id) && applyPatiently(migration)) {
                applied.add(migration.domain() + " " + migration.file());
                LOG.info("applied {} {}", migration.domain(), migration.file());
            }
        }
        if (!unknown.isEmpty()) {
            LOG.info("the database is ahead of this release by {}; going on, as a newer release only adds", unknown);
        }
        return new MigrationReport(applied, before.size() - unknown.size(), unknown);
    }

    private Map<String, Applied> look() {
        try {
            return inTransaction("attacca_migrations", log -> {
                log.lock();
                log.createIfMissing();
                return log.read();
            });
        } catch (BusyMigrationException busy) {
            throw new MigrationException(
                    List.of("another conductor has been migrating for a minute (expected: free within 60 s;"
                            + " wait until it has finished, or find out what it waits for)"),
                    busy.getCause());
        }
    }

    /** Refuses what does not go together; returns what only the database knows and may have. */
    private List<String> compare(Map<String, Applied> applied) {
        Map<String, Integer> newest = new LinkedHashMap<>();
        known.forEach(migration -> newest.merge(migration.domain(), migration.ordinal(), Math::max));
        Map<String, Integer> newestApplied = new LinkedHashMap<>();
        applied.values().forEach(row -> newestApplied.merge(row.domain(), row.ordinal(), Math::max));
        List<String> problems = new ArrayList<>();
        for (Migration migration : known) {
            String shown = migration.domain() + " " + migration.file();
            Applied row = applied.get(Applied.id(migration.domain(), migration.ordinal()));
            int last = newestApplied.getOrDefault(migration.domain(), 0);
            if (row == null && migration.ordinal() < last) {
                problems.add(shown + ": not applied, but V" + String.format("%04d", last)
                        + " is (expected: in order; give it the next free number)");
            } else if (row != null && !row.name().equals(migration.name())) {
                problems.add(shown + ": applied as "
                        + row.shown().substring(row.domain().length() + 1)
                        + " (expected: the same file; put the old one back and add a new one)");
            } else if (row != null && !row.checksum().equals(migration.checksum())) {
                problems.add(shown + ": changed since it was applied (expected: checksum " + row.checksum()
                        + "; put the old text back and add a new file)");
            }
        }
        refuse(problems);
        return applied.values().stream()
                .filter(row -> row.ordinal() > newest.getOrDefault(row.domain(), Integer.MAX_VALUE))
                .map(Applied::shown)
                .toList();
    }

    private static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new MigrationException(problems, null);
        }
    }

    /** Tries again while live calls hold what the migration needs. */
    private boolean applyPatiently(Migration migration) {
        long start = System.nanoTime();
        while (true) {
            try {
                return apply(migration);
            } catch (BusyMigrationException busy) {
                if (System.nanoTime() - start > LONGEST_BUSY.toNanos()) {
                    throw new MigrationException(
                            List.of(migration.domain() + " " + migration.file() + ": its tables were in use for "
                                    + LONGEST_BUSY.toSeconds()
                                    + " s (expected: free for 200 ms; try at a quieter time)"),
                            busy.getCause());
                }
                LOG.debug("{} {}: busy, trying again", migration.domain(), migration.file());
                LockSupport.parkNanos(
                        Duration.ofMillis(ThreadLocalRandom.current().nextLong(50, 300))
                                .toNanos());
            }
        }
    }

    /** Returns whether it was this migrator that applied it. */
    private boolean apply(Migration migration) {
        return inTransaction(migration.domain() + " " + migration.file(), log -> {
            log.lock();
            if (log.has(migration)) {
                return false;
            }
            log.apply(migration);
            return true;
        });
    }

    private <R> R inTransaction(String what, Work<R> work) {
        try (Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                R result = work.run(new MigrationLog(connection));
                connection.commit();
                return result;
            } catch (SQLException failure) {
                throw failed(what, failure);
            } finally {
                connection.rollback();
                connection.setAutoCommit(autoCommit);
            }
        } catch (SQLException failure) {
            throw SqlFailures.ofConnectingAtStart(failure);
        }
    }

    private static AttaccaException failed(String what, SQLException failure) {
        String state = SqlFailures.state(failure);
        SqlFault fault = SqlFault.of(failure);
        if (SqlFailures.unavailable(state)) {
            return SqlFailures.ofConnectingAtStart(failure);
        }
        if (state.equals(BUSY)) {
            throw new BusyMigrationException(fault);
        }
        return new MigrationException(
                List.of(
                        what + ": SQLSTATE " + state + ", " + fault.serverWords()
                                + " (expected: statements that succeed; nothing of this file was applied, mend it and start again)"),
                fault);
    }

    /** A lock was not to be had in time; never leaves this class. */
    private static final class BusyMigrationException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BusyMigrationException(Throwable cause) {
            super(cause);
        }
    }

    /** Something done in one transaction. */
    @FunctionalInterface
    private interface Work<R> {
        R run(MigrationLog log) throws SQLException;
    }
}
