package dev.attacca.postgres;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.DatabaseUnavailableException;
import dev.attacca.error.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's process and the thread that starts it, waits for its end, and starts it again.
 *
 * <p>One thread does all of that, for as long as the server is wanted, because the kernel's death signal is bound to the thread
 * that forked.
 *
 * <p>Thread safety: {@link #start} once, {@link #stop} from any thread; the rest runs on the one thread.
 */
final class Postmaster {
    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
    private static final int PORT_TRIES = 5;
    private static final long POLL_MILLIS = 5;
    /** A server that replays its log must not be stopped for being slow: it would begin again where it began. */
    private static final Duration FOREVER = Duration.ofDays(365);

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

    private final DataDirectory directory;
    private final Cluster cluster;
    private final PostgresBinaries binaries;
    private final Launcher launcher;
    private final EmbeddedPostgres.Options options;
    private final ServerLog log;
    private final ServerProcesses processes;
    private final CompletableFuture<Integer> firstStart = new CompletableFuture<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this::live, "attacca-postgres");
    private volatile @Nullable Process process;

    Postmaster(
            DataDirectory directory,
            Cluster cluster,
            PostgresBinaries binaries,
            Launcher launcher,
            EmbeddedPostgres.Options options) {
        this.directory = directory;
        this.cluster = cluster;
        this.binaries = binaries;
        this.launcher = launcher;
        this.options = options;
        this.log = new ServerLog(directory.log(), directory.account());
        this.processes = new ServerProcesses(directory.cluster());
        thread.setDaemon(true);
    }

    /** Starts the server and returns its port when it accepts connections. */
    int start() {
        thread.start();
        try {
            return firstStart.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof AttaccaException known) {
                throw known;
            }
            throw notStarted(cause == null ? e : cause);
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
            throw notStarted(e);
        }
    }

    /** Stops the server, first politely, and returns when it is gone. */
    void stop() {
        stopping.countDown();
        boolean interrupted = false;
        for (String signal : List.of("INT", "QUIT", "KILL")) {
            Process running = process;
            if (running != null && running.isAlive()) {
                Launcher.signal(running.pid(), signal);
            }
            try {
                thread.join(options.stopTimeout().toMillis());
            } catch (InterruptedException e) {
                interrupted = true; // harder, then
            }
            if (!thread.isAlive()) {
                break;
            }
            LOG.warn("PostgreSQL did not stop within {} after SIG{}", options.stopTimeout(), signal);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void live() {
        try {
            cluster.prepare();
            int port = startOnSomePort();
            firstStart.complete(port);
            supervise(port);
        } catch (IOException | RuntimeException | InterruptedException | Error e) {
            if (!firstStart.completeExceptionally(e)) {
                LOG.error("PostgreSQL is no longer watched, and stops; close it and start again", e);
            }
        }
    }

    /** Another process may take the port between the look and the start. */
    private int startOnSomePort() throws IOException, InterruptedException {
        for (int i = 1; ; i++) {
            // First, because a server that is still stopping holds the port.
            processes.clear(options.startTimeout());
            int port = LoopbackPort.choose(directory.portFile(), directory.account());
            try {
                startOn(port, options.startTimeout());
                return port;
            } catch (DatabaseUnavailableException e) {
                if (i == PORT_TRIES || LoopbackPort.isFree(port)) {
                    throw e;
                }
            }
        }
    }

    private void supervise(int port) throws InterruptedException {
        Duration backoff = FIRST_BACKOFF;
        while (true) {
            int status = Objects.requireNonNull(process).waitFor();
            if (stopping.getCount() == 0) {
                return;
            }
            LOG.warn(
                    "PostgreSQL ended by itself (exit status {}); starting it again on port {}, see {}",
                    status,
                    port,
                    log);
            try {
                processes.clear(options.startTimeout());
                startOn(port, FOREVER);
                backoff = FIRST_BACKOFF;
            } catch (IOException | RuntimeException e) {
                if (stopping.getCount() == 0) {
                    return;
                }
                LOG.warn("PostgreSQL could not be started again; trying again in {}", backoff, e);
                if (stopping.await(backoff.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                backoff = backoff.multipliedBy(2).compareTo(LONGEST_BACKOFF) < 0
                        ? backoff.multipliedBy(2)
                        : LONGEST_BACKOFF;
            }
        }
    }

    private void startOn(int port, Duration patience) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        log.rotate();
        ProcessBuilder builder = launcher.builder("INT", commandLine(port));
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(directory.log().toFile()));
        Process fresh = builder.start();
        process = fresh;
        awaitReady(fresh, begun, patience);
        LOG.info(
                "PostgreSQL {} ready on 127.0.0.1:{} after {} ms (process {}, user {}, data in {})",
                binaries.version(),
                port,
                millisSince(begun),
                fresh.pid(),
                directory.account().name(),
                directory.root());
    }

    private List<String> commandLine(int port) {
        // On the command line, where neither postgresql.conf nor ALTER SYSTEM can undo it: what is promised to callers.
        return List.of(
                binaries.program("postgres").toString(),
                "-D",
                directory.cluster().toString(),
                "-p",
                Integer.toString(port),
                "--listen_addresses=127.0.0.1",
                "--unix_socket_directories=",
                "--fsync=on",
                "--synchronous_commit=on",
                "--full_page_writes=on");
    }

    private void awaitReady(Process fresh, long begun, Duration patience) throws IOException, InterruptedException {
        while (!fresh.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            if (stopping.getCount() == 0) {
                Launcher.signal(fresh.pid(), "INT");
                fresh.waitFor(); // stop() sees to it that this ends
                throw notReady("was asked to stop");
            }
            PostmasterPid state = PostmasterPid.read(directory.cluster());
            if (state != null && state.pid() == fresh.pid() && state.ready()) {
                return;
            }
            if (millisSince(begun) > patience.toMillis()) {
                // What still runs afterwards is found by the next start.
                fresh.destroyForcibly().waitFor();
                throw notReady("was not ready in time");
            }
        }
        throw notReady("ended with exit status " + fresh.exitValue());
    }

    private DatabaseUnavailableException notReady(String what) throws IOException {
        return new DatabaseUnavailableException(
                "PostgreSQL in " + directory.root() + " " + what + " (expected: ready within "
                        + options.startTimeout().toMillis() + " ms); its log " + log + " says:\n" + log.tail(),
                Outcome.REFUSED,
                Map.of("directory", directory.root().toString()),
                null);
    }

    private DatabaseUnavailableException notStarted(Throwable cause) {
        return new DatabaseUnavailableException(
                "PostgreSQL in " + directory.root() + " could not be started: " + cause
                        + " (expected: a ready server); remove the cause and start again",
                Outcome.REFUSED,
                Map.of("directory", directory.root().toString()),
                cause);
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}
