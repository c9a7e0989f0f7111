package dev.attacca.benchmarks.stored.report;

import dev.attacca.benchmarks.report.Target;
import dev.attacca.benchmarks.stored.subject.Operation;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** The figures for people: what was measured, beside whom, and which promises hold. */
final class Table {
    private static final String LINE = "%-12s %6s %6s %24s %9s %9s %18s %8s%n";

    private final PrintStream out;

    Table(PrintStream out) {
        this.out = out;
    }

    /** Prints the rows, a block for each operation. */
    void print(List<Row> rows) {
        for (Operation operation : Operation.values()) {
            List<Row> block =
                    rows.stream().filter(row -> row.what() == operation).toList();
            if (!block.isEmpty()) {
                print(operation, block);
            }
        }
    }

    private void print(Operation operation, List<Row> rows) {
        line("%n%s%n", operation.word());
        line(LINE, "", "conn-", "synch-", "", "p50", "p99", "CPU us", "CPU us");
        line(LINE, "", "ects", "ronous", "a second", "us", "us", "client", "server");
        for (Row row : rows) {
            Double server = row.serverCpuUsPerOp();
            line(
                    LINE,
                    row.subject(),
                    row.connections(),
                    row.commit(),
                    spread(row.opsPerSecond(), row.opsPerSecondLow(), row.opsPerSecondHigh()),
                    value(row.p50us()),
                    value(row.p99us()),
                    spread(row.cpuUsPerOp(), row.cpuUsPerOpLow(), row.cpuUsPerOpHigh()),
                    server == null ? "" : value(server));
        }
    }

    /** Prints which promises hold. */
    void printTargets(List<Target> targets) {
        line("%n");
        for (Target target : targets) {
            line(
                    "%-6s  %-72s %6.2f %s (expected: at %s %.2f)%n",
                    target.met() ? "met" : "MISSED",
                    target.what(),
                    target.measured(),
                    target.unit(),
                    target.atLeast() ? "least" : "most",
                    target.bound());
        }
    }

    private void line(String format, Object... values) {
        out.printf(Locale.ROOT, format, values);
    }

    private static String spread(double median, double low, double high) {
        return value(median) + " (" + value(low) + "-" + value(high) + ")";
    }

    private static String value(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
    }
}
