package dev.attacca.walk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * What the tests measured, for people: on standard output at once, and in {@code target/figures.txt}.
 *
 * <p>Thread safety: safe for use by several threads.
 */
final class Figures {
    private static final Path FILE = Path.of("target", "figures.txt");

    @GuardedBy("Figures.class")
    private static final TreeMap<String, String> MEASURED = new TreeMap<>();

    private Figures() {}

    /** Notes a number of something. */
    static void note(String what, long value, String unit) {
        write(what, value + " " + unit);
    }

    /** Notes how long something took, given in nanoseconds. */
    static void seconds(String what, long nanos) {
        write(what, String.format(Locale.ROOT, "%.2f s", nanos / 1e9));
    }

    private static synchronized void write(String what, String value) {
        MEASURED.put(what, value);
        System.out.println("[figure] " + what + ": " + value);
        List<String> lines = new ArrayList<>();
        MEASURED.forEach((each, measured) -> lines.add(each + ": " + measured));
        try {
            Files.createDirectories(FILE.toAbsolutePath().getParent());
            Files.write(FILE, lines);
        } catch (IOException refused) {
            throw new UncheckedIOException(FILE + ": cannot be written (expected: a folder of this build)", refused);
        }
    }
}
