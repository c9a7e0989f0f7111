package dev.attacca.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of output in the making: pieces of text with their styles.
 *
 * <p>Thread safety: confined to one thread.
 */
final class Line {
    private record Span(String text, Style style) {}

    private final List<Span> spans = new ArrayList<>();
    private int width;

    /** An empty line. */
    static Line empty() {
        return new Line();
    }

    /** A line that begins with plain text. */
    static Line of(String text) {
        return new Line().add(text);
    }

    /** A line that begins with text of a style. */
    static Line of(Style style, String text) {
        return new Line().add(style, text);
    }

    /** Goes on in plain text. */
    Line add(String text) {
        return add(Style.PLAIN, text);
    }

    /** Goes on in a style. */
    Line add(Style style, String text) {
        spans.add(new Span(text, style));
        width += text.length();
        return this;
    }

    /** Goes on at a column, counted from 0, after at least one blank. */
    Line at(int column) {
        return add(" ".repeat(Math.max(width == 0 ? 0 : 1, column - width)));
    }

    /** Goes on so that the text ends before a column, after at least one blank. */
    Line endingAt(int column, Style style, String text) {
        return at(column - text.length()).add(style, text);
    }

    /** The line as the terminal gets it, without a line break, in characters that it can show. */
    String render(Terminal terminal) {
        return render(terminal, Integer.MAX_VALUE);
    }

    /** The same, cut to the width of the terminal. */
    String cut(Terminal terminal) {
        return render(terminal, terminal.columns());
    }

    private String render(Terminal terminal, int width) {
        StringBuilder out = new StringBuilder();
        int left = width;
        for (Span span : spans) {
            String text = terminal.showable(span.text());
            String piece = text.length() <= left ? text : cut(text, left, terminal);
            out.append(terminal.color() ? span.style().paint(piece) : piece);
            left -= piece.length();
            if (piece.length() < text.length() || left == 0) {
                break;
            }
        }
        return out.toString().stripTrailing();
    }

    private static String cut(String text, int width, Terminal terminal) {
        String ellipsis = terminal.showable("…");
        return width < ellipsis.length()
                ? text.substring(0, Math.max(0, width))
                : text.substring(0, width - ellipsis.length()) + ellipsis;
    }

    /** Words in lines of at most a width; a word that is longer is cut nowhere. No-break spaces hold words together. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
