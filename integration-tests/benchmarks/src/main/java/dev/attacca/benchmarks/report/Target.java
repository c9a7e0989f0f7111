package dev.attacca.benchmarks.report;

/**
 * A promise about objects and what became of it.
 *
 * @param what what is promised
 * @param measured what was measured
 * @param bound what it may be
 * @param unit of both
 * @param atLeast whether more is better
 */
record Target(String what, double measured, double bound, String unit, boolean atLeast) {

    static Target atMost(String what, double measured, double bound, String unit) {
        return new Target(what, measured, bound, unit, false);
    }

    static Target atLeast(String what, double measured, double bound, String unit) {
        return new Target(what, measured, bound, unit, true);
    }

    boolean met() {
        return atLeast ? measured >= bound : measured <= bound;
    }
}
