package dev.attacca.benchmarks.report;

import dev.attacca.benchmarks.subject.Subjects;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The figures for people: what was measured, beside whom, and which promises hold. */
final class Table {
    private static final String RECORD = "%-24s %16s %16s %7s %9s %9s%n";
    private static final Set<String> BIG = Set.of("/s", "B");

    private final PrintStream out;

    Table(PrintStream out) {
        this.out = out;
    }

    void print(
            Rounds rounds,
            Map<String, Integer> sizes,
            TypeStart start,
            Memory memory,
            List<Figure> oslo,
            List<Target> targets) {
        line(
                "%nJDK %s, %d processors, load %.1f; CPU time, median and quartiles%n%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        line("20 fields, 3 nested objects%n");
        line(RECORD, "", "encode ns", "decode ns", "bytes", "allocates", "allocates");
        for (Map.Entry<String, Integer> subject : sizes.entrySet()) {
            String encode = "encode " + subject.getKey();
            String decode = "decode " + subject.getKey();
            line(
                    RECORD,
                    subject.getKey(),
                    spread(rounds.nanos(encode)),
                    spread(rounds.nanos(decode)),
                    subject.getValue(),
                    number(rounds.allocated(encode).median()),
                    number(rounds.allocated(decode).median()));
        }
        String backport = "encode " + Subjects.ATTACCA_BACKPORT;
        line(
                RECORD,
                "attacca, 1.2 to 1.0",
                spread(rounds.nanos(backport)),
                "",
                "",
                number(rounds.allocated(backport).median()),
                "");
        if (oslo.isEmpty()) {
            line("%-24s not at hand (python3 with oslo.versionedobjects)%n", "oslo");
        }
        for (Figure figure : oslo) {
            line("%-24s %16s %s%n", figure.name(), number(figure.median()), figure.unit());
        }
        line("%none field, one call: ns%n");
        for (String key : rounds.keys()) {
            if (!key.contains(" ")) {
                line("%-24s %16s%n", key, spread(rounds.nanos(key)));
            }
        }
        line(
                "%nfirst type of a JVM %s ms, each further one %s ms; memory %s B, of a plain class %s B "
                        + "(without the values in them %s B and %s B)%n%n",
                number(start.first().median()),
                number(start.further().median()),
                number(memory.tracked().median()),
                number(memory.plain().median()),
                number(memory.trackedObjects()),
                number(memory.plainObjects()));
        for (Target target : targets) {
            line(
                    "%-6s  %-56s %9s %s (expected: at %s %s)%n",
                    target.met() ? "met" : "MISSED",
                    target.what(),
                    value(target.measured(), target.unit()),
                    target.unit(),
                    target.atLeast() ? "least" : "most",
                    value(target.bound(), target.unit()));
        }
    }

    private void line(String format, Object... values) {
        out.printf(Locale.ROOT, format, values);
    }

    private static String spread(Figure figure) {
        return number(figure.median()) + " (" + number(figure.low()) + "-" + number(figure.high()) + ")";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
    }

    private static String value(double value, String unit) {
        return String.format(Locale.ROOT, BIG.contains(unit) && value >= 1 ? "%.0f" : "%.2f", value);
    }
}
