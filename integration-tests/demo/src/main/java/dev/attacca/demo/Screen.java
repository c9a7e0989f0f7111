package dev.attacca.demo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.attacca.fleet.FleetException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the demo tells its story: lines that stay, one after the other, and below them, on a terminal, a few that are replaced as
 * things change. Without a terminal the latter are not written.
 *
 * <p>Thread safety: safe for use by several threads.
 */
final class Screen {
    private static final int LINES_ABOVE = 6;

    private final Terminal terminal;
    private final PrintStream out;

    @GuardedBy("this")
    private List<String> footer = List.of();

    @GuardedBy("this")
    private boolean silent;

    Screen(Terminal terminal, OutputStream out) {
        this.terminal = terminal;
        this.out = new PrintStream(out, false, terminal.charset());
    }

    /** What it writes to. */
    Terminal terminal() {
        return terminal;
    }

    /** The title of a part of the story. */
    void heading(int number, String title, String what) {
        print(List.of(
                Line.empty(), Line.of(Style.STRONG, number + "  " + title).add(Style.DIM, "   " + what), Line.empty()));
    }

    /** A line that stays. */
    void print(Line line) {
        print(List.of(line));
    }

    /** Lines that stay; one that is wider than the terminal is broken by it. */
    synchronized void print(List<Line> lines) {
        if (silent || lines.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder(erased());
        lines.forEach(line -> text.append(line.render(terminal)).append('\n'));
        footer.forEach(line -> text.append(line).append('\n'));
        write(text);
    }

    /** Replaces the lines below by others, cut to the width of the terminal; none, to take them away. */
    synchronized void below(List<Line> lines) {
        List<String> rendered = terminal.live() && lines.size() + LINES_ABOVE <= terminal.rows()
                ? lines.stream().map(line -> line.cut(terminal)).collect(Collectors.toList())
                : List.of();
        if (silent || rendered.equals(footer)) {
            return;
        }
        StringBuilder text = new StringBuilder(erased());
        footer = rendered;
        footer.forEach(line -> text.append(line).append('\n'));
        write(text);
    }

    /** Takes the lines below away and writes nothing more: somebody else has the last word. */
    synchronized void silence() {
        if (!silent) {
            below(List.of());
            silent = true;
        }
    }

    @GuardedBy("this")
    private String erased() {
        return footer.isEmpty() ? "" : "\033[" + footer.size() + "A\r\033[J";
    }

    @GuardedBy("this")
    private void write(StringBuilder text) {
        // In one piece, so that nobody sees the lines between being erased and being written again.
        out.print(text);
        if (out.checkError()) {
            silent = true;
            throw new FleetException("standard output: closed (expected: somebody who reads); the demo ends");
        }
    }
}
