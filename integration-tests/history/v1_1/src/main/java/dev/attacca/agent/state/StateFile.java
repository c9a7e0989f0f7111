package dev.attacca.agent.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Small files of {@code key=value} lines that are there whole or not at all, also after a power failure. Neither keys nor values hold
 * line breaks.
 *
 * <p>Thread safety: stateless; one writer per file.
 */
public final class StateFile {
    private StateFile() {}

    /** Makes a folder, and those above it, readable for their owner only. */
    public static void createFolder(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** The content, or null when there is no such file. */
    public static @Nullable Map<String, String> read(Path file) {
        try {
            Map<String, String> content = new LinkedHashMap<>();
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                int equals = line.indexOf('=');
                content.put(line.substring(0, equals), line.substring(equals + 1));
            }
            return content;
        } catch (NoSuchFileException none) {
            return null;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + ": cannot be read (expected: a file of this agent)", unreadable);
        }
    }

    /**
     * Replaces the content of a file, and makes its folder if there is none. A thread that was interrupted before still writes, and is
     * interrupted afterwards.
     */
    public static void write(Path folder, String name, Map<String, String> content) {
        // Channels refuse to work for an interrupted thread, but what is to be noted has happened.
        boolean interrupted = Thread.interrupted();
        try {
            replace(folder, name, content);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void replace(Path folder, String name, Map<String, String> content) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(content)
                .forEach((key, value) ->
                        lines.append(key).append('=').append(value).append('\n'));
        Path file = folder.resolve(name);
        Path written = folder.resolve(name + ".new");
        try {
            createFolder(folder);
            try (FileChannel channel = FileChannel.open(
                    written,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines.toString());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(
                    file + ": cannot be written (expected: a writable state-directory with room on its disk)", refused);
        }
    }
}
