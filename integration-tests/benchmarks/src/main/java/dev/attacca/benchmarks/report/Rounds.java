package dev.attacca.benchmarks.report;

import dev.attacca.benchmarks.AccessorBenchmark;
import dev.attacca.benchmarks.RecordBenchmark;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks in rounds, each subject once in a round and in a JVM of its own, so that a busy minute of the machine
 * falls on all of them.
 */
final class Rounds {
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final int MOST_PATIENCE = 4;

    private final boolean quick;
    private final Map<String, List<Double>> nanos = new LinkedHashMap<>();
    private final Map<String, List<Double>> allocated = new LinkedHashMap<>();

    Rounds(boolean quick) {
        this.quick = quick;
    }

    int count() {
        return quick ? 1 : 5;
    }

    void run(Consumer<String> progress) throws RunnerException {
        for (int round = 1; round <= count(); round++) {
            progress.accept("round " + round + " of " + count());
            for (RunResult result : new Runner(options()).run()) {
                for (BenchmarkResult fork : result.getBenchmarkResults()) {
                    fork.getIterationResults().forEach(iteration -> note(result.getParams(), iteration));
                }
            }
        }
    }

    private org.openjdk.jmh.runner.options.Options options() {
        double patience = patience();
        return new OptionsBuilder()
                .include("^" + AccessorBenchmark.class.getName() + "\\.")
                .include("^" + RecordBenchmark.class.getName() + "\\.")
                .forks(1)
                .warmupIterations(5)
                .warmupTime(TimeValue.milliseconds((long) (patience * (quick ? 200 : 500))))
                .measurementIterations(quick ? 5 : 8)
                .measurementTime(TimeValue.milliseconds((long) (patience * (quick ? 150 : 250))))
                .addProfiler(CpuTime.class)
                .addProfiler(GCProfiler.class)
                .jvmArgs(FreshJvm.options().toArray(String[]::new))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
    }

    /** Where others keep the processors busy, warming up and measuring take as much longer. */
    private static double patience() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return Math.max(1, Math.min(MOST_PATIENCE, load / Runtime.getRuntime().availableProcessors()));
    }

    private void note(BenchmarkParams params, IterationResult iteration) {
        String name = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
        String subject = params.getParam("subject");
        String key = subject == null ? name : name + " " + subject;
        iteration.getSecondaryResults().forEach((label, result) -> {
            if (label.endsWith(CpuTime.LABEL)) {
                add(nanos, key, result);
            } else if (label.endsWith(ALLOCATED)) {
                add(allocated, key, result);
            }
        });
    }

    private static void add(Map<String, List<Double>> values, String key, Result<?> result) {
        values.computeIfAbsent(key, absent -> new ArrayList<>()).add(result.getScore());
    }

    /** CPU nanoseconds per operation. */
    Figure nanos(String key) {
        return Figure.of(key, "ns/op", nanos.getOrDefault(key, List.of()));
    }

    /** Bytes allocated per operation. */
    Figure allocated(String key) {
        return Figure.of(key + " allocation", "B/op", allocated.getOrDefault(key, List.of()));
    }

    /** Everything that was measured, in the order of the runs. */
    List<String> keys() {
        return List.copyOf(nanos.keySet());
    }
}
