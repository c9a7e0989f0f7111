package dev.attacca.conductor;

import dev.attacca.conductor.json.JsonLine;
import dev.attacca.error.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file that says that a conductor is ready and how to reach it. It appears whole or not at all, and is gone before the
 * conductor is.
 *
 * @param file its path
 */
record ReadyFile(Path file) implements AutoCloseable {
    private static final Pattern PID = Pattern.compile("\"pid\":(\\d{1,18})");

    /**
     * Removes what an earlier life left behind, unless that still lives, and finds out early whether the file can be written.
     *
     * @throws ConfigurationException if it cannot
     */
    static ReadyFile prepare(Path file) {
        ReadyFile ready = new ReadyFile(file.toAbsolutePath());
        try {
            Long owner = ready.owner();
            if (owner == null || ProcessHandle.of(owner).isEmpty()) {
                Files.deleteIfExists(ready.file);
            }
            Files.writeString(ready.unfinished(), "");
            Files.delete(ready.unfinished());
        } catch (IOException refused) {
            throw ready.refused(refused);
        }
        return ready;
    }

    /** Makes the file appear, in place of any other. */
    void write(Map<String, @Nullable Object> content) {
        try {
            Files.writeString(unfinished(), JsonLine.of(content) + "\n");
            Files.move(unfinished(), file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException refused) {
            throw refused(refused);
        }
    }

    private Path unfinished() {
        return file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid());
    }

    /** The process that the file tells of, or null. */
    private @Nullable Long owner() throws IOException {
        try {
            Matcher pid = PID.matcher(Files.readString(file));
            return pid.find() ? Long.valueOf(pid.group(1)) : null;
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    private ConfigurationException refused(IOException cause) {
        return new ConfigurationException(
                "ready-file: " + file + " cannot be written: " + cause
                        + " (expected: a file in an existing directory that may be written); create the directory, or name"
                        + " another file",
                Map.of("file", file.toString()),
                cause);
    }

    /** Removes the file, if it is still this process's. */
    @Override
    public void close() {
        try {
            Long owner = owner();
            if (owner != null && owner == ProcessHandle.current().pid()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
