package dev.attacca.benchmarks;

import dev.attacca.benchmarks.subject.Subject;
import dev.attacca.benchmarks.subject.Subjects;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to write and to read the record of 20 fields and 3 nested objects, one subject in a JVM. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordBenchmark {
    /** Who writes and reads. */
    @Param({
        "attacca",
        "attacca-1.2-to-1.0",
        "fory",
        "fory-compatible",
        "kryo",
        "protobuf",
        "protobuf-from-object",
        "jackson"
    })
    public String subject = Subjects.ATTACCA;

    private @Nullable Subject carrier;
    private byte[] bytes = {};

    /** Makes the subject, which shows that it brings everything back. */
    @Setup
    public void prepare() {
        Subject made = Subjects.checked(subject);
        bytes = made.encode();
        carrier = made;
    }

    /** Writes the record. */
    @Benchmark
    public byte[] encode() {
        return Objects.requireNonNull(carrier).encode();
    }

    /** Reads the record. */
    @Benchmark
    public Object decode() {
        return Objects.requireNonNull(carrier).decode(bytes);
    }
}
