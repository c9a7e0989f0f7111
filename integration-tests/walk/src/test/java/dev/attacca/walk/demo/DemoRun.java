package dev.attacca.walk.demo;

import dev.attacca.fleet.Patience;
import dev.attacca.fleet.Release;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One run of the demo as a process of its own, with a temporary folder of its own.
 *
 * <p>Thread safety: confined to one thread.
 */
final class DemoRun implements AutoCloseable {
    private static final int NEWER_JDK = 24;

    private final Path folder;
    private final Path output;
    private final Process process;

    private DemoRun(Path folder, Path output, Process process) {
        this.folder = folder;
        this.output = output;
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param folder where the demo keeps its files; the user of the database server must get through to it
     * @param output where its output goes
     */
    static DemoRun start(Path folder, Path output, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        // Where the build runs in the background of a shell, Ctrl-C would be ignored by everything it starts.
        command.addAll(List.of("env", "--default-signal=INT", "LC_ALL=C.UTF-8"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-Djava.io.tmpdir=" + folder, "-Dattacca.home=" + Release.home(), "-Dkryo.unsafe=false"));
        if (Runtime.version().feature() >= NEWER_JDK) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.add("-cp");
        command.add(Release.jars("integration-tests/demo").stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)));
        command.add("dev.attacca.demo.Demo");
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new DemoRun(folder, output, process);
    }

    /** Waits until a part of the story has begun. */
    void awaitText(String text) {
        boolean there = Patience.of(Duration.ofSeconds(90)).until(() -> output().contains(text) || !process.isAlive());
        if (!there || !output().contains(text)) {
            throw new AssertionError("'" + text + "' was not said: " + output());
        }
    }

    /** Sends a signal as a terminal or a user does. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Kills its agents, and nothing else. */
    void killAgents() {
        process.descendants()
                .filter(child ->
                        child.info().arguments().stream().flatMap(Stream::of).anyMatch(Release.AGENT_MAIN::equals))
                .forEach(ProcessHandle::destroyForcibly);
    }

    /** Waits for its end, at most the two minutes that it promises. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            throw new AssertionError("the demo still runs after two minutes: " + output());
        }
        return process.exitValue();
    }

    /** What it said so far. */
    String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Everything that is still in its temporary folder. */
    List<Path> files() throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.toList();
        }
    }

    /** Command lines of living processes that have to do with its temporary folder. */
    List<String> processes() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            for (Path each : all.filter(path -> path.getFileName().toString().matches("[0-9]+"))
                    .toList()) {
                String started = read(each.resolve("cmdline")) + read(each.resolve("environ"));
                if (started.contains(folder + "/")) {
                    found.add(started.replace('\0', ' '));
                }
            }
        }
        return found;
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException ended) {
            return "";
        }
    }

    /** Ends it like Ctrl-C, should a test have failed on the way. */
    @Override
    public void close() {
        process.destroy();
        if (!Patience.of(Duration.ofMinutes(1)).until(() -> !process.isAlive())) {
            throw new AssertionError("the demo still runs a minute after SIGTERM: " + output());
        }
    }
}
