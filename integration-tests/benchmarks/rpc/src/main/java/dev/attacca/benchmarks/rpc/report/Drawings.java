package dev.attacca.benchmarks.rpc.report;

import dev.attacca.benchmarks.chart.BarChart;
import dev.attacca.benchmarks.chart.BarChart.Bar;
import dev.attacca.benchmarks.chart.CurveChart;
import dev.attacca.benchmarks.chart.CurveChart.Dot;
import dev.attacca.benchmarks.chart.Inks;
import dev.attacca.benchmarks.rpc.peer.CallMode;
import dev.attacca.benchmarks.rpc.peer.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Draws the rows: for each JDK, bars of calls per second and of cost per peer, and curves of latency over the calls in flight. */
final class Drawings {
    private static final Inks INKS = new Inks(
            Peers.ATTACCA,
            Map.of(
                    Peers.GRPC, "#0072b2",
                    Peers.GRPC_DIRECT, "#56b4e9",
                    Peers.THRIFT_SELECTOR, "#009e73",
                    Peers.THRIFT_POOL, "#66c2a5",
                    Peers.RMI, "#a6761d",
                    Peers.DUBBO, "#cc79a7",
                    Peers.ARMERIA, "#7570b3",
                    Peers.ECHO, "#9aa5b1",
                    Peers.ECHO_FEW, "#9aa5b1",
                    Peers.ECHO_MANY, "#9aa5b1"));

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
        // That many only one subject has in flight, and nothing stands beside it.
        this.rows =
                rows.stream().filter(row -> row.inFlight() != Peers.FULL_FLEET).toList();
    }

    /**
     * Writes them all.
     *
     * @return the files
     */
    List<Path> write() throws IOException {
        List<Path> files = new ArrayList<>();
        for (int jdk : rows.stream().mapToInt(Row::jdk).distinct().toArray()) {
            List<Row> some = rows.stream().filter(row -> row.jdk() == jdk).toList();
            files.add(write("throughput", jdk, throughput(some, jdk)));
            files.add(write("cpu", jdk, cpu(some, jdk)));
            files.add(write("latency", jdk, latency(some, jdk)));
        }
        return files;
    }

    private Path write(String what, int jdk, String svg) throws IOException {
        return Files.writeString(folder.resolve(name + "-" + what + "-jdk" + jdk + ".svg"), svg);
    }

    private static String throughput(List<Row> rows, int jdk) {
        BarChart chart = new BarChart(
                INKS,
                "Calls per second, JDK " + jdk,
                "600 bytes there and back between two processes; more is better; medians, lines from quartile to quartile",
                true);
        for (int inFlight : inFlight(rows)) {
            for (CallMode mode : CallMode.values()) {
                chart.panel(
                        heading(mode, inFlight),
                        at(rows, mode, inFlight).stream()
                                .map(row -> new Bar(
                                        row.subject(), row.throughput(), row.throughputLow(), row.throughputHigh()))
                                .toList());
            }
        }
        return chart.svg();
    }

    private static String cpu(List<Row> rows, int jdk) {
        BarChart chart = new BarChart(
                INKS,
                "Processor time per call on the server, JDK " + jdk,
                "Microseconds of the whole process, collector and compiler included; less is better",
                false);
        for (int inFlight : inFlight(rows)) {
            for (CallMode mode : CallMode.values()) {
                chart.panel(
                        heading(mode, inFlight),
                        at(rows, mode, inFlight).stream()
                                .map(row -> new Bar(
                                        row.subject(),
                                        row.cpuUsPerCallServer(),
                                        row.cpuUsPerCallServer(),
                                        row.cpuUsPerCallServer()))
                                .toList());
            }
        }
        return chart.svg();
    }

    private static String latency(List<Row> rows, int jdk) {
        CurveChart chart = new CurveChart(
                INKS,
                "Latency over calls in flight, JDK " + jdk,
                "Both axes logarithmic; less is better; medians over rounds");
        for (CallMode mode : CallMode.values()) {
            chart.panel("median, " + mode.word(), dots(rows, mode, Row::p50us));
            chart.panel("99th percentile, " + mode.word(), dots(rows, mode, Row::p99us));
        }
        return chart.svg();
    }

    private static List<Dot> dots(List<Row> rows, CallMode mode, ToDoubleFunction<Row> value) {
        List<Row> ofMode = rows.stream().filter(row -> row.callMode() == mode).toList();
        int most = inFlight(ofMode).length;
        return ofMode.stream()
                // One point makes no curve.
                .filter(row -> most == 1 || inFlight(subject(ofMode, row.subject())).length > 1)
                .map(row -> new Dot(row.subject(), row.inFlight(), value.applyAsDouble(row)))
                .toList();
    }

    private static List<Row> subject(List<Row> rows, String subject) {
        return rows.stream().filter(row -> row.subject().equals(subject)).toList();
    }

    private static int[] inFlight(List<Row> rows) {
        return rows.stream().mapToInt(Row::inFlight).distinct().sorted().toArray();
    }

    private static List<Row> at(List<Row> rows, CallMode mode, int inFlight) {
        return rows.stream()
                .filter(row -> row.callMode() == mode && row.inFlight() == inFlight)
                .toList();
    }

    private static String heading(CallMode mode, int inFlight) {
        return inFlight + " in flight, " + mode.word();
    }
}
