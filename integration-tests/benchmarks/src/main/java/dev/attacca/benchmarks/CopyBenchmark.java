package dev.attacca.benchmarks;

import dev.attacca.Attacca;
import dev.attacca.annotation.Versioned;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

/** How many copies a second: of an object with 20 fields, three of which hold another, and of one that holds none. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CopyBenchmark {
    /** What the other one holds. */
    @Versioned("1.0")
    public abstract static class Part extends VersionedObject {
        public abstract String getName();

        public abstract void setName(String name);

        public abstract int getSize();

        public abstract void setSize(int size);

        public abstract Map<String, String> getExtra();

        public abstract void setExtra(Map<String, String> extra);
    }

    /** Twenty fields: eight primitives, nine values and three objects. */
    @Versioned("1.0")
    public abstract static class Whole extends VersionedObject {
        public abstract int getA();

        public abstract void setA(int a);

        public abstract int getB();

        public abstract void setB(int b);

        public abstract int getC();

        public abstract void setC(int c);

        public abstract long getD();

        public abstract void setD(long d);

        public abstract long getE();

        public abstract void setE(long e);

        public abstract long getF();

        public abstract void setF(long f);

        public abstract boolean isG();

        public abstract void setG(boolean g);

        public abstract double getH();

        public abstract void setH(double h);

        public abstract String getI();

        public abstract void setI(String i);

        public abstract String getJ();

        public abstract void setJ(String j);

        public abstract String getK();

        public abstract void setK(String k);

        public abstract UUID getL();

        public abstract void setL(UUID l);

        public abstract UUID getM();

        public abstract void setM(UUID m);

        public abstract Instant getN();

        public abstract void setN(Instant n);

        public abstract Instant getO();

        public abstract void setO(Instant o);

        public abstract List<String> getP();

        public abstract void setP(List<String> p);

        public abstract Map<String, String> getQ();

        public abstract void setQ(Map<String, String> q);

        public abstract Part getR();

        public abstract void setR(Part r);

        public abstract Part getS();

        public abstract void setS(Part s);

        public abstract Part getT();

        public abstract void setT(Part t);
    }

    private record Domain() implements ObjectDomain {
        @Override
        public String name() {
            return "benchmark";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(Whole.class, Part.class);
        }
    }

    private ObjectContext context = context();
    private Whole whole = whole();
    private Part part = part("r");

    private static ObjectContext context() {
        ObjectRegistry registry = ObjectRegistry.builder().add(new Domain()).build();
        return Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());
    }

    /** Fills both. */
    @Setup
    public void fill() {
        context = context();
        part = part("alone");
        whole = whole();
    }

    private Part part(String name) {
        Part made = context.create(Part.class);
        made.setName(name);
        made.setSize(1);
        made.setExtra(Map.of("a", "1"));
        return made;
    }

    private Whole whole() {
        Whole made = context.create(Whole.class);
        made.setA(1);
        made.setB(2);
        made.setC(3);
        made.setD(4);
        made.setE(5);
        made.setF(6);
        made.setG(true);
        made.setH(0.5);
        made.setI("i");
        made.setJ("j");
        made.setK("k");
        made.setL(UUID.randomUUID());
        made.setM(UUID.randomUUID());
        made.setN(Instant.EPOCH);
        made.setO(Instant.EPOCH);
        made.setP(List.of("p"));
        made.setQ(Map.of("q", "q"));
        made.setR(part("r"));
        made.setS(part("s"));
        made.setT(part("t"));
        return made;
    }

    /** Copies an object without others. */
    @Benchmark
    public Part flat() {
        return VersionedObject.copyOf(part);
    }

    /** Copies an object with three others. */
    @Benchmark
    public Whole nested() {
        return VersionedObject.copyOf(whole);
    }
}
