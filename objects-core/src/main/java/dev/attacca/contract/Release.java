package dev.attacca.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    static Release read(Path file) {
        String fileName = String.valueOf(file.getFileName());
        String name = fileName.endsWith(ENDING) ? fileName.substring(0, fileName.length() - ENDING.length()) : fileName;
        return new Release(name, Places.shown(file), ObjectsLock.read(file));
    }

    /** The locks of a folder, oldest first: numbers in names compare as numbers. Empty if there is no such folder. */
    static List<Release> in(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Release> releases = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(ENDING))
                    .map(Release::read)
                    .forEach(releases::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        releases.sort(Comparator.comparing(Release::sortKey));
        return List.copyOf(releases);
    }

    private String sortKey() {
        StringBuilder key = new StringBuilder();
        for (String part : name.split("[.-]", -1)) {
            key.append("0".repeat(Math.max(0, 9 - part.length()))).append(part).append('.');
        }
        return key.toString();
    }
}
