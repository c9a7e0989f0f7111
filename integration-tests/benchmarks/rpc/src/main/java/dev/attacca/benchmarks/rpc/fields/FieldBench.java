package dev.attacca.benchmarks.rpc.fields;

import dev.attacca.benchmarks.report.Figure;
import dev.attacca.benchmarks.report.FreshJvm;
import dev.attacca.benchmarks.rpc.fields.WideDomain.Wide16;
import dev.attacca.benchmarks.rpc.fields.WideDomain.Wide32;
import dev.attacca.benchmarks.rpc.fields.WideDomain.Wide60;
import dev.attacca.registry.ObjectRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures calls of objects with few and many fields, in rounds that take all of them in turn, in a JVM of its own. */
public final class FieldBench {
    private static final int NUMBERS = 6;
    /** All of them in turn, again and again, until what they share is compiled for all of them. */
    private static final int WARM_ROUNDS = 30;

    private static final int CALLS = 50_000;
    private static final int ROUNDS = 9;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Keeps what came back, so that no call can be left out. */
    private static volatile Object kept = "";

    private FieldBench() {}

    private record Fields(Class<? extends Wide16> type, int declared, int present) {}

    private static List<Fields> all() {
        return List.of(
                new Fields(Wide60.class, 60, 4),
                new Fields(Wide60.class, 60, 8),
                new Fields(Wide60.class, 60, 16),
                new Fields(Wide60.class, 60, 32),
                new Fields(Wide32.class, 32, 8),
                new Fields(Wide16.class, 16, 8));
    }

    /** Asks a JVM of its own. */
    public static List<FieldCost> measure() throws IOException, InterruptedException {
        double[] numbers = FreshJvm.ask(FieldBench.class, "-Dkryo.unsafe=false");
        List<FieldCost> costs = new ArrayList<>();
        for (int i = 0; i < numbers.length; i += NUMBERS) {
            costs.add(new FieldCost(
                    Runtime.version().feature(),
                    (int) numbers[i],
                    (int) numbers[i + 1],
                    (int) numbers[i + 2],
                    numbers[i + 3],
                    numbers[i + 4],
                    numbers[i + 5]));
        }
        return costs;
    }

    /** In the JVM that was asked: prints six numbers for each of them. */
    public static void main(String[] arguments) {
        ObjectRegistry registry = WideDomain.registry();
        Map<Fields, FieldCall> calls = new LinkedHashMap<>();
        all().forEach(fields -> calls.put(fields, new FieldCall(registry, fields.type(), fields.present())));
        Map<Fields, List<Double>> nanos = new LinkedHashMap<>();
        for (int round = 0; round < WARM_ROUNDS; round++) {
            calls.values().forEach(call -> repeat(call, CALLS));
        }
        for (int round = 0; round < ROUNDS; round++) {
            calls.forEach((fields, call) -> {
                long before = THREADS.getCurrentThreadCpuTime();
                repeat(call, CALLS);
                double spent = THREADS.getCurrentThreadCpuTime() - before;
                nanos.computeIfAbsent(fields, unmeasured -> new ArrayList<>()).add(spent / CALLS);
            });
        }
        List<String> words = new ArrayList<>();
        calls.forEach((fields, call) -> {
            Figure figure = Figure.of("", "ns", nanos.getOrDefault(fields, List.of()));
            words.add(fields.declared() + " " + fields.present() + " " + call.bytes() + " " + figure.median() + " "
                    + figure.low() + " " + figure.high());
        });
        System.out.println(String.join(" ", words));
    }

    private static void repeat(FieldCall call, int times) {
        for (int i = 0; i < times; i++) {
            kept = call.run();
        }
    }

    static Object kept() {
        return kept;
    }
}
