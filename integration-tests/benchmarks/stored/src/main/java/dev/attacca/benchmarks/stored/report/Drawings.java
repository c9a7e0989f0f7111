package dev.attacca.benchmarks.stored.report;

import dev.attacca.benchmarks.chart.BarChart;
import dev.attacca.benchmarks.chart.BarChart.Bar;
import dev.attacca.benchmarks.chart.Inks;
import dev.attacca.benchmarks.stored.subject.Operation;
import dev.attacca.benchmarks.stored.subject.Subjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Draws the rows: bars of how often a second, and of the client's processor time, a panel for each kind of work. */
final class Drawings {
    private static final Inks INKS = new Inks(
            Subjects.ATTACCA,
            Map.of(
                    Subjects.JDBC, "#0072b2",
                    Subjects.JOOQ, "#009e73",
                    Subjects.JDBI, "#66c2a5",
                    Subjects.HIBERNATE, "#a6761d",
                    Subjects.COPY, "#7570b3",
                    Subjects.UNNEST, "#56b4e9",
                    Subjects.BATCH, "#cc79a7",
                    Subjects.PGBENCH, "#9aa5b1"));

    private final Path folder;
    private final String name;
    private final List<Row> rows;

    /**
     * Drawings of some rows.
     *
     * @param folder where they are written; it exists
     * @param name what their file names begin with
     */
    Drawings(Path folder, String name, List<Row> rows) {
        this.folder = folder;
        this.name = name;
        this.rows = rows;
    }

    /**
     * Writes them all.
     *
     * @return the files
     */
    List<Path> write() throws IOException {
        BarChart throughput = new BarChart(
                INKS,
                "How often a second",
                "More is better; medians, lines from quartile to quartile; synchronous commit on, unless it says off",
                true);
        panels(
                throughput,
                row -> new Bar(row.subject(), row.opsPerSecond(), row.opsPerSecondLow(), row.opsPerSecondHigh()));
        BarChart cpu = new BarChart(
                INKS,
                "Processor time of the client",
                "Microseconds each time, of the whole process, collector and compiler included; less is better",
                false);
        panels(cpu, row -> new Bar(row.subject(), row.cpuUsPerOp(), row.cpuUsPerOpLow(), row.cpuUsPerOpHigh()));
        return List.of(write("throughput", throughput), write("cpu", cpu));
    }

    private Path write(String what, BarChart chart) throws IOException {
        return Files.writeString(folder.resolve(name + "-" + what + ".svg"), chart.svg());
    }

    private void panels(BarChart chart, Function<Row, Bar> bar) {
        int[] connections =
                rows.stream().mapToInt(Row::connections).distinct().sorted().toArray();
        for (Operation operation : Operation.values()) {
            for (String commit : List.of("-", "on", "off")) {
                for (int number : connections) {
                    List<Bar> bars = rows.stream()
                            .filter(row -> row.what() == operation
                                    && row.connections() == number
                                    && row.commit().equals(commit)
                                    && !Double.isNaN(row.cpuUsPerOp()))
                            .map(bar)
                            .toList();
                    chart.panel(
                            operation.word() + ", " + number + (number == 1 ? " connection" : " connections")
                                    + (commit.equals("off") ? ", off" : ""),
                            bars);
                }
            }
        }
    }
}
