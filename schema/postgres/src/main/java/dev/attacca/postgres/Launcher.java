package dev.attacca.postgres;

import dev.attacca.error.ConfigurationException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs PostgreSQL's programs as the server's user, with a death signal, in a session of their own.
 *
 * <p>{@code setpriv} (util-linux) changes the user and arms the death signal, which the kernel sends when the <em>thread</em>
 * that forked ends: so only threads that live long enough may start something here. {@code setsid} keeps a terminal's Ctrl-C,
 * which goes to the whole process group, away from the server: it has to serve until its owner has stopped.
 *
 * @param account who runs the programs
 * @param setpriv the program, or null where an ordinary user does not have it; the server then outlives a killed JVM, and is
 *     stopped by the next start
 * @param setsid the program, or null where it is missing
 */
record Launcher(
        ServerAccount account,
        @Nullable Path setpriv,
        @Nullable Path setsid) {
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final String SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** The launcher of this machine. */
    static Launcher of(ServerAccount account) {
        String path = System.getenv().getOrDefault("PATH", "") + ":" + SYSTEM_PATH;
        Set<Path> directories = new LinkedHashSet<>();
        Arrays.stream(path.split(":", -1)).filter(d -> d.startsWith("/")).forEach(d -> directories.add(Path.of(d)));
        return of(account, List.copyOf(directories));
    }

    static Launcher of(ServerAccount account, List<Path> path) {
        Path setpriv = find("setpriv", path);
        if (setpriv == null && account.switched()) {
            throw new ConfigurationException(
                    "setpriv: not found (expected: on the PATH, because PostgreSQL refuses to run as"
                            + " root); install util-linux, run as an ordinary user, or give the JDBC URL of a PostgreSQL server");
        }
        if (setpriv == null) {
            LOG.warn("setpriv was not found: PostgreSQL will outlive this process if it is killed; install util-linux");
        }
        return new Launcher(account, setpriv, find("setsid", path));
    }

    private static @Nullable Path find(String program, List<Path> path) {
        for (Path directory : path) {
            if (Files.isExecutable(directory.resolve(program))) {
                return directory.resolve(program);
            }
        }
        return null;
    }

    /**
     * A process yet to be started, whose number will be the program's own because nothing in front of it forks.
     *
     * @param deathSignal what the program gets when the starting thread ends, such as {@code INT}
     * @param command the program and its arguments
     */
    ProcessBuilder builder(String deathSignal, List<String> command) {
        List<String> line = new ArrayList<>();
        if (setsid != null) {
            line.add(setsid.toString());
        }
        if (setpriv != null) {
            line.add(setpriv.toString());
            if (account.switched()) {
                line.addAll(List.of("--reuid=" + account.uid(), "--regid=" + account.gid(), "--clear-groups"));
            }
            line.add("--pdeathsig=" + deathSignal);
        }
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line);
        // "/", because the server's user may not be able to enter ours. Our environment may hold secrets, and PG*
        // variables
        // that would change the server.
        builder.directory(new File("/"));
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", SYSTEM_PATH, "LC_ALL", "C", "TZ", "UTC"));
        return builder.redirectErrorStream(true);
    }

    /**
     * Runs a program to its end.
     *
     * @param input what it reads
     * @param longest how long it may take before it is killed
     * @throws IOException if it cannot be started or fails; the message ends with what it wrote
     */
    void run(List<String> command, String input, Duration longest) throws IOException, InterruptedException {
        Process process = builder("KILL", command).start();
        CompletableFuture.delayedExecutor(longest.toMillis(), TimeUnit.MILLISECONDS)
                .execute(process::destroyForcibly);
        try {
            try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
                stdin.write(input);
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException(command.get(0) + ": exit status " + status + " (expected: 0): " + output.strip());
            }
        } finally {
            process.destroyForcibly();
        }
    }

    /** Sends a signal by name; Java itself knows only TERM, which lets PostgreSQL wait for its clients, and KILL. */
    static void signal(long pid, String signal) {
        try {
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            LOG.debug("kill -{} {} {}", signal, pid, output);
        } catch (IOException e) {
            LOG.warn("process {} could not be sent SIG{}; stop it by hand", pid, signal, e);
        }
    }
}
