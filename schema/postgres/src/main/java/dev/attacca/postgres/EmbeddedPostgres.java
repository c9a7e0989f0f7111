package dev.attacca.postgres;

import dev.attacca.error.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server that belongs to this JVM and whose rows outlive it.
 *
 * <p>The first {@link #start} unpacks the binaries (once per user), initializes a cluster in the data directory and creates the
 * database {@value #DATABASE}; every later one opens it again with the same password and, while it is free, on the same port.
 * The server writes through to the disk ({@code fsync} and {@code synchronous_commit} are on), listens on 127.0.0.1 only and
 * wants a SCRAM password.
 *
 * <p>Life time: {@link #close} stops the server. When the JVM ends in any other way, kill -9 included, the kernel stops it. When
 * the server ends by itself it is started again on the same port, and a WARN tells of it; connections of before are lost.
 *
 * <p>Users: PostgreSQL refuses to run as root, so under root the server runs as the owner of the cluster that is there already,
 * else as {@code postgres}, else as {@code nobody}.
 *
 * <p>Only Linux on x86-64 with glibc; elsewhere {@link #start} throws a {@link ConfigurationException} that asks for a JDBC URL.
 *
 * <p>Thread safety: all methods may be called from any thread.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** The database that is created with the cluster, and its owner. */
    public static final String DATABASE = "attacca";

    private final DataDirectory directory;
    private final Postmaster postmaster;
    private final String password;
    private final int port;

    private EmbeddedPostgres(DataDirectory directory, Postmaster postmaster, String password, int port) {
        this.directory = directory;
        this.postmaster = postmaster;
        this.password = password;
        this.port = port;
    }

    /**
     * Where the server lives and how long one is willing to wait for it.
     *
     * @param dataDirectory holds the cluster, the password (mode 0600), the port, the server's log and the lock that keeps a
     *     second process out; created where it is missing
     * @param startTimeout the longest wait for a server that accepts connections, crash recovery included; the first start
     *     waits as long for each of its two steps before that; positive
     * @param stopTimeout the longest wait for a server that was asked to stop, before it is stopped the hard way; positive
     * @param cacheDirectory where the binaries are unpacked, or null for the place of this user: {@code /var/cache/attacca} for
     *     root, {@code $XDG_CACHE_HOME/attacca} or {@code ~/.cache/attacca} for others, and the data directory where neither can
     *     be written
     */
    public record Options(
            Path dataDirectory,
            Duration startTimeout,
            Duration stopTimeout,
            @Nullable Path cacheDirectory) {
        /** Checks the values. */
        public Options {
            requirePositive("startTimeout", startTimeout);
            requirePositive("stopTimeout", stopTimeout);
        }

        /** A data directory with 60 s to start, 30 s to stop and the cache of this user. */
        public static Options of(Path dataDirectory) {
            return new Options(dataDirectory, Duration.ofSeconds(60), Duration.ofSeconds(30), null);
        }

        /** The same with another {@link #startTimeout}. */
        public Options withStartTimeout(Duration timeout) {
            return new Options(dataDirectory, timeout, stopTimeout, cacheDirectory);
        }

        /** The same with another {@link #stopTimeout}. */
        public Options withStopTimeout(Duration timeout) {
            return new Options(dataDirectory, startTimeout, timeout, cacheDirectory);
        }

        /** The same with another {@link #cacheDirectory}. */
        public Options withCacheDirectory(Path directory) {
            return new Options(dataDirectory, startTimeout, stopTimeout, directory);
        }

        private static void requirePositive(String name, Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new ConfigurationException(
                        name + ": " + value.toMillis() + " ms (expected: more than 0 ms); give a longer time");
            }
        }
    }

    /**
     * Starts the server of a data directory and returns when it accepts connections.
     *
     * @throws ConfigurationException if the platform has no binaries, the directory cannot be used by the server's user, belongs
     *     to another process or to another major version of PostgreSQL, or {@code setpriv} is missing under root; nothing runs
     * @throws dev.attacca.error.DatabaseUnavailableException if the server does not get ready; the message quotes its log
     */
    public static EmbeddedPostgres start(Options options) {
        Platform.requireSupported();
        DataDirectory directory = DataDirectory.claim(options.dataDirectory());
        try {
            PostgresBinaries binaries = PostgresBinaries.unpacked(options.cacheDirectory(), directory);
            Launcher launcher = Launcher.of(directory.account());
            String password = directory.password();
            Postmaster postmaster = new Postmaster(
                    directory,
                    new Cluster(directory, binaries, launcher, options.startTimeout()),
                    binaries,
                    launcher,
                    options);
            return new EmbeddedPostgres(directory, postmaster, password, postmaster.start());
        } catch (RuntimeException | Error e) {
            directory.close();
            throw e;
        }
    }

    /** The URL for pgjdbc, without user and password; it stays the same until {@link #close}. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    /** The superuser of the cluster. */
    public String user() {
        return Cluster.SUPERUSER;
    }

    /** The superuser's password, made up when the cluster was; a secret. */
    public String password() {
        return password;
    }

    /** The file in the data directory that holds the password, for programs that look at the rows; only its owner may read it. */
    public Path passwordFile() {
        return directory.passwordFile();
    }

    /** The TCP port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /**
     * Stops the server: open transactions are rolled back, connections are closed, and the data directory is free for another
     * process when this returns. A second call does nothing.
     */
    @Override
    public void close() {
        postmaster.stop();
        directory.close();
    }
}
