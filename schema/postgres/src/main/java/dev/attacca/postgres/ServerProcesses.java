package dev.attacca.postgres;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What still runs on a cluster whose owner is gone.
 *
 * <p>A process counts when its program is called {@code postgres} and its working directory is the cluster: the server and all
 * its backends change there when they start. A process number alone says nothing: it may have been given to another program,
 * or to a zombie (which has neither program nor directory) that makes PostgreSQL refuse to start.
 *
 * <p>Source: {@code CreateLockFile} in PostgreSQL's {@code miscinit.c}.
 */
final class ServerProcesses {
    private static final Logger LOG = LoggerFactory.getLogger(ServerProcesses.class);
    private static final long POLL_MILLIS = 10;

    private final Path cluster;

    ServerProcesses(Path cluster) {
        this.cluster = cluster;
    }

    /**
     * Stops a server left over, kills the backends of one that was killed, and removes {@code postmaster.pid}.
     *
     * @param patience how long a server may take to stop
     * @throws IOException if something still runs when the time is over
     */
    void clear(Duration patience) throws IOException, InterruptedException {
        PostmasterPid left = PostmasterPid.read(cluster);
        if (left != null && alive().contains(left.pid())) {
            LOG.info("stopping the PostgreSQL server {} that an earlier process left in {}", left.pid(), cluster);
            Launcher.signal(left.pid(), "INT");
            awaitEnd(left.pid(), patience);
        }
        // The server's own files and shared memory survive this as they survive a power cut: there is no server to
        // misuse them.
        List<Long> backends = alive();
        // All of them first: they die side by side, and a conductor has twenty.
        backends.forEach(backend -> ProcessHandle.of(backend).ifPresent(ProcessHandle::destroyForcibly));
        for (long backend : backends) {
            awaitEnd(backend, patience);
        }
        Files.deleteIfExists(cluster.resolve(PostmasterPid.FILE));
    }

    private void awaitEnd(long pid, Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (runsHere(Path.of("/proc", Long.toString(pid)))) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException(
                        "process " + pid + " still runs on " + cluster + " after " + patience.toMillis() + " ms");
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** The numbers of all processes on the cluster, backends included. */
    List<Long> alive() throws IOException {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (runsHere(process)) {
                    pids.add(Long.parseLong(process.getFileName().toString()));
                }
            }
        }
        return pids;
    }

    private boolean runsHere(Path process) {
        Path program = link(process.resolve("exe"));
        return program != null
                && program.getFileName() != null
                // " (deleted)" follows the name when the unpacked binaries were removed meanwhile.
                && program.getFileName().toString().split(" ", 2)[0].equals("postgres")
                && worksHere(process.resolve("cwd"));
    }

    private boolean worksHere(Path directory) {
        try {
            // Not by name: another container may have another directory under the same one.
            return Files.isSameFile(directory, cluster);
        } catch (IOException e) {
            LOG.trace("{} cannot be read", directory, e);
            return false;
        }
    }

    /** Null for a process that is gone, a zombie, a thread of the kernel, or another user's. */
    private static @Nullable Path link(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            LOG.trace("{} cannot be read", link, e);
            return null;
        }
    }
}
