package dev.attacca.benchmarks.report;

import dev.attacca.benchmarks.subject.Subjects;
import java.util.List;
import java.util.Map;

/** What is promised of objects, judged by medians of CPU time in one run. */
final class Targets {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Rounds rounds;
    private final Map<String, Integer> sizes;
    private final TypeStart start;
    private final Memory memory;

    Targets(Rounds rounds, Map<String, Integer> sizes, TypeStart start, Memory memory) {
        this.rounds = rounds;
        this.sizes = sizes;
        this.start = start;
        this.memory = memory;
    }

    List<Target> judged() {
        return List.of(
                beyond("reads a primitive, beyond a plain field", "trackedRead", "plainRead", 1),
                beyond("writes a primitive, beyond a plain field", "trackedWrite", "plainWrite", 1),
                beyond("reads a reference, beyond a plain field", "trackedReadReference", "plainReadReference", 1),
                beyond("writes a reference, beyond a plain field", "trackedWriteReference", "plainWriteReference", 1),
                Target.atMost("allocated by a write of a primitive", allocated("trackedWrite"), 0.01, "B"),
                beyond("remotable inside a unit of work, beyond a direct call", "remotableCall", "directCall", 2),
                times("encode", Subjects.PROTOBUF, 0.65),
                times("encode", Subjects.FORY, 1.3),
                times("decode", Subjects.PROTOBUF, 0.65),
                times("decode", Subjects.FORY, 1.3),
                smaller(Subjects.PROTOBUF),
                smaller(Subjects.FORY),
                Target.atLeast(
                        "backports 1.2 to 1.0 and encodes",
                        NANOS_PER_SECOND / nanos("encode " + Subjects.ATTACCA_BACKPORT),
                        500_000,
                        "/s"),
                Target.atLeast("copies of the record", NANOS_PER_SECOND / nanos("copyRecord"), 1_000_000, "/s"),
                Target.atMost("first type of a JVM", start.first().median(), 300, "ms"),
                Target.atMost("each further type", start.further().median(), 5, "ms"),
                Target.atMost(
                        "memory of the record, against a plain class",
                        memory.tracked().median() / memory.plain().median(),
                        2,
                        "x"));
    }

    private Target beyond(String what, String ours, String plain, double nanos) {
        return Target.atMost(what, nanos(ours) - nanos(plain), nanos, "ns");
    }

    private Target times(String what, String peer, double bound) {
        double ratio = nanos(what + " " + Subjects.ATTACCA) / nanos(what + " " + peer);
        return Target.atMost(what + "s, against " + peer, ratio, bound, "x");
    }

    private Target smaller(String peer) {
        return Target.atMost(
                "bytes, against " + peer, sizes.getOrDefault(Subjects.ATTACCA, 0), sizes.getOrDefault(peer, 0), "B");
    }

    private double nanos(String key) {
        return rounds.nanos(key).median();
    }

    private double allocated(String key) {
        return rounds.allocated(key).median();
    }
}
