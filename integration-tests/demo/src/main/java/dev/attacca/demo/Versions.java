package dev.attacca.demo;

import dev.attacca.fleet.JsonLine;
import dev.attacca.fleet.Release;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the call log says about each release: how its agent was answered and what it could not be told.
 *
 * <p>Thread safety: confined to one thread.
 */
final class Versions {
    private static final int LABEL = 22;
    private static final int COLUMN = 21;
    private static final String SAVE = "Instance.saveExpecting";

    private final Map<Release, List<JsonLine>> calls = new LinkedHashMap<>();

    Versions(List<JsonLine> all) {
        for (Release release : Release.values()) {
            String host = InstancePlan.host(release);
            calls.put(
                    release,
                    all.stream()
                            .filter(call -> CallStream.caller(call).equals(host))
                            .toList());
        }
    }

    /** The fields of instances that readers of a release cannot be told, when the demo's instances are stored. */
    private static Set<String> lossesOf(Release release) {
        return switch (release) {
            case R1_0 -> new TreeSet<>(Set.of("Instance.availabilityZone", "Instance.memoryMb", "Instance.vmState"));
            case R1_1 -> new TreeSet<>(Set.of("Instance.memoryMb", "Instance.vmState"));
            case R1_2 -> new TreeSet<>();
        };
    }

    /** What a release lost, and how the log says it. */
    private Map<String, String> lost(Release release) {
        Map<String, String> lost = new LinkedHashMap<>();
        for (JsonLine call : calls(release)) {
            for (String loss : call.texts("lost")) {
                int colon = loss.indexOf(": ");
                // The constant's own name is in the calls above; here is room for what became of it.
                String what = loss.substring(colon + 2).replaceFirst("^[A-Z_]+ read as", "read as");
                lost.putIfAbsent(loss.substring(0, Math.max(0, colon)), what);
            }
        }
        return lost;
    }

    private List<JsonLine> calls(Release release) {
        return calls.getOrDefault(release, List.of());
    }

    /** Whether each older release has seen everything of the demo's instances that it cannot be told. */
    boolean lostEverything() {
        return calls.keySet().stream()
                .allMatch(release -> lost(release).keySet().containsAll(lossesOf(release)));
    }

    /** What contradicts that each agent spoke its own version and was answered in it. */
    List<String> crossingProblems() {
        List<String> problems = new ArrayList<>();
        calls.forEach((release, some) -> {
            String version = release.version();
            List<JsonLine> ofInstances = some.stream()
                    .filter(call -> call.text("method").startsWith("Instance."))
                    .toList();
            if (ofInstances.isEmpty()) {
                problems.add("agent " + version + ": no call (expected: some)");
            }
            for (JsonLine call : ofInstances) {
                String backport = call.text("backport");
                boolean fits = release == Release.R1_2 ? backport.isEmpty() : backport.endsWith("1.2 -> " + version);
                if (!call.has("version", version) || !fits) {
                    problems.add("agent " + version + ": " + call.text("method") + " at " + call.text("version")
                            + ", answered as '" + backport + "' (expected: at " + version + ", answered in it)");
                }
            }
        });
        return problems.stream().distinct().toList();
    }

    /** What contradicts that each release lost exactly what it cannot hold. */
    List<String> lossProblems() {
        List<String> problems = new ArrayList<>();
        calls.forEach((release, some) -> {
            Set<String> actual = new TreeSet<>(lost(release).keySet());
            if (!actual.equals(lossesOf(release))) {
                problems.add(
                        "agent " + release.version() + ": lost " + actual + " (expected: " + lossesOf(release) + ")");
            }
        });
        return problems;
    }

    /**
     * The releases beside each other.
     *
     * @param large what the process of each release's large instance was given, by variable
     */
    List<Line> table(Map<Release, Map<String, String>> large) {
        List<Line> lines = new ArrayList<>();
        lines.add(row("", release -> "agent " + release.version(), Style.STRONG));
        lines.add(row("calls, failed", this::counts, Style.PLAIN));
        lines.add(row("answers rewritten", this::backport, Style.PLAIN));
        lines.add(row("a save, out and back", this::saveBytes, Style.PLAIN));
        lines.add(row("a save took (median)", this::saveTime, Style.PLAIN));
        for (String trait : List.of(ClassPaths.NAME, ClassPaths.MEMORY, ClassPaths.ZONE)) {
            lines.add(row(trait, release -> ClassPaths.shape(release).getOrDefault(trait, "-"), Style.PLAIN));
        }
        lines.add(row("name as seen", release -> seen(large, release, "NAME"), Style.PLAIN));
        lines.add(row("memory as seen, MiB", release -> seen(large, release, "MEMORY_MB"), Style.PLAIN));
        for (String field : lossesOf(Release.R1_0)) {
            lines.add(row(
                    "lost " + field.replaceFirst(".*\\.", ""),
                    release -> lost(release).getOrDefault(field, "-"),
                    Style.LOST));
        }
        return lines;
    }

    private static String seen(Map<Release, Map<String, String>> large, Release release, String variable) {
        return large.getOrDefault(release, Map.of()).getOrDefault("ATTACCA_INSTANCE_" + variable, "?");
    }

    private String counts(Release release) {
        long failed = calls(release).stream()
                .filter(call -> !call.has("outcome", "ok"))
                .count();
        return calls(release).size() + ", " + failed;
    }

    private String backport(Release release) {
        return saves(release)
                .map(call -> call.text("backport"))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("no");
    }

    private Stream<JsonLine> saves(Release release) {
        return calls(release).stream().filter(call -> call.has("method", SAVE));
    }

    private String saveBytes(Release release) {
        return saves(release)
                .findFirst()
                .map(call -> call.text("requestBytes") + " B, " + call.text("replyBytes") + " B")
                .orElse("-");
    }

    private String saveTime(Release release) {
        List<Long> micros =
                saves(release).map(call -> call.number("micros")).sorted().toList();
        return micros.isEmpty() ? "-" : String.format(Locale.ROOT, "%.1f ms", micros.get(micros.size() / 2) / 1000.0);
    }

    private static Line row(String label, Function<Release, String> value, Style style) {
        Line line = Line.of("  ").add(Style.DIM, label);
        int column = LABEL;
        for (Release release : Release.values()) {
            String text = value.apply(release);
            line.at(column + 2).add(text.equals("-") ? Style.DIM : style, text);
            column += COLUMN;
        }
        return line;
    }
}
