package dev.attacca.agent;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What an agent is started with: its own classes and its runtime dependencies, and nothing that only tests need. */
final class RuntimeClassPath {
    private RuntimeClassPath() {}

    /** The entries, absolute. The build writes the dependencies' names before the tests run. */
    static List<Path> entries() {
        try {
            Path target = Path.of("target").toAbsolutePath();
            List<Path> entries = new ArrayList<>(List.of(target.resolve("classes")));
            String dependencies =
                    Files.readString(target.resolve("runtime-class-path.txt")).strip();
            for (String entry : dependencies.split(File.pathSeparator, -1)) {
                entries.add(Path.of(entry));
            }
            return entries;
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** The entries as the JVM takes them. */
    static String joined() {
        return String.join(
                File.pathSeparator, entries().stream().map(Path::toString).toList());
    }
}
