package dev.attacca.postgres;

import dev.attacca.error.ConfigurationException;
import dev.attacca.error.DatabaseUnavailableException;
import dev.attacca.error.Outcome;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of one PostgreSQL cluster: made once, whole or not at all, and only opened by the major version that made them. */
record Cluster(DataDirectory directory, PostgresBinaries binaries, Launcher launcher, Duration patience) {
    static final String SUPERUSER = "attacca";

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final String INITIALIZING = "initializing-";

    /** Makes the cluster where it is missing, and checks that this PostgreSQL and this user may open it. */
    void prepare() throws InterruptedException {
        try {
            if (!Files.exists(directory.cluster())) {
                initialize();
            }
            requireOwn();
            requireMajor();
        } catch (IOException e) {
            throw new DatabaseUnavailableException(
                    "PostgreSQL cluster: " + directory.cluster() + " cannot be made ready: " + e.getMessage()
                            + " (expected: a file system with room that allows it); remove the cause and start again",
                    Outcome.REFUSED,
                    Map.of("directory", directory.root().toString()),
                    e);
        }
    }

    private void initialize() throws IOException, InterruptedException {
        deleteAbandoned();
        LOG.info("initializing PostgreSQL {} in {}", binaries.version(), directory.cluster());
        Path fresh = Files.createTempDirectory(
                directory.root(),
                INITIALIZING,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        directory.account().own(fresh);
        // Settings given here are defaults that an operator may change in postgresql.conf; Postmaster has those he may
        // not.
        launcher.run(
                List.of(
                        binaries.program("initdb").toString(),
                        "--pgdata=" + fresh,
                        "--username=" + SUPERUSER,
                        "--pwfile=" + directory.passwordFile(),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-instructions",
                        "--set=timezone=UTC",
                        "--set=log_timezone=UTC",
                        // A backend must not go on, holding its locks, for a conductor that is dead: by default it
                        // notices at
                        // the end of its statement only.
                        "--set=client_connection_check_interval=1s",
                        "--set=tcp_keepalives_idle=10",
                        "--set=tcp_user_timeout=10s",
                        // Bounds the log that is replayed after kill -9, and with it the time to open again.
                        "--set=max_wal_size=256MB"),
                "",
                patience);
        launcher.run(
                List.of(binaries.program("postgres").toString(), "--single", "-D", fresh.toString(), "postgres"),
                "CREATE DATABASE " + EmbeddedPostgres.DATABASE + "\n",
                patience);
        // Renamed last: whoever is killed before leaves no cluster, instead of half of one.
        DurableFile.move(fresh, directory.cluster());
    }

    private void deleteAbandoned() throws IOException {
        try (DirectoryStream<Path> abandoned = Files.newDirectoryStream(directory.root(), INITIALIZING + "*")) {
            for (Path half : abandoned) {
                FileTree.delete(half);
            }
        }
    }

    private void requireOwn() throws IOException {
        ServerAccount account = directory.account();
        if (!account.owns(directory.cluster())) {
            String owner = Files.getOwner(directory.cluster()).getName();
            throw new ConfigurationException(
                    "dataDirectory: " + directory.root() + " belongs to " + owner + " (expected: " + account.name()
                            + ", who runs the server); run as " + owner + ", run chown -R " + account.name() + " "
                            + directory.cluster()
                            + ", or choose another directory",
                    Map.of("directory", directory.root().toString(), "owner", owner),
                    null);
        }
    }

    private void requireMajor() throws IOException {
        Path file = directory.cluster().resolve("PG_VERSION");
        if (!Files.exists(file)) {
            throw new ConfigurationException("dataDirectory: " + directory.cluster()
                    + " is not a PostgreSQL cluster (expected: the file PG_VERSION in it); restore it from a backup, or delete it"
                    + " to begin with an empty database");
        }
        String found = Files.readString(file).strip();
        if (!found.equals(binaries.major())) {
            throw new ConfigurationException(
                    "dataDirectory: " + directory.root() + " was written by PostgreSQL " + found
                            + " (expected: PostgreSQL "
                            + binaries.major()
                            + "); run the release that wrote it, or move its data into a new directory with"
                            + " pg_dump and pg_restore",
                    Map.of("found", found, "expected", binaries.major()),
                    null);
        }
    }
}
