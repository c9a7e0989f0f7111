package dev.attacca.benchmarks;

import dev.attacca.Attacca;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.benchmarks.record.ServerDomain;
import dev.attacca.benchmarks.subject.AttaccaSubject;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a tracked field costs beside a plain one, and a remotable called inside a unit of work beside a direct call. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AccessorBenchmark {
    /** A class as one would write it without a framework. */
    public static final class Plain {
        private long memory;
        private String name = "";

        long getMemory() {
            return memory;
        }

        void setMemory(long memory) {
            this.memory = memory;
        }

        String getName() {
            return name;
        }

        void setName(String name) {
            this.name = name;
        }

        long doubled() {
            return memory * 2;
        }
    }

    /** The same as a versioned object. */
    @Versioned("1.0")
    public abstract static class Tracked extends VersionedObject {
        public abstract long getMemory();

        public abstract void setMemory(long memory);

        public abstract String getName();

        public abstract void setName(String name);

        @Remotable
        public long doubled() {
            return getMemory() * 2;
        }
    }

    private record Domain() implements ObjectDomain {
        @Override
        public String name() {
            return "benchmark";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(Tracked.class);
        }
    }

    private final Plain plain = new Plain();
    private Tracked tracked = tracked(true);
    private Tracked outside = tracked(false);
    private long next;
    private final String[] names = {"a", "b"};

    private static Tracked tracked(boolean insideUnit) {
        ObjectRegistry registry = ObjectRegistry.builder().add(new Domain()).build();
        ObjectContext context = Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());
        if (insideUnit) {
            // A body is running: remotables it calls stay where they are.
            context.enter(UnitOfWorkFactory.NONE.open(
                    context, registry.type(Tracked.class).remotables().get(0)));
        }
        return context.create(Tracked.class);
    }

    /** Fills both. */
    @Setup
    public void fill() {
        tracked = tracked(true);
        outside = tracked(false);
        outside.setMemory(1);
        plain.setMemory(1);
        tracked.setMemory(1);
        plain.setName("a");
        tracked.setName("a");
    }

    /** Reads a plain primitive. */
    @Benchmark
    public long plainRead() {
        return plain.getMemory();
    }

    /** Reads a tracked primitive. */
    @Benchmark
    public long trackedRead() {
        return tracked.getMemory();
    }

    /** Writes a plain primitive. */
    @Benchmark
    public void plainWrite() {
        plain.setMemory(next++);
    }

    /** Writes a tracked primitive. */
    @Benchmark
    public void trackedWrite() {
        tracked.setMemory(next++);
    }

    /** Reads a plain reference. */
    @Benchmark
    public String plainReadReference() {
        return plain.getName();
    }

    /** Reads a tracked reference. */
    @Benchmark
    public String trackedReadReference() {
        return tracked.getName();
    }

    /** Writes a plain reference. */
    @Benchmark
    public void plainWriteReference() {
        plain.setName(names[(int) (next++ & 1)]);
    }

    /** Writes a tracked reference. */
    @Benchmark
    public void trackedWriteReference() {
        tracked.setName(names[(int) (next++ & 1)]);
    }

    /** Calls a method. */
    @Benchmark
    public long directCall() {
        return plain.doubled();
    }

    /** Calls a remotable inside a unit of work. */
    @Benchmark
    public long remotableCall() {
        return tracked.doubled();
    }

    /** Calls a remotable in local mode, which opens and commits a unit of work of nothing. */
    @Benchmark
    public long remotableCallWithUnit() {
        return outside.doubled();
    }

    /** Copies the record of 20 fields and 3 nested objects. */
    @Benchmark
    public Object copyRecord(Copied copied) {
        return VersionedObject.copyOf(copied.server);
    }

    /** What is copied. */
    @State(Scope.Thread)
    public static class Copied {
        private final ServerDomain.Server server = AttaccaSubject.sameRelease().server();
    }
}
