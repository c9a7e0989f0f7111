package dev.attacca.benchmarks.chart;

import dev.attacca.benchmarks.chart.Svg.Anchor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Panels of bars: one per way of measuring, a bar per subject with its quartiles, the best first. A bar that would leave no room
 * for the others is cut, which two strokes through it tell.
 */
public final class BarChart {
    private static final double WIDTH = 460;
    private static final double BAR = 20;
    private static final double NAMES = 120;
    private static final double VALUES = 70;
    private static final double HEAD = 34;
    private static final double GAP = 24;
    private static final double TOP = 64;
    private static final double CUT = 6;
    private static final double FAR_BEYOND = 3;
    private static final double ROOM = 1.5;

    private final Inks inks;
    private final String title;
    private final String subtitle;
    private final boolean moreIsBetter;
    private final List<Panel> panels = new ArrayList<>();

    /** A chart without panels yet. */
    public BarChart(Inks inks, String title, String subtitle, boolean moreIsBetter) {
        this.inks = inks;
        this.moreIsBetter = moreIsBetter;
        this.title = title;
        this.subtitle = subtitle;
    }

    /**
     * A bar.
     *
     * @param subject whose it is
     * @param value how long it is
     * @param low where its whisker begins
     * @param high where its whisker ends
     */
    public record Bar(String subject, double value, double low, double high) {}

    private record Panel(String title, List<Bar> bars) {
        double height() {
            return HEAD + bars.size() * BAR;
        }
    }

    /** Adds a panel; without bars it is left out. */
    public void panel(String name, List<Bar> bars) {
        if (!bars.isEmpty()) {
            Comparator<Bar> shortestFirst = Comparator.comparingDouble(Bar::value);
            List<Bar> bestFirst = new ArrayList<>(bars);
            bestFirst.sort(moreIsBetter ? shortestFirst.reversed() : shortestFirst);
            panels.add(new Panel(name, bestFirst));
        }
    }

    /** The drawing; two panels in a row. */
    public String svg() {
        double height = TOP;
        for (int i = 0; i < panels.size(); i += 2) {
            height += rowHeight(i) + GAP;
        }
        Svg svg = new Svg(2 * WIDTH + 3 * GAP, height, title);
        svg.text(GAP, 24, Anchor.START, Inks.TEXT, true, 17, title);
        svg.text(GAP, 46, Anchor.START, Inks.QUIET, false, 12, subtitle);
        double y = TOP;
        for (int i = 0; i < panels.size(); i++) {
            draw(svg, panels.get(i), GAP + (i % 2) * (WIDTH + GAP), y);
            if (i % 2 == 1) {
                y += rowHeight(i - 1) + GAP;
            }
        }
        return svg.end();
    }

    private double rowHeight(int first) {
        double one = panels.get(first).height();
        return first + 1 < panels.size() ? Math.max(one, panels.get(first + 1).height()) : one;
    }

    private void draw(Svg svg, Panel panel, double x, double y) {
        svg.text(x, y + HEAD / 2, Anchor.START, Inks.TEXT, true, 13, panel.title());
        double longest = longest(panel.bars());
        double scale = (WIDTH - NAMES - VALUES) / Math.max(longest, Double.MIN_NORMAL);
        double left = x + NAMES;
        double top = y + HEAD;
        for (Bar bar : panel.bars()) {
            double middle = top + BAR / 2;
            boolean ours = inks.isOurs(bar.subject());
            double end = left + Math.min(longest, Math.max(bar.value(), bar.high())) * scale;
            svg.text(left - 8, middle, Anchor.END, Inks.TEXT, ours, 12, bar.subject());
            svg.rectangle(left, top + 3, Math.min(longest, bar.value()) * scale, BAR - 6, inks.of(bar.subject()));
            if (bar.value() > longest) {
                cut(svg, end - 2 * CUT, top);
            } else if (bar.high() > bar.low()) {
                svg.line(left + bar.low() * scale, middle, end, middle, Inks.TEXT, 1.5);
            }
            svg.text(end + 6, middle, Anchor.START, Inks.TEXT, ours, 12, written(bar.value()));
            top += BAR;
        }
        svg.line(left, y + HEAD, left, top, Inks.QUIET, 1);
    }

    /** What the longest bar stands for: the second longest one with some room if the longest is far beyond it. */
    private static double longest(List<Bar> bars) {
        double[] ends = bars.stream()
                .mapToDouble(bar -> Math.max(bar.value(), bar.high()))
                .sorted()
                .toArray();
        double last = ends[ends.length - 1];
        double before = ends.length > 1 ? ends[ends.length - 2] : last;
        return last > FAR_BEYOND * before ? ROOM * before : last;
    }

    private static void cut(Svg svg, double x, double top) {
        for (int stroke = 0; stroke < 2; stroke++) {
            double left = x - stroke * CUT * 1.5;
            svg.line(left, top + BAR - 2, left + CUT, top + 2, "#ffffff", 2.5);
        }
    }

    private static String written(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
    }
}
