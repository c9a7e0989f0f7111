package dev.attacca.benchmarks.chart;

import java.util.Arrays;

/** Finds places for labels that want to stand at certain heights. */
final class Places {
    private Places() {}

    /**
     * Places in the same order, as near to the wanted ones as can be, at least a step apart. What does not fit between the
     * bounds goes beyond the lower one.
     *
     * @param wanted ascending
     */
    static double[] apart(double[] wanted, double step, double least, double most) {
        double[] places = Arrays.copyOf(wanted, wanted.length);
        double limit = most;
        for (int i = places.length - 1; i >= 0; i--) {
            places[i] = Math.min(places[i], limit);
            limit = places[i] - step;
        }
        limit = least;
        for (int i = 0; i < places.length; i++) {
            places[i] = Math.max(places[i], limit);
            limit = places[i] + step;
        }
        return places;
    }
}
