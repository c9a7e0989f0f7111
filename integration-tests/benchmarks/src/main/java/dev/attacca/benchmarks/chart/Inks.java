package dev.attacca.benchmarks.chart;

import java.util.Map;

/**
 * Which colour a subject has in every drawing: ours stands out, and all can be told apart by those who see few colours.
 *
 * @param ours what the names of our own subjects begin with
 * @param others the colours of those we are measured beside; who has none looks like ours
 */
public record Inks(String ours, Map<String, String> others) {
    static final String TEXT = "#1f2933";
    static final String QUIET = "#6b7785";
    static final String GRID = "#e3e7eb";

    private static final String OURS = "#d9480f";

    String of(String subject) {
        return others.getOrDefault(subject, OURS);
    }

    boolean isOurs(String subject) {
        return subject.startsWith(ours);
    }
}
