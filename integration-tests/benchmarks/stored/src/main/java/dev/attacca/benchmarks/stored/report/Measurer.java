package dev.attacca.benchmarks.stored.report;

import dev.attacca.benchmarks.stored.server.Backends;
import dev.attacca.benchmarks.stored.server.BenchServer;
import dev.attacca.benchmarks.stored.server.Login;
import dev.attacca.benchmarks.stored.server.Pgbench;
import dev.attacca.benchmarks.stored.subject.Operation;
import dev.attacca.benchmarks.stored.subject.Operation.Effect;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Measures one thing at a time. After each load the row versions must tell of as many writes as the subject does: nobody
 * measures how fast something fails. Confined to one thread.
 */
final class Measurer {
    private static final double NANOS_PER_MICRO = 1_000;
    private static final double NANOS_PER_MILLI = 1_000_000;
    /** Of the processor time: compilers that are still busier than that have much to do. */
    private static final double COMPILED = 0.1;

    private static final long POLL_MILLIS = 10;

    private final BenchServer server;
    private final Backends backends;
    private final Plan plan;

    Measurer(BenchServer server, Plan plan) {
        this.server = server;
        this.backends = server.backends();
        this.plan = plan;
    }

    /** Opens a subject's connections. */
    void connect(MeasuredProcess process, Operation operation, int connections, boolean synchronousCommit)
            throws IOException {
        // Rows are made in a database of their own, which is emptied each time.
        Login login = operation.effect() == Effect.CREATES ? server.made() : server.rows();
        process.ask(
                "login",
                login.url(),
                Objects.requireNonNullElse(login.user(), ""),
                Objects.requireNonNullElse(login.password(), ""));
        process.ask("connect", Integer.toString(connections), synchronousCommit ? "on" : "off");
    }

    /** Lets a subject work over its connections until little of it is left to be compiled. */
    void warm(MeasuredProcess process, Operation operation) throws IOException, SQLException, InterruptedException {
        load(process, operation, () -> {
            Plan.Warming warming = plan.warming();
            for (int slice = 1; slice <= warming.mostSlices(); slice++) {
                Window window = window(process, warming.sliceMillis());
                if (slice >= warming.leastSlices() && window.compiledNanos() < COMPILED * window.cpuNanos()) {
                    break;
                }
            }
            return plan;
        });
    }

    /** Lets a subject work over its connections, and measures it after a short beginning. */
    Sample sample(MeasuredProcess process, Operation operation) throws IOException, SQLException, InterruptedException {
        Ended<Sampled> ended = load(process, operation, () -> {
            TimeUnit.MILLISECONDS.sleep(plan.rampMillis());
            long[] serving = backends.serving();
            double before = backends.nanos(serving);
            Window window = window(process, plan.millis());
            return new Sampled(window, backends.nanos(serving) - before);
        });
        Window window = ended.measured().window();
        return new Sample(
                window.perSecond(),
                ended.p50() / NANOS_PER_MICRO,
                ended.p99() / NANOS_PER_MICRO,
                window.cpuNanos() / window.times() / NANOS_PER_MICRO,
                ended.measured().serverNanos() / window.times() / NANOS_PER_MICRO);
    }

    /** Runs pgbench for as long, and for at least the second that is its least. */
    Sample sample(Pgbench pgbench, int connections, boolean synchronousCommit)
            throws IOException, SQLException, InterruptedException {
        long before = server.writes();
        int seconds = Math.toIntExact(Math.max(1, TimeUnit.MILLISECONDS.toSeconds(plan.millis())));
        Pgbench.Run run = pgbench.run(connections, synchronousCommit, seconds);
        counted(Operation.UPDATE, run.transactions(), server.writes() - before);
        return new Sample(
                run.perSecond(),
                run.latencies().percentile(0.5) / NANOS_PER_MICRO,
                run.latencies().percentile(0.99) / NANOS_PER_MICRO,
                run.cpuNanos() / NANOS_PER_MICRO,
                run.serverNanos() / NANOS_PER_MICRO);
    }

    /** What a process said of a while. */
    private record Window(double times, double perSecond, double cpuNanos, double compiledNanos) {}

    private record Sampled(Window window, double serverNanos) {}

    /** What came of a load: what was measured of it, and how long each time took that was measured last, in nanoseconds. */
    private record Ended<R>(R measured, double p50, double p99) {}

    @FunctionalInterface
    private interface Measurement<R> {
        R take() throws IOException, SQLException, InterruptedException;
    }

    private <R> Ended<R> load(MeasuredProcess process, Operation operation, Measurement<R> measurement)
            throws IOException, SQLException, InterruptedException {
        long before = server.writes();
        process.ask("load", operation.word());
        R measured;
        double[] end;
        try {
            measured = measurement.take();
        } finally {
            end = process.ask("stop");
        }
        counted(operation, (long) end[0], server.writes() - before);
        return new Ended<>(measured, end[1], end[2]);
    }

    /** Measures for a while, and until it was done at least once. */
    private static Window window(MeasuredProcess process, long millis) throws IOException, InterruptedException {
        process.ask("open");
        TimeUnit.MILLISECONDS.sleep(millis);
        while (process.ask("measured")[0] == 0) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        double[] said = process.ask("close");
        return new Window(said[0], said[1], said[2], said[3] * NANOS_PER_MILLI);
    }

    /**
     * Looks whether what was said to be done was done.
     *
     * @throws IOException if it was not
     */
    static void counted(Operation operation, long said, long written) throws IOException {
        long expected = operation.effect() == Effect.WRITES ? said : 0;
        if (said == 0 || written != expected) {
            throw new IOException(operation.word() + ": said to be done " + said + " times, and rows were written "
                    + written + " times (expected: "
                    + (said == 0 ? "done at all" : "written " + expected + " times") + ")");
        }
    }
}
