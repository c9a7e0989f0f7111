package dev.attacca.benchmarks.report;

/**
 * A promise and what became of it.
 *
 * @param what what is promised
 * @param measured what was measured
 * @param bound what it may be
 * @param unit of both
 * @param atLeast whether more is better
 */
public record Target(String what, double measured, double bound, String unit, boolean atLeast) {

    /** Less is better. */
    public static Target atMost(String what, double measured, double bound, String unit) {
        return new Target(what, measured, bound, unit, false);
    }

    /** More is better. */
    public static Target atLeast(String what, double measured, double bound, String unit) {
        return new Target(what, measured, bound, unit, true);
    }

    /** Whether it holds; what was not measured does not. */
    public boolean met() {
        return atLeast ? measured >= bound : measured <= bound;
    }
}
