package dev.attacca.demo;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What can be shown where the output goes. Immutable.
 *
 * @param columns how wide a line should be, at most {@value #WIDEST}
 * @param rows how many lines are seen at once; 0 where the output is no terminal
 * @param live whether lines that were written can be replaced: a terminal that is not {@code dumb}
 * @param color whether to colour; never with {@code NO_COLOR}
 * @param unicode whether anything but ASCII can be written
 */
record Terminal(int columns, int rows, boolean live, boolean color, boolean unicode) {
    /** As wide as a line gets, however wide the terminal is. */
    static final int WIDEST = 100;

    private static final int USUAL_COLUMNS = 80;
    private static final int USUAL_ROWS = 24;
    private static final int NARROWEST = 40;

    /** What the standard output of this process is. */
    static Terminal detect() {
        boolean tty = isTerminal();
        return of(System.getenv(), tty, tty ? size() : null);
    }

    /**
     * What an output is.
     *
     * @param size what {@code stty size} says, rows and columns, or null if that is not known
     */
    static Terminal of(Map<String, String> environment, boolean tty, @Nullable String size) {
        boolean unicode = Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .filter(value -> value.toLowerCase(Locale.ROOT).replace("-", "").contains("utf8"))
                .isPresent();
        boolean live = tty && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        if (!live) {
            return new Terminal(WIDEST, 0, false, false, unicode);
        }
        int rows = USUAL_ROWS;
        int columns = USUAL_COLUMNS;
        if (size != null && size.matches("[1-9][0-9]{0,4} [1-9][0-9]{0,4}")) {
            String[] numbers = size.split(" ", -1);
            rows = Integer.parseInt(numbers[0]);
            columns = Integer.parseInt(numbers[1]);
        }
        boolean color = environment.getOrDefault("NO_COLOR", "").isEmpty();
        // The last column stays free: some terminals break the line there, and a broken line cannot be replaced.
        return new Terminal(Math.max(NARROWEST, Math.min(WIDEST, columns - 1)), rows, true, color, unicode);
    }

    /** How characters are written to it. */
    Charset charset() {
        return unicode ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
    }

    /** The text in characters that it can show, none of which moves the cursor. */
    String showable(String text) {
        String tame = text.replaceAll("[\\p{Cntrl}\u00a0]", " ");
        return unicode
                ? tame
                : tame.replace("✓", "[ok]")
                        .replace("✗", "[FAILED]")
                        .replace("→", "->")
                        .replace("…", "..")
                        .replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static boolean isTerminal() {
        try {
            String output = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return output.startsWith("/dev/pts/") || output.startsWith("/dev/tty") || output.equals("/dev/console");
        } catch (IOException noLinux) {
            return false;
        }
    }

    private static @Nullable String size() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Path.of("/dev/tty").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = stty.waitFor(2, TimeUnit.SECONDS);
            return ended ? new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip() : null;
        } catch (IOException noStty) {
            return null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
