package dev.attacca.benchmarks.report;

import java.util.Arrays;
import java.util.List;

/**
 * What was measured of one subject.
 *
 * @param name what was done, and by whom
 * @param unit the unit of the values
 * @param median the middle value
 * @param low the lower quartile
 * @param high the upper quartile
 * @param samples how many values there were
 */
public record Figure(String name, String unit, double median, double low, double high, int samples) {

    /** The figure of some values; at least one. */
    public static Figure of(String name, String unit, List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return new Figure(name, unit, at(sorted, 0.5), at(sorted, 0.25), at(sorted, 0.75), sorted.length);
    }

    /** Something counted rather than timed. */
    public static Figure exact(String name, String unit, double value) {
        return new Figure(name, unit, value, value, value, 1);
    }

    private static double at(double[] sorted, double part) {
        double position = part * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
