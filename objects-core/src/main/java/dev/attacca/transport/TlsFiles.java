package dev.attacca.transport;

import dev.attacca.error.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the files of one side's TLS held at one moment. Contents rather than times are compared, because a file that was replaced
 * twice within a tick of its file system's clock must not be missed. Immutable.
 */
final class TlsFiles {
    private static final int LARGEST = 1024 * 1024;

    private final Map<Path, byte[]> contents = new LinkedHashMap<>();

    private TlsFiles() {}

    /**
     * Reads the files.
     *
     * @throws ConfigurationException if one of them cannot be read
     */
    static TlsFiles read(Iterable<Path> files) {
        TlsFiles read = new TlsFiles();
        for (Path file : files) {
            read.contents.put(file, contentOf(file));
        }
        return read;
    }

    private static byte[] contentOf(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new ConfigurationException("tls: " + file + ": larger than " + LARGEST
                        + " bytes (expected: certificates or a key); correct the path");
            }
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new ConfigurationException(
                    "tls: " + file + " cannot be read: " + unreadable
                            + " (expected: a file that this user may read); create it, or correct the path",
                    Map.of("file", file.toString()),
                    unreadable);
        }
    }

    boolean sameAs(TlsFiles other) {
        return contents.keySet().equals(other.contents.keySet())
                && contents.entrySet().stream()
                        .allMatch(entry -> Arrays.equals(entry.getValue(), other.contents.get(entry.getKey())));
    }

    ByteArrayInputStream open(Path file) {
        byte[] content = contents.get(file);
        if (content == null) {
            throw new IllegalArgumentException("file: " + file + " (expected: one of those that were read)");
        }
        return new ByteArrayInputStream(content);
    }
}
