package dev.attacca.benchmarks.stored.report;

import dev.attacca.benchmarks.report.Target;
import dev.attacca.benchmarks.stored.server.BenchServer;
import dev.attacca.benchmarks.stored.server.Login;
import dev.attacca.benchmarks.stored.server.Pgbench;
import dev.attacca.benchmarks.stored.subject.Operation;
import dev.attacca.benchmarks.stored.subject.Subjects;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./attacca bench stored}: measures reading and writing rows beside other ways to a database. */
@Command(
        name = "bench stored",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures reading and writing rows beside pgbench, plain JDBC, jOOQ, JDBI and Hibernate, on one"
                + " PostgreSQL: its own, durable one, or the one at --jdbc-url.")
public final class StoredBench implements Callable<Integer> {
    private final long began = System.nanoTime();

    @Option(names = "--quick", description = "Three rounds of 0.4 s each: ratios with more noise.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes every figure to FILE.")
    private @Nullable Path json;

    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            description = "A PostgreSQL where two databases can be made, and are dropped afterwards.")
    private @Nullable String jdbcUrl;

    @Option(names = "--jdbc-user", paramLabel = "ROLE", description = "The role to log in as, with --jdbc-url.")
    private @Nullable String jdbcUser;

    @Option(
            names = "--jdbc-password-file",
            paramLabel = "FILE",
            description = "A file with nothing but its password, with --jdbc-url.")
    private @Nullable Path jdbcPasswordFile;

    @Option(names = "--subject", paramLabel = "NAME", split = ",", description = "Only these of all subjects.")
    private List<String> subjects = subjects();

    @Option(names = "--operation", paramLabel = "NAME", split = ",", description = "Only these of all operations.")
    private List<String> operations =
            Arrays.stream(Operation.values()).map(Operation::word).toList();

    @Option(
            names = "--connections",
            paramLabel = "NUMBER",
            split = ",",
            description = "Only over so many connections (default: ${DEFAULT-VALUE}).",
            defaultValue = "1,8,32")
    private List<Integer> connections = List.of();

    /** For picocli. */
    public StoredBench() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new StoredBench()).execute(arguments));
    }

    private static List<String> subjects() {
        List<String> all = new ArrayList<>(Subjects.names());
        all.add(Subjects.PGBENCH);
        return all;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        Plan plan = Plan.of(subjects, operations.stream().map(Operation::of).toList(), connections, quick);
        try (BenchServer server = server()) {
            System.err.printf(
                    Locale.ROOT,
                    "bench: JDK %s, PostgreSQL %s, %d processors, load %.1f%n",
                    Runtime.version(),
                    server.version(),
                    Runtime.getRuntime().availableProcessors(),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            return run(plan, server);
        }
    }

    private void tell(String progress) {
        System.err.println("bench: " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began) + " s, " + progress);
    }

    private BenchServer server() throws IOException, SQLException {
        if (jdbcUrl == null) {
            return BenchServer.embedded();
        }
        String password = jdbcPasswordFile == null
                ? null
                : Files.readString(jdbcPasswordFile).strip();
        return BenchServer.at(new Login(jdbcUrl, jdbcUser, password));
    }

    private int run(Plan plan, BenchServer server) throws IOException, InterruptedException, SQLException {
        Path program = Pgbench.program(System.getenv());
        try (Rounds rounds =
                new Rounds(plan, server, program == null ? null : Pgbench.of(program, server), this::tell)) {
            rounds.run();
            List<Row> rows = rounds.rows();
            System.out.printf(
                    Locale.ROOT,
                    "%nJDK %s, PostgreSQL %s, %d processors: medians and quartiles of %d rounds%n",
                    Runtime.version(),
                    server.version(),
                    Runtime.getRuntime().availableProcessors(),
                    plan.rounds());
            Table table = new Table(System.out);
            table.print(rows);
            List<Target> targets = Targets.judged(rows);
            table.printTargets(targets);
            if (program == null && subjects.contains(Subjects.PGBENCH)) {
                System.out.println("pgbench is not installed, so save is not held against it (Debian: apt-get install"
                        + " postgresql-client, or name it in PGBENCH)");
            }
            write(server.version(), rows, targets);
            return rounds.failed().isEmpty() ? 0 : 1;
        }
    }

    /** Draws beside the JSON, and without one where builds leave what they make. */
    private void write(String postgresql, List<Row> rows, List<Target> targets) throws IOException {
        Path folder = json == null
                ? Path.of(System.getProperty("attacca.home", "."), "target", "bench")
                : Objects.requireNonNull(json.toAbsolutePath().getParent());
        Files.createDirectories(folder);
        if (json != null) {
            ResultFile.write(json, postgresql, rows, targets);
        }
        String name =
                json == null ? "stored" : String.valueOf(json.getFileName()).replaceFirst("\\.json$", "");
        for (Path file : new Drawings(folder, name, rows).write()) {
            System.err.println("bench: drew " + file);
        }
    }
}
