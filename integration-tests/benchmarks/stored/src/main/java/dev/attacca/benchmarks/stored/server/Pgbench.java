package dev.attacca.benchmarks.stored.server;

import dev.attacca.benchmarks.load.Latencies;
import dev.attacca.benchmarks.stored.subject.Share;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code pgbench -M prepared}, PostgreSQL's own bench, with a plain UPDATE of one row in its own transaction: as far as one gets
 * with these rows without Java. Each client has rows of its own, as all callers here have.
 *
 * <p>The key costs the server a concatenation, since pgbench's variables are numbers.
 */
public final class Pgbench {
    private static final Pattern PROCESSED = Pattern.compile("transactions actually processed: (\\d+)");
    private static final Pattern FAILED = Pattern.compile("failed transactions: (\\d+)");
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");
    private static final long RAMP_MILLIS = 250;
    private static final int MICROS = 1_000;

    private final Path program;
    private final Login login;
    private final Backends backends;

    private Pgbench(Path program, Login login, Backends backends) {
        this.program = program;
        this.login = login;
        this.backends = backends;
    }

    /**
     * What a run said.
     *
     * @param transactions how many there were
     * @param perSecond how many in a second, connecting left out
     * @param latencies of some of them
     * @param cpuNanos processor time of pgbench for each
     * @param serverNanos of the backends for each
     */
    public record Run(long transactions, double perSecond, Latencies latencies, double cpuNanos, double serverNanos) {}

    /** The program that {@code PGBENCH} names, else {@code /usr/bin/pgbench}, or null where it is not installed. */
    public static @Nullable Path program(Map<String, String> environment) {
        Path named = Path.of(environment.getOrDefault("PGBENCH", "/usr/bin/pgbench"));
        return Files.isExecutable(named) ? named : null;
    }

    /** A pgbench of that program on a server's rows. */
    public static Pgbench of(Path program, BenchServer server) {
        return new Pgbench(program, server.rows(), server.backends());
    }

    /** Runs it once. */
    public Run run(int clients, boolean synchronousCommit, int seconds) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("attacca-pgbench-");
        try {
            Path script = folder.resolve("update.sql");
            Files.writeString(script, script());
            Process process = start(folder, script, clients, synchronousCommit, seconds);
            try {
                return watched(process, folder);
            } finally {
                process.destroyForcibly();
            }
        } finally {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static String script() {
        return String.format(Locale.ROOT, """
                \\set id %1$d + :client_id + :clients * random(0, %2$d / :clients - 1)
                \\set memory random(1, 1000000)
                UPDATE instances SET memory_mb = :memory, row_version = row_version + 1 WHERE uuid = ('%3$s' || :id)::uuid;
                """, Share.FIRST, Share.ROWS, Share.PREFIX);
    }

    private Process start(Path folder, Path script, int clients, boolean synchronousCommit, int seconds)
            throws IOException {
        String[] host = login.address().hosts().split(",", -1)[0].split(":", -1);
        List<String> command = new ArrayList<>(List.of(program.toString(), "--no-vacuum", "--protocol=prepared"));
        command.addAll(List.of("--client=" + clients, "--define=clients=" + clients, "--time=" + seconds));
        command.add("--jobs=" + Math.min(clients, Runtime.getRuntime().availableProcessors()));
        command.addAll(List.of("--log", "--log-prefix=" + folder.resolve("log"), "--sampling-rate=0.2"));
        command.addAll(List.of("--file=" + script, "--host=" + host[0], "--port=" + host[1]));
        command.add(login.address().database());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        Map<String, String> environment = builder.environment();
        environment.put("PGOPTIONS", "-c synchronous_commit=" + (synchronousCommit ? "on" : "off"));
        if (login.user() != null) {
            environment.put("PGUSER", login.user());
        }
        if (login.password() != null) {
            environment.put("PGPASSWORD", login.password());
        }
        return builder.start();
    }

    /** Looks at the process until it ends: what it spent between the first and the last, for as much as it did
     * between them at its rate. */
    private Run watched(Process process, Path folder) throws IOException, InterruptedException {
        Look first = null;
        Look last = null;
        process.waitFor(RAMP_MILLIS, TimeUnit.MILLISECONDS);
        long[] serving = serving();
        while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
            Look look = new Look(System.nanoTime(), Threads.of(process.pid()), backends.nanos(serving));
            if (first == null) {
                first = look;
            } else if (look.asWholeAs(first)) {
                last = look;
            }
        }
        String said = Files.readString(folder.resolve("said"));
        if (process.exitValue() != 0 || number(FAILED, said) != 0) {
            throw new IOException("pgbench: exit code " + process.exitValue() + ": " + said.strip());
        }
        double perSecond = number(RATE, said);
        double cpu = Double.NaN;
        double server = Double.NaN;
        if (first != null && last != null) {
            double times = perSecond * (last.nanoTime() - first.nanoTime()) / TimeUnit.SECONDS.toNanos(1);
            cpu = (last.threads().nanos() - first.threads().nanos()) / times;
            server = (last.serverNanos() - first.serverNanos()) / times;
        }
        return new Run((long) number(PROCESSED, said), perSecond, latencies(folder), cpu, server);
    }

    private record Look(long nanoTime, Threads threads, double serverNanos) {
        /** What has ended has nothing to say, and what it spent would be missed. */
        boolean asWholeAs(Look first) {
            return threads.number() == first.threads().number()
                    && Double.isNaN(serverNanos) == Double.isNaN(first.serverNanos());
        }
    }

    private long[] serving() throws IOException {
        try {
            return backends.serving();
        } catch (SQLException away) {
            throw new IOException("pgbench: its server does not answer: " + away.getMessage(), away);
        }
    }

    /** The threads of a process, and what they have spent so far. */
    private record Threads(int number, double nanos) {
        static Threads of(long pid) {
            int number = 0;
            double nanos = 0;
            try (DirectoryStream<Path> threads =
                    Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
                for (Path thread : threads) {
                    nanos += Backends.spent(thread);
                    number++;
                }
            } catch (IOException ended) {
                return new Threads(0, Double.NaN);
            }
            return new Threads(number, nanos);
        }
    }

    private static double number(Pattern pattern, String said) throws IOException {
        Matcher matcher = pattern.matcher(said);
        if (!matcher.find()) {
            throw new IOException("pgbench: no '" + pattern + "' in: " + said.strip());
        }
        return Double.parseDouble(matcher.group(1));
    }

    /** The third word of each line of its logs, in microseconds. */
    private static Latencies latencies(Path folder) throws IOException {
        Latencies latencies = new Latencies();
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "log*")) {
            for (Path log : logs) {
                for (String line : Files.readAllLines(log, StandardCharsets.US_ASCII)) {
                    latencies.record(Long.parseLong(line.split(" ", -1)[2]) * MICROS);
                }
            }
        }
        return latencies;
    }
}
