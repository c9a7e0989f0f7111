package dev.attacca.benchmarks.rpc.report;

import dev.attacca.benchmarks.rpc.fields.FieldBench;
import dev.attacca.benchmarks.rpc.fields.FieldCost;
import dev.attacca.benchmarks.rpc.peer.CallMode;
import dev.attacca.benchmarks.rpc.peer.Peers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./attacca bench rpc}: measures calls between two processes beside other ways of calling. */
@Command(
        name = "bench rpc",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures remotable calls between two processes beside other ways of calling, and draws what it measured.")
public final class RpcBench implements Callable<Integer> {
    @Option(names = "--quick", description = "Three rounds of a second each: ratios with more noise.")
    private boolean quick;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also writes every figure to FILE; what FILE has of other JDKs is kept.")
    private @Nullable Path json;

    @Option(names = "--subject", paramLabel = "NAME", split = ",", description = "Only these of all subjects.")
    private List<String> subjects = Peers.names();

    @Option(
            names = "--in-flight",
            paramLabel = "CALLS",
            split = ",",
            description = "Only so many calls at a time (default: ${DEFAULT-VALUE}).",
            defaultValue = "1,16,128")
    private List<Integer> inFlight = List.of();

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            split = ",",
            description = "Only blocking or only pipelined callers.")
    private List<String> modes = List.of(CallMode.BLOCKING.word(), CallMode.PIPELINED.word());

    /** For picocli. */
    public RpcBench() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RpcBench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Rounds.Plan plan =
                Rounds.Plan.of(subjects, modes.stream().map(CallMode::of).toList(), inFlight, quick);
        System.err.printf(
                Locale.ROOT,
                "bench: JDK %s, %d processors, load %.1f%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        try (Rounds rounds = new Rounds(plan, progress -> System.err.println("bench: " + progress))) {
            rounds.run();
            List<Row> rows = rounds.rows();
            int jdk = Runtime.version().feature();
            // Ours alone, and not where somebody tunes a part.
            List<FieldCost> fields = subjects.equals(Peers.names()) ? FieldBench.measure() : List.of();
            Table table = new Table(System.out);
            table.print(rows, jdk);
            table.printFields(fields);
            table.print(Targets.judged(rows, jdk));
            table.print(Targets.ofFields(fields, jdk));
            List<Row> known = json == null ? rows : ResultFile.merged(json, rows);
            if (json != null) {
                ResultFile.write(json, known, ResultFile.mergedFields(json, fields));
            }
            draw(known);
            return rounds.failed().isEmpty() ? 0 : 1;
        }
    }

    /** Beside the JSON, and without one where builds leave what they make. */
    private void draw(List<Row> rows) throws IOException {
        Path folder = json == null
                ? Path.of(System.getProperty("attacca.home", "."), "target", "bench")
                : Objects.requireNonNull(json.toAbsolutePath().getParent());
        String name = json == null ? "rpc" : String.valueOf(json.getFileName()).replaceFirst("\\.json$", "");
        Files.createDirectories(folder);
        for (Path file : new Drawings(folder, name, rows).write()) {
            System.err.println("bench: drew " + file);
        }
    }
}
