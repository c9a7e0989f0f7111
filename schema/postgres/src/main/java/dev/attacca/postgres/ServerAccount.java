package dev.attacca.postgres;

import dev.attacca.error.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operating-system user that the server runs as.
 *
 * @param name for messages
 * @param uid its number
 * @param gid the number of its group
 * @param switched whether it is another user than this JVM's, which only root can arrange
 */
record ServerAccount(String name, int uid, int gid, boolean switched) {
    private static final int ROOT = 0;
    private static final List<String> UNPRIVILEGED = List.of("postgres", "nobody");

    /** The account for a cluster directory that may not exist yet. */
    static ServerAccount forCluster(Path cluster) throws IOException {
        int self = number(Path.of("/proc/self"), "unix:uid");
        if (self != ROOT) {
            int group = number(Path.of("/proc/self"), "unix:gid");
            return new ServerAccount(System.getProperty("user.name", "uid " + self), self, group, false);
        }
        if (Files.exists(cluster)) {
            // A cluster that an ordinary user began must still be that user's when root has run it once.
            int owner = number(cluster, "unix:uid");
            if (owner != ROOT) {
                return new ServerAccount(Files.getOwner(cluster).getName(), owner, number(cluster, "unix:gid"), true);
            }
        }
        return unprivileged(Files.readAllLines(Path.of("/etc/passwd")));
    }

    static ServerAccount unprivileged(List<String> passwd) {
        for (String name : UNPRIVILEGED) {
            for (String line : passwd) {
                String[] fields = line.split(":", -1);
                if (fields.length >= 4 && fields[0].equals(name)) {
                    return new ServerAccount(name, Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), true);
                }
            }
        }
        throw new ConfigurationException(
                "/etc/passwd: neither postgres nor nobody (expected: one of them, because PostgreSQL"
                        + " refuses to run as root); add the user postgres, or run as an ordinary user");
    }

    /** Makes the path this account's where the JVM runs as somebody else. */
    void own(Path path) throws IOException {
        if (switched) {
            Files.setAttribute(path, "unix:uid", uid);
            Files.setAttribute(path, "unix:gid", gid);
        }
    }

    boolean owns(Path path) throws IOException {
        return number(path, "unix:uid") == uid;
    }

    /** The first directory on the way down to {@code directory}, itself included, that this account may not enter; or null. */
    @Nullable
    Path closedDirectory(Path directory) throws IOException {
        Path step = directory.getRoot();
        for (Path name : directory) {
            step = step == null ? name : step.resolve(name);
            if (!mayEnter(step)) {
                return step;
            }
        }
        return null;
    }

    private boolean mayEnter(Path directory) throws IOException {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(directory);
        if (owns(directory)) {
            return mode.contains(PosixFilePermission.OWNER_EXECUTE);
        }
        if (number(directory, "unix:gid") == gid) {
            return mode.contains(PosixFilePermission.GROUP_EXECUTE);
        }
        return mode.contains(PosixFilePermission.OTHERS_EXECUTE);
    }

    private static int number(Path path, String attribute) throws IOException {
        if (Files.getAttribute(path, attribute, new LinkOption[0]) instanceof Integer number) {
            return number;
        }
        throw new UncheckedIOException(
                new IOException(path + ": no " + attribute + " (expected: a POSIX file system)"));
    }
}
