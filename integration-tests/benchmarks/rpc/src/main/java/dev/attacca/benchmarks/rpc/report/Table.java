package dev.attacca.benchmarks.rpc.report;

import dev.attacca.benchmarks.report.Target;
import dev.attacca.benchmarks.rpc.fields.FieldCost;
import dev.attacca.benchmarks.rpc.peer.CallMode;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** The figures for people: what was measured, beside whom, and which promises hold. */
final class Table {
    private static final String LINE = "%-18s %26s %16s %18s %8s %8s %8s %8s%n";

    private final PrintStream out;

    Table(PrintStream out) {
        this.out = out;
    }

    /** Prints the rows of one JDK. */
    void print(List<Row> all, int jdk) {
        List<Row> rows = all.stream().filter(row -> row.jdk() == jdk).toList();
        line(
                "%nJDK %d: medians and quartiles of %d rounds%n",
                jdk, rows.isEmpty() ? 0 : rows.get(0).rounds());
        for (CallMode mode : CallMode.values()) {
            rows.stream()
                    .filter(row -> row.callMode() == mode)
                    .mapToInt(Row::inFlight)
                    .distinct()
                    .sorted()
                    .forEach(inFlight -> block(rows, mode, inFlight));
        }
    }

    /** Prints what fields cost on one JDK. */
    void printFields(List<FieldCost> costs) {
        line("%ncalls without the wire, by fields: bytes both ways, ns of both sides%n");
        line("%8s %8s %8s %20s%n", "declared", "present", "bytes", "ns");
        for (FieldCost cost : costs) {
            line(
                    "%8d %8d %8d %20s%n",
                    cost.declared(), cost.present(), cost.bytes(), spread(cost.ns(), cost.nsLow(), cost.nsHigh()));
        }
    }

    /** Prints which promises hold. */
    void print(List<Target> targets) {
        line("%n");
        for (Target target : targets) {
            line(
                    "%-6s  %-64s %9s %s (expected: at %s %s)%n",
                    target.met() ? "met" : "MISSED",
                    target.what(),
                    value(target.measured()),
                    target.unit(),
                    target.atLeast() ? "least" : "most",
                    value(target.bound()));
        }
    }

    private void block(List<Row> rows, CallMode mode, int inFlight) {
        line("%n%d in flight, %s%n", inFlight, mode.word());
        line(LINE, "", "", "p50", "p99", "CPU us", "CPU us", "bytes", "bytes");
        line(LINE, "", "calls/s", "us", "us", "server", "client", "server", "client");
        rows.stream()
                .filter(row -> row.callMode() == mode && row.inFlight() == inFlight)
                .forEach(row -> line(
                        LINE,
                        row.subject(),
                        spread(row.throughput(), row.throughputLow(), row.throughputHigh()),
                        spread(row.p50us(), row.p50usLow(), row.p50usHigh()),
                        spread(row.p99us(), row.p99usLow(), row.p99usHigh()),
                        value(row.cpuUsPerCallServer()),
                        value(row.cpuUsPerCallClient()),
                        value(row.allocPerCallServer()),
                        value(row.allocPerCallClient())));
    }

    private void line(String format, Object... values) {
        out.printf(Locale.ROOT, format, values);
    }

    private static String spread(double median, double low, double high) {
        return value(median) + " (" + value(low) + "-" + value(high) + ")";
    }

    private static String value(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }
}
