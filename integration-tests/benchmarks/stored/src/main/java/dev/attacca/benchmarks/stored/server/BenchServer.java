package dev.attacca.benchmarks.stored.server;

import dev.attacca.benchmarks.stored.subject.Share;
import dev.attacca.postgres.EmbeddedPostgres;
import dev.attacca.store.Migrator;
import dev.attacca.store.StoredDomains;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL with two databases that nobody else uses: one whose rows are read and written, one where rows are made. They go
 * when it is closed.
 *
 * <p>Thread safety: confined to one thread.
 */
public final class BenchServer implements AutoCloseable {
    private final @Nullable Path folder;
    private final @Nullable EmbeddedPostgres embedded;
    private final Login owner;
    private final Login rows;
    private final Login made;
    private final List<String> databases;
    private @Nullable Connection control;

    private BenchServer(@Nullable Path folder, @Nullable EmbeddedPostgres embedded, Login owner) {
        this.folder = folder;
        this.embedded = embedded;
        this.owner = owner;
        String name = "attacca_bench_"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        databases = List.of(name + "_rows", name + "_made");
        rows = owner.database(databases.get(0));
        made = owner.database(databases.get(1));
    }

    /** A new server of this process, durable as it comes. */
    public static BenchServer embedded() throws IOException, SQLException {
        Path folder = Files.createTempDirectory("attacca-bench-");
        // Under root the server is another user's.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        EmbeddedPostgres server = EmbeddedPostgres.start(
                EmbeddedPostgres.Options.of(folder.toRealPath().resolve("postgres")));
        return filled(new BenchServer(folder, server, new Login(server.jdbcUrl(), server.user(), server.password())));
    }

    /** A server that is there; its role may create databases. */
    public static BenchServer at(Login login) throws IOException, SQLException {
        return filled(new BenchServer(null, null, login));
    }

    private static BenchServer filled(BenchServer server) throws IOException, SQLException {
        try {
            server.create();
            return server;
        } catch (SQLException | RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    private void create() throws SQLException {
        try (Connection connection = owner.connect();
                Statement statement = connection.createStatement()) {
            for (String database : databases) {
                statement.execute("CREATE DATABASE " + database + " TEMPLATE template0");
            }
        }
        for (Login login : List.of(rows, made)) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(login.url());
            source.setUser(login.user());
            source.setPassword(login.password());
            Migrator.migrate(source, StoredDomains.load());
        }
        control = rows.connect();
        try (Statement statement = control.createStatement()) {
            statement.execute(filling());
            statement.execute("VACUUM ANALYZE");
        }
    }

    private static String filling() {
        return String.format(Locale.ROOT, """
                INSERT INTO instances (uuid, row_version, project_id, user_id, display_name, host, memory_mb, vcpus, flavor_id,
                    vm_state, power_state, launched_at, system_metadata, created_at)
                SELECT ('%1$s' || (%2$d + i))::uuid, 1, 'project', 'user', 'vm-' || i, 'host-' || i %% 100, 2048, 2, 'm1.small',
                    'ACTIVE', 'RUNNING', now(), '{"image": "debian", "os": "linux"}', now()
                FROM generate_series(0, %3$d - 1) AS i;
                INSERT INTO plain_parcels (uuid, row_version, sender, receiver, grams, posted_at)
                SELECT ('%1$s' || (%2$d + i))::uuid, 1, 'Anna', 'Boris', i, now() FROM generate_series(0, %3$d - 1) AS i;
                INSERT INTO parcels (uuid, row_version, sender, receiver, grams, posted_at)
                SELECT uuid, 1, sender, receiver, grams, posted_at FROM plain_parcels;
                -- Some that are dead.
                INSERT INTO parcels (uuid, row_version, sender, receiver, grams, posted_at, deleted_at, deleted)
                SELECT gen_random_uuid(), 2, sender, receiver, grams, posted_at, now(), 1 FROM parcels WHERE grams %% 10 = 0
                """, Share.PREFIX, Share.FIRST, Share.ROWS);
    }

    /** The database whose rows are read and written. */
    public Login rows() {
        return rows;
    }

    /** The database where rows are made. */
    public Login made() {
        return made;
    }

    /** How often its instances were written, as their row versions tell. */
    public long writes() throws SQLException {
        return number("SELECT sum(row_version) - count(*) FROM instances");
    }

    /** What tells how much processor time the backends of the databases spend, where it can be known. */
    public Backends backends() {
        return new Backends(embedded != null, this::pids);
    }

    private long[] pids() throws SQLException {
        try (Statement statement = control().createStatement();
                ResultSet found = statement.executeQuery("SELECT array_agg(pid) FROM pg_stat_activity"
                        + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND datname LIKE"
                        + " 'attacca\\_bench%'")) {
            found.next();
            java.sql.Array pids = found.getArray(1);
            return pids == null
                    ? new long[0]
                    : Stream.of((Integer[]) pids.getArray())
                            .mapToLong(Integer::longValue)
                            .toArray();
        }
    }

    /** What its server says of itself. */
    public String version() throws SQLException {
        try (Statement statement = control().createStatement();
                ResultSet found = statement.executeQuery("SHOW server_version")) {
            found.next();
            return found.getString(1) + (embedded == null ? ", not ours" : ", embedded");
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = control().createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            found.next();
            return found.getLong(1);
        }
    }

    private Connection control() {
        Connection known = control;
        if (known == null) {
            throw new IllegalStateException("control: closed (expected: an open server)");
        }
        return known;
    }

    @Override
    public void close() throws IOException, SQLException {
        Connection known = control;
        control = null;
        if (known != null) {
            known.close();
        }
        if (embedded != null) {
            embedded.close();
        } else {
            try (Connection connection = owner.connect();
                    Statement statement = connection.createStatement()) {
                for (String database : databases) {
                    statement.execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
                }
            }
        }
        if (folder != null) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
