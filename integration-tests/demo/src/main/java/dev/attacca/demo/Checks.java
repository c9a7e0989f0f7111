package dev.attacca.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * What the demo claims, and whether it is so.
 *
 * <p>Thread safety: confined to one thread.
 */
final class Checks {
    private final List<Check> checks = new ArrayList<>();

    /**
     * One claim.
     *
     * @param claim what is said
     * @param problems what contradicts it; empty when it holds
     */
    record Check(String claim, List<String> problems) {
        boolean holds() {
            return problems.isEmpty();
        }
    }

    /** Adds a claim and everything that contradicts it. */
    void add(String claim, List<String> problems) {
        checks.add(new Check(claim, List.copyOf(problems)));
    }

    /** All of them, in the order in which they were made. */
    List<Check> all() {
        return List.copyOf(checks);
    }

    /** How many hold. */
    long holding() {
        return checks.stream().filter(Check::holds).count();
    }

    /** Whether there are any, and all of them hold. */
    boolean allHold() {
        return !checks.isEmpty() && holding() == checks.size();
    }

    /** The list, a line or two for each. */
    static List<Line> lines(List<Check> checks) {
        List<Line> lines = new ArrayList<>();
        for (Check check : checks) {
            lines.add(Line.of("  ")
                    .add(check.holds() ? Style.GOOD : Style.BAD, check.holds() ? "✓" : "✗")
                    .add(" " + check.claim()));
            for (String problem : check.problems()) {
                Line.wrap(problem, Terminal.WIDEST - 8)
                        .forEach(part -> lines.add(Line.of("       ").add(Style.BAD, part)));
            }
        }
        return lines;
    }
}
