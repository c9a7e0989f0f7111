package dev.attacca.postgres;

import dev.attacca.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Map;

/**
 * The directory that holds everything one server keeps, claimed for this process until {@link #close}.
 *
 * <p>Shape: {@code cluster/} (PostgreSQL's own), {@code password}, {@code port}, {@code postgresql.log}, {@code owner.lock}.
 *
 * <p>Thread safety: immutable; the files are written by one thread at a time.
 */
final class DataDirectory implements AutoCloseable {
    private static final int PASSWORD_BYTES = 24;

    private final Path root;
    private final ServerAccount account;
    private final OwnerLock lock;

    private DataDirectory(Path root, ServerAccount account, OwnerLock lock) {
        this.root = root;
        this.account = account;
        this.lock = lock;
    }

    /** Creates the directory where it is missing, checks that the server's user can live in it, and locks it. */
    static DataDirectory claim(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            ServerAccount account = ServerAccount.forCluster(absolute.resolve("cluster"));
            create(absolute, account);
            Path root = absolute.toRealPath();
            requireReachable("dataDirectory", root, account);
            OwnerLock lock = OwnerLock.acquire(root, account);
            return new DataDirectory(root, account, lock);
        } catch (IOException e) {
            throw unusable(absolute, e);
        }
    }

    private static void create(Path directory, ServerAccount account) throws IOException {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
        Deque<Path> missing = new ArrayDeque<>();
        for (Path step = directory; step != null && !Files.exists(step); step = step.getParent()) {
            missing.push(step);
        }
        for (Path step : missing) {
            // Spelled out, because root's umask may well close a new parent to the server's user.
            boolean leaf = step.equals(directory);
            Files.createDirectory(step);
            Files.setPosixFilePermissions(step, PosixFilePermissions.fromString(leaf ? "rwx------" : "rwxr-xr-x"));
            if (leaf) {
                account.own(step);
            }
        }
    }

    /** Throws, naming the directory at fault, if the server's user cannot get to {@code directory}. */
    static void requireReachable(String name, Path directory, ServerAccount account) throws IOException {
        Path closed = account.switched() ? account.closedDirectory(directory) : null;
        if (closed != null) {
            throw new ConfigurationException(
                    name + ": " + directory + " (expected: a directory that the user " + account.name()
                            + " can reach, but " + closed + " is closed to it); run chmod o+x " + closed
                            + ", or choose another directory",
                    Map.of("directory", closed.toString(), "user", account.name()),
                    null);
        }
    }

    private static ConfigurationException unusable(Path directory, IOException cause) {
        String user = System.getProperty("user.name", "this one");
        return new ConfigurationException(
                "dataDirectory: " + directory + " (expected: a directory in which the user " + user
                        + " may create files, but " + cause
                        + "); change its owner or its mode, or choose another directory",
                Map.of("directory", directory.toString(), "user", user),
                cause);
    }

    Path root() {
        return root;
    }

    ServerAccount account() {
        return account;
    }

    Path cluster() {
        return root.resolve("cluster");
    }

    Path passwordFile() {
        return root.resolve("password");
    }

    Path portFile() {
        return root.resolve("port");
    }

    Path log() {
        return root.resolve("postgresql.log");
    }

    /** The superuser's password: read from its file, or made up while there is no cluster yet. */
    String password() {
        try {
            if (Files.exists(passwordFile())) {
                return Files.readString(passwordFile()).strip();
            }
            if (Files.exists(cluster())) {
                throw new ConfigurationException(
                        "password: " + passwordFile()
                                + " is missing (expected: the password of the cluster beside it); put the file back from a backup");
            }
            byte[] secret = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(secret);
            String password = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
            // The server's user owns it, because initdb reads it.
            DurableFile.write(passwordFile(), password, account);
            return password;
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    /** Lets another process have the directory. */
    @Override
    public void close() {
        lock.close();
    }
}
