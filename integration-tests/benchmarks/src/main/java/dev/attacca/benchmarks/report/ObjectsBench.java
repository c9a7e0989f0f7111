package dev.attacca.benchmarks.report;

import dev.attacca.benchmarks.subject.Subjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./attacca bench objects}: measures objects and their codec beside others, and says which promises hold. */
@Command(
        name = "bench objects",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures versioned objects beside a plain class, Kryo, protobuf-java, Apache Fory and Jackson.")
public final class ObjectsBench implements Callable<Integer> {
    private static final int STARTS = 5;

    @Option(names = "--quick", description = "One short round, below two minutes: ratios with more noise.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes every figure with its spread to FILE.")
    private @Nullable Path json;

    /** For picocli. */
    public ObjectsBench() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ObjectsBench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, RunnerException {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        for (String name : Subjects.names()) {
            sizes.put(name, Subjects.checked(name).encode().length);
        }
        TypeStart start = new TypeStart();
        for (int i = 0; i < STARTS; i++) {
            start.run();
        }
        Memory memory = Memory.measure();
        Rounds rounds = new Rounds(quick);
        rounds.run(progress -> System.err.println("bench: " + progress));
        List<Figure> oslo = OsloPython.measure();
        List<Target> targets = new Targets(rounds, sizes, start, memory).judged();
        new Table(System.out).print(rounds, sizes, start, memory, oslo, targets);
        if (json != null) {
            Files.writeString(json, JsonReport.of(quick, figures(rounds, sizes, start, memory, oslo), targets));
        }
        return 0;
    }

    private static List<Figure> figures(
            Rounds rounds, Map<String, Integer> sizes, TypeStart start, Memory memory, List<Figure> oslo) {
        List<Figure> figures = new ArrayList<>();
        for (String key : rounds.keys()) {
            figures.add(rounds.nanos(key));
            figures.add(rounds.allocated(key));
        }
        sizes.forEach((name, size) -> figures.add(Figure.exact("size " + name, "B", size)));
        figures.add(start.first());
        figures.add(start.further());
        figures.add(memory.plain());
        figures.add(memory.tracked());
        figures.addAll(oslo);
        return figures;
    }
}
