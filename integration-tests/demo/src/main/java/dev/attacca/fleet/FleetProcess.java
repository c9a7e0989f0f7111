package dev.attacca.fleet;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One JVM of the fleet: how it is started, ended and read. Its output and its log are appended to one file over all its lives.
 *
 * <p>Thread safety: one thread starts and ends it; anybody may ask.
 */
abstract sealed class FleetProcess permits ConductorProcess, AgentProcess {
    private static final int TAIL = 25;
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final int NEWER_JDK = 24;

    private final String name;
    private final Path folder;
    private volatile @Nullable Process process;

    FleetProcess(String name, Path folder) {
        this.name = name;
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException refused) {
            throw new UncheckedIOException(folder + ": cannot be made (expected: a folder to write in)", refused);
        }
    }

    /** Starts the program; returns at once. */
    final void launch(List<Path> classPath, String main, Map<String, String> settings) {
        if (isAlive()) {
            throw new FleetException(name + ": runs already as process " + pid() + " (expected: ended); stop it first");
        }
        // A session of its own: Ctrl-C at a terminal reaches whoever started the fleet, and that one ends it in order.
        List<String> command = new ArrayList<>(OsProcesses.SETSID);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Short lives on few cores: the optimizing compiler and parallel collectors would only compete with the work.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Dkryo.unsafe=false"));
        if (Runtime.version().feature() >= NEWER_JDK) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.add("-cp");
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(main);
        settings.forEach((key, value) -> command.addAll(List.of("--" + key, value)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
        // What this user's shell sets for a conductor or an agent is not meant for these.
        builder.environment().keySet().removeIf(key -> key.startsWith("ATTACCA_"));
        try {
            Process started = builder.start();
            process = started;
            KeptFleets.record(folder, started.toHandle());
        } catch (IOException refused) {
            throw new FleetException(name + ": cannot be started (expected: a Java program that may run)", refused);
        }
    }

    /** What it is called in messages and files. */
    public final String name() {
        return name;
    }

    /** Where its files are. */
    public final Path folder() {
        return folder;
    }

    /** Its output and its log. */
    public final Path logFile() {
        return folder.resolve("output.log");
    }

    /** Its process number, also after its end. */
    public final long pid() {
        return started().pid();
    }

    /** Whether it runs. */
    public final boolean isAlive() {
        Process now = process;
        return now != null && now.isAlive();
    }

    /** How it ended. Waits for the end. */
    public final int exitCode() {
        Process now = started();
        if (!ended(now, STOP)) {
            throw failed("has not ended in " + STOP.toSeconds() + " s (expected: its end)");
        }
        return now.exitValue();
    }

    /** Asks it to end ({@code SIGTERM}) without waiting. */
    public final void terminate() {
        if (isAlive()) {
            started().destroy();
        }
    }

    /**
     * Asks it to end and waits for it; nothing to do where it has ended.
     *
     * @throws FleetException if it does not end in time, or with another exit code than 0
     */
    public final void stop() {
        if (!isAlive()) {
            return;
        }
        terminate();
        int exit = exitCode();
        if (exit != 0) {
            throw failed("ended with " + exit + " (expected: 0 when it is asked to stop)");
        }
    }

    /** Kills it ({@code SIGKILL}) and waits until it is gone. What it started is left alone. */
    public final void kill9() {
        Process now = started();
        now.destroyForcibly();
        if (!ended(now, STOP)) {
            throw failed("is still there " + STOP.toSeconds() + " s after SIGKILL (expected: gone)");
        }
    }

    /** Ends it in whatever way works, and what it left behind. Never throws for a process that ended badly. */
    final void end(Duration grace) {
        Process now = process;
        if (now != null && !ended(now, grace)) {
            kill9();
        }
        cleanUp();
    }

    /** Ends what outlives the process. */
    abstract void cleanUp();

    /**
     * Does nothing while it runs: whoever waits for something of it would wait in vain after its end.
     *
     * @throws FleetException if it has ended
     */
    public final void requireAlive() {
        Process now = started();
        if (!now.isAlive()) {
            throw failed("ended with " + now.exitValue() + " (expected: running)");
        }
    }

    /** The error that says what it did, with the tail of its log. */
    final FleetException failed(String what) {
        return new FleetException(name + ": " + what + "; see " + logFile() + ", it ends with\n  " + tail());
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(logFile(), StandardCharsets.UTF_8);
            return String.join("\n  ", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
        } catch (IOException unreadable) {
            return "(cannot be read: " + unreadable + ")";
        }
    }

    private Process started() {
        Process now = process;
        if (now == null) {
            throw new FleetException(name + ": never started (expected: started before it is asked)");
        }
        return now;
    }

    private static boolean ended(Process process, Duration atMost) {
        try {
            return process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new FleetException("interrupted while waiting for an end (expected: nobody interrupts)", interrupted);
        }
    }

    @Override
    public final String toString() {
        return name;
    }
}
