package dev.attacca.conductor;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@link ConductorMain} in a JVM of its own, with this one's class path. */
final class ConductorJvm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern READY = Pattern.compile("(?m)^ready: listening on [^ ]+:(\\d+), .*$");

    private final Process process;
    private final Path out;
    private final Path err;

    private ConductorJvm(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts one with these arguments; its output goes into files of the folder. */
    static ConductorJvm start(Path folder, String... arguments) {
        return start(folder, Map.of(), "", arguments);
    }

    /** Starts one with more in its environment and in front of its class path. */
    static ConductorJvm start(
            Path folder, Map<String, String> environment, String classPathPrefix, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPathPrefix + System.getProperty("java.class.path"),
                ConductorMain.class.getName()));
        command.addAll(List.of(arguments));
        try {
            Path out = Files.createTempFile(folder, "out", ".txt");
            Path err = Files.createTempFile(folder, "err", ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith(ConductorConfig.ENVIRONMENT_PREFIX));
            builder.environment().putAll(environment);
            return new ConductorJvm(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its ready line and returns the port that it names. */
    int awaitReady() {
        await().atMost(PATIENCE).until(() -> out().startsWith("ready: ") || !process.isAlive());
        Matcher ready = READY.matcher(out());
        if (!ready.find()) {
            throw new IllegalStateException("not ready: " + out() + err());
        }
        return Integer.parseInt(ready.group(1));
    }

    /** Waits for its end. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("still alive: " + out() + err());
        }
        return process.exitValue();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL, and waits until the kernel has buried it. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it has written to standard output. */
    String out() {
        return read(out);
    }

    /** What it has written to standard error. */
    String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        await().atMost(PATIENCE).until(() -> !process.isAlive());
    }
}
