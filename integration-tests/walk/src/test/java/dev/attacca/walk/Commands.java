package dev.attacca.walk;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs commands in a folder. */
final class Commands {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Commands() {}

    /**
     * How a command ended.
     *
     * @param exit its exit code
     * @param output everything that it said
     */
    record Ended(int exit, String output) {}

    /** Whether a command can be started and ends well. */
    static boolean works(Path folder, String... command) {
        try {
            return run(folder, command).exit() == 0;
        } catch (UncheckedIOException notThere) {
            return false;
        }
    }

    /**
     * Runs a command to its end, at most a minute.
     *
     * @throws UncheckedIOException if there is no such command
     */
    static Ended run(Path folder, String... command) {
        try {
            File output = Files.createTempFile("attacca-foreign", ".log").toFile();
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start();
            boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            process.destroyForcibly();
            String said = Files.readString(output.toPath());
            Files.delete(output.toPath());
            if (!ended) {
                throw new AssertionError(List.of(command) + ": still running after " + PATIENCE + ", said: " + said);
            }
            return new Ended(process.exitValue(), said);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
