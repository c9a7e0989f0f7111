package dev.attacca.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A supported release: what peers in the field may still be.
 *
 * @param name {@code 1.1}
 * @param file its lock
 * @param lock what it said
 */
record Release(String name, String file, ObjectsLock lock) {
    static final String ENDING = ".lock";

    /** The locks of a folder, oldest first: numbers in names compare as numbers. Empty if there is no such folder. */
    static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted(Comparator.comparing(Release::sortKey))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String sortKey(Path file) {
        StringBuilder key = new StringBuilder();
        for (String part : nameOf(file).split("[.-]", -1)) {
            key.append("0".repeat(Math.max(0, 9 - part.length()))).append(part).append('.');
        }
        return key.toString();
    }

    private static String nameOf(Path file) {
        String fileName = String.valueOf(file.getFileName());
        return fileName.endsWith(ENDING) ? fileName.substring(0, fileName.length() - ENDING.length()) : fileName;
    }

    static Release read(Path file) {
        return new Release(nameOf(file), Places.shown(file), ObjectsLock.read(file));
    }
}
