package dev.attacca.benchmarks.report;

import dev.attacca.benchmarks.record.OldServerDomain;
import dev.attacca.benchmarks.record.ServerDomain;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/**
 * What the first class of a process costs until its objects can be made, and each further one: measured in fresh JVMs, where
 * nothing is warm. CPU time of the thread that registers.
 */
final class TypeStart {
    private static final double NANOS_PER_MILLI = 1_000_000;

    private final List<Double> first = new ArrayList<>();
    private final List<Double> further = new ArrayList<>();

    /** Starts one more JVM and notes what it said. */
    void run() throws IOException, InterruptedException {
        double[] millis = FreshJvm.ask(TypeStart.class);
        first.add(millis[0]);
        further.add(millis[1]);
    }

    Figure first() {
        return Figure.of("first type of a JVM", "ms", first);
    }

    Figure further() {
        return Figure.of("each further type", "ms", further);
    }

    /** In the fresh JVM: prints both figures in milliseconds. */
    public static void main(String[] arguments) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        makeOneOfEach(registry(List.of(ServerDomain.Volume.class)));
        long afterFirst = threads.getCurrentThreadCpuTime();
        ObjectRegistry newest = ServerDomain.registry();
        ObjectRegistry older = OldServerDomain.registry();
        makeOneOfEach(newest);
        makeOneOfEach(older);
        long afterAll = threads.getCurrentThreadCpuTime();
        int types = newest.types().size() + older.types().size() - 1;
        System.out.println(
                (afterFirst - before) / NANOS_PER_MILLI + " " + (afterAll - afterFirst) / NANOS_PER_MILLI / types);
    }

    private static void makeOneOfEach(ObjectRegistry registry) {
        registry.types().forEach(type -> type.newObject(null));
    }

    private static ObjectRegistry registry(List<Class<? extends VersionedObject>> types) {
        return ObjectRegistry.builder()
                .add(new ObjectDomain() {
                    @Override
                    public String name() {
                        return "one";
                    }

                    @Override
                    public List<Class<? extends VersionedObject>> types() {
                        return types;
                    }
                })
                .build();
    }
}
