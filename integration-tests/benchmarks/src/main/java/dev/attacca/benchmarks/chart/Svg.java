package dev.attacca.benchmarks.chart;

import java.util.List;
import java.util.Locale;

/** Writes a drawing as SVG. Lengths are pixels from the upper left corner. Confined to one thread. */
final class Svg {
    private static final double MIDDLE_OF_CAPITALS = 0.36;

    private final StringBuilder written = new StringBuilder();

    /** Where a text's position is. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** A point. */
    record Point(double x, double y) {}

    /** A drawing of that size on white. */
    Svg(double width, double height, String title) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" width=\"%s\" height=\"%s\""
                        + " font-family=\"DejaVu Sans, Verdana, Arial, sans-serif\" font-size=\"12\">",
                number(width), number(height), number(width), number(height));
        add("<title>%s</title>", escaped(title));
        rectangle(0, 0, width, height, "#ffffff");
    }

    /** A filled rectangle; nothing when it has no width. */
    void rectangle(double x, double y, double width, double height, String colour) {
        if (width > 0) {
            add(
                    "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>",
                    number(x), number(y), number(width), number(height), colour);
        }
    }

    void line(double x1, double y1, double x2, double y2, String colour, double width) {
        add(
                "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-width=\"%s\"/>",
                number(x1), number(y1), number(x2), number(y2), colour, number(width));
    }

    /** A line through points, with a dot at each. */
    void curve(List<Point> points, String colour, double width) {
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            path.append(path.isEmpty() ? "" : " ")
                    .append(number(point.x()))
                    .append(',')
                    .append(number(point.y()));
        }
        add(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" stroke-linejoin=\"round\"/>",
                path, colour, number(width));
        for (Point point : points) {
            add(
                    "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\"/>",
                    number(point.x()), number(point.y()), number(width + 1), colour);
        }
    }

    /** A line of text; its position is the middle of its height, as every viewer finds it. */
    void text(double x, double y, Anchor anchor, String colour, boolean bold, double size, String text) {
        add(
                "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" fill=\"%s\" font-size=\"%s\"%s>%s</text>",
                number(x),
                number(y + size * MIDDLE_OF_CAPITALS),
                anchor.name().toLowerCase(Locale.ROOT),
                colour,
                number(size),
                bold ? " font-weight=\"bold\"" : "",
                escaped(text));
    }

    /** The whole drawing. */
    String end() {
        return written + "</svg>\n";
    }

    private void add(String format, Object... values) {
        written.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("length: " + value + " (expected: a number)");
        }
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
