package dev.attacca.benchmarks.chart;

import dev.attacca.benchmarks.chart.Svg.Anchor;
import dev.attacca.benchmarks.chart.Svg.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Panels of curves over the number of calls in flight, both axes logarithmic, each curve named at its end. */
public final class CurveChart {
    private static final double WIDTH = 470;
    private static final double HEIGHT = 330;
    private static final double LEFT = 56;
    private static final double RIGHT = 118;
    private static final double HEAD = 30;
    private static final double FOOT = 40;
    private static final double GAP = 20;
    private static final double TOP = 64;
    private static final double LABEL = 14;

    private final Inks inks;
    private final String title;
    private final String subtitle;
    private final List<Panel> panels = new ArrayList<>();

    /** A chart without panels yet. */
    public CurveChart(Inks inks, String title, String subtitle) {
        this.inks = inks;
        this.title = title;
        this.subtitle = subtitle;
    }

    /**
     * A point of a curve.
     *
     * @param subject whose curve
     * @param inFlight how many calls at a time; above 0
     * @param value what was measured; above 0
     */
    public record Dot(String subject, int inFlight, double value) {}

    private record Panel(String title, List<Dot> dots) {}

    /** Adds a panel; without points it is left out. */
    public void panel(String name, List<Dot> dots) {
        List<Dot> above = dots.stream().filter(dot -> dot.value() > 0).toList();
        if (!above.isEmpty()) {
            panels.add(new Panel(name, above));
        }
    }

    /** The drawing; two panels in a row. */
    public String svg() {
        int rows = (panels.size() + 1) / 2;
        Svg svg = new Svg(2 * WIDTH + 3 * GAP, TOP + rows * (HEIGHT + GAP), title);
        svg.text(GAP, 24, Anchor.START, Inks.TEXT, true, 17, title);
        svg.text(GAP, 46, Anchor.START, Inks.QUIET, false, 12, subtitle);
        for (int i = 0; i < panels.size(); i++) {
            double x = GAP + (i % 2) * (WIDTH + GAP);
            int row = i / 2;
            double y = TOP + row * (HEIGHT + GAP);
            new Plot(inks, svg, panels.get(i), x, y).draw();
        }
        return svg.end();
    }

    /** One panel in its place. */
    private static final class Plot {
        private final Inks inks;
        private final Svg svg;
        private final Panel panel;
        private final double left;
        private final double right;
        private final double top;
        private final double bottom;
        private final int lowest;
        private final int highest;
        private final double leastCalls;
        private final double mostCalls;

        Plot(Inks inks, Svg svg, Panel panel, double x, double y) {
            this.inks = inks;
            this.svg = svg;
            this.panel = panel;
            left = x + LEFT;
            right = x + WIDTH - RIGHT;
            top = y + HEAD;
            bottom = y + HEIGHT - FOOT;
            lowest = (int) Math.floor(Math.log10(
                    panel.dots().stream().mapToDouble(Dot::value).min().orElse(1)));
            highest = Math.max(lowest + 1, (int) Math.ceil(Math.log10(
                    panel.dots().stream().mapToDouble(Dot::value).max().orElse(10))));
            leastCalls = panel.dots().stream().mapToInt(Dot::inFlight).min().orElse(1);
            mostCalls = panel.dots().stream().mapToInt(Dot::inFlight).max().orElse(1);
        }

        void draw() {
            svg.text(left - LEFT, top - HEAD / 2, Anchor.START, Inks.TEXT, true, 13, panel.title());
            for (int power = lowest; power <= highest; power++) {
                double y = y(Math.pow(10, power));
                svg.line(left, y, right, y, Inks.GRID, 1);
                svg.text(left - 8, y, Anchor.END, Inks.QUIET, false, 11, micros(Math.pow(10, power)));
            }
            panel.dots().stream().mapToInt(Dot::inFlight).distinct().sorted().forEach(calls -> {
                svg.line(x(calls), top, x(calls), bottom, Inks.GRID, 1);
                svg.text(x(calls), bottom + 14, Anchor.MIDDLE, Inks.QUIET, false, 11, Integer.toString(calls));
            });
            svg.text((left + right) / 2, bottom + 30, Anchor.MIDDLE, Inks.QUIET, false, 11, "calls in flight");
            List<String> subjects =
                    panel.dots().stream().map(Dot::subject).distinct().toList();
            // Ours last, so that it lies above the others.
            subjects.stream().sorted(Comparator.comparing(inks::isOurs)).forEach(this::curve);
            names(subjects);
        }

        private void curve(String subject) {
            List<Point> points = dots(subject).stream()
                    .map(dot -> new Point(x(dot.inFlight()), y(dot.value())))
                    .toList();
            svg.curve(points, inks.of(subject), inks.isOurs(subject) ? 3 : 1.6);
        }

        private List<Dot> dots(String subject) {
            return panel.dots().stream()
                    .filter(dot -> dot.subject().equals(subject))
                    .sorted(Comparator.comparingInt(Dot::inFlight))
                    .toList();
        }

        /** Names beside the ends of the curves, moved apart where they would lie on each other. */
        private void names(List<String> subjects) {
            List<Point> ends = new ArrayList<>();
            List<String> inOrder = new ArrayList<>(subjects);
            inOrder.sort(Comparator.comparingDouble(this::end));
            inOrder.forEach(subject -> ends.add(new Point(right, end(subject))));
            double[] places = Places.apart(ends.stream().mapToDouble(Point::y).toArray(), LABEL, top, bottom);
            for (int i = 0; i < places.length; i++) {
                String subject = inOrder.get(i);
                svg.line(right + 5, ends.get(i).y(), right + 14, places[i], inks.of(subject), 1);
                svg.text(right + 17, places[i], Anchor.START, inks.of(subject), inks.isOurs(subject), 11, subject);
            }
        }

        private double end(String subject) {
            List<Dot> dots = dots(subject);
            return y(dots.get(dots.size() - 1).value());
        }

        private double x(double calls) {
            double part =
                    mostCalls == leastCalls ? 0.5 : Math.log(calls / leastCalls) / Math.log(mostCalls / leastCalls);
            return left + part * (right - left);
        }

        private double y(double value) {
            return bottom - (Math.log10(value) - lowest) / (highest - lowest) * (bottom - top);
        }
    }

    private static String micros(double value) {
        if (value >= 1_000_000) {
            return String.format(Locale.ROOT, "%.0f s", value / 1_000_000);
        }
        return value >= 1_000
                ? String.format(Locale.ROOT, "%.0f ms", value / 1_000)
                : String.format(Locale.ROOT, value < 1 ? "%.1f us" : "%.0f us", value);
    }
}
