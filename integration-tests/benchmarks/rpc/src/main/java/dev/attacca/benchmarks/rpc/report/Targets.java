package dev.attacca.benchmarks.rpc.report;

import dev.attacca.benchmarks.report.Target;
import dev.attacca.benchmarks.rpc.fields.FieldCost;
import dev.attacca.benchmarks.rpc.peer.CallMode;
import dev.attacca.benchmarks.rpc.peer.Peers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What is promised of calls, judged by medians of one JDK in one run. Blocking callers are compared with blocking ones and
 * pipelined with pipelined ones; what was not measured is not judged.
 */
final class Targets {
    private static final List<Integer> BUSY = List.of(16, 128);
    private static final double MOST_CPU_MICROS = 12;
    private static final double MOST_BYTES = 3_000;

    private final List<Row> rows;
    private final List<Target> judged = new ArrayList<>();

    private Targets(List<Row> rows) {
        this.rows = rows;
    }

    /** The verdicts on the rows of one JDK. */
    static List<Target> judged(List<Row> all, int jdk) {
        Targets targets =
                new Targets(all.stream().filter(row -> row.jdk() == jdk).toList());
        for (CallMode mode : CallMode.values()) {
            for (int inFlight : BUSY) {
                targets.row(Peers.ATTACCA, mode, inFlight).ifPresent(targets::judgeBusy);
                targets.row(Peers.ATTACCA_TLS, mode, inFlight)
                        .ifPresent(secure -> targets.times(secure, Peers.ATTACCA, 0.7));
            }
            targets.row(Peers.ATTACCA_MANY, mode, 128).ifPresent(many -> targets.times(many, Peers.ATTACCA_FEW, 0.8));
            targets.judgeFleet(mode);
            targets.row(Peers.ATTACCA, mode, 1).ifPresent(targets::judgeAlone);
        }
        return targets.judged;
    }

    private void judgeBusy(Row ours) {
        times(ours, Peers.GRPC_DIRECT, 1.3);
        times(ours, Peers.GRPC, 5);
        best(ours, Peers.THRIFT_POOL, Peers.THRIFT_SELECTOR).ifPresent(best -> times(ours, best, 1.5));
        times(ours, Peers.DUBBO, 4);
        times(ours, Peers.ARMERIA, 4);
        if (ours.callMode() == CallMode.BLOCKING) {
            times(ours, Peers.ECHO, 0.6);
        }
        least(ours, Row::p99us)
                .ifPresent(peer -> judged.add(Target.atMost(
                        "p99, against " + peer.subject() + where(ours), ours.p99us() / peer.p99us(), 1, "x")));
        judged.add(Target.atMost("CPU on the server" + where(ours), ours.cpuUsPerCallServer(), MOST_CPU_MICROS, "us"));
        judged.add(Target.atMost("allocated on the server" + where(ours), ours.allocPerCallServer(), MOST_BYTES, "B"));
        judged.add(Target.atMost("allocated on the client" + where(ours), ours.allocPerCallClient(), MOST_BYTES, "B"));
    }

    /** Where every connection carries calls: with as many on each as on each of few, and with as many in all beside what bytes lose by it. */
    private void judgeFleet(CallMode mode) {
        row(Peers.ATTACCA_FLEET_FEW, mode, 128).ifPresent(few -> {
            row(Peers.ATTACCA_FLEET_MANY, mode, Peers.FULL_FLEET).ifPresent(many -> times(many, few, 0.8));
            row(Peers.ATTACCA_FLEET_MANY, mode, 128)
                    .ifPresent(many -> row(Peers.ECHO_FEW, mode, 128)
                            .ifPresent(echoFew -> row(Peers.ECHO_MANY, mode, 128)
                                    .ifPresent(echoMany -> judged.add(Target.atLeast(
                                            many.subject() + ": what is left of " + few.subject()
                                                    + ", against bytes alone" + where(many),
                                            many.throughput()
                                                    / few.throughput()
                                                    / (echoMany.throughput() / echoFew.throughput()),
                                            1,
                                            "x")))));
        });
    }

    private void judgeAlone(Row ours) {
        least(ours, Row::p50us)
                .ifPresent(peer -> judged.add(Target.atMost(
                        "p50, against " + peer.subject() + where(ours), ours.p50us() / peer.p50us(), 1.3, "x")));
    }

    /** The verdicts on the costs of fields on one JDK. */
    static List<Target> ofFields(List<FieldCost> all, int jdk) {
        List<FieldCost> costs = all.stream().filter(cost -> cost.jdk() == jdk).toList();
        List<Target> targets = new ArrayList<>();
        if (!costs.isEmpty()) {
            targets.add(Target.atMost(
                    "bytes per further field, 16 to 32 against 8 to 16", linear(costs, FieldCost::bytes), 1.1, "x"));
            targets.add(Target.atMost(
                    "ns per further field, 16 to 32 against 8 to 16", linear(costs, FieldCost::ns), 1.25, "x"));
            targets.add(
                    Target.atMost("bytes of 8 fields, of 60 against of 16", flat(costs, FieldCost::bytes), 1.1, "x"));
            targets.add(Target.atMost("ns of 8 fields, of 60 against of 16", flat(costs, FieldCost::ns), 1.25, "x"));
        }
        return targets;
    }

    private static double linear(List<FieldCost> costs, ToDoubleFunction<FieldCost> value) {
        double first = (at(costs, 60, 16, value) - at(costs, 60, 8, value)) / (16 - 8);
        double then = (at(costs, 60, 32, value) - at(costs, 60, 16, value)) / (32 - 16);
        return then / first;
    }

    private static double flat(List<FieldCost> costs, ToDoubleFunction<FieldCost> value) {
        return at(costs, 60, 8, value) / at(costs, 16, 8, value);
    }

    private static double at(List<FieldCost> costs, int declared, int present, ToDoubleFunction<FieldCost> value) {
        return costs.stream()
                .filter(cost -> cost.declared() == declared && cost.present() == present)
                .mapToDouble(value)
                .findFirst()
                .orElse(Double.NaN);
    }

    private void times(Row ours, String peer, double bound) {
        row(peer, ours.callMode(), ours.inFlight()).ifPresent(theirs -> times(ours, theirs, bound));
    }

    private void times(Row ours, Row theirs, double bound) {
        judged.add(Target.atLeast(
                (ours.subject().equals(Peers.ATTACCA) ? "" : ours.subject() + ": ") + "calls per second, against "
                        + theirs.subject() + where(ours),
                ours.throughput() / theirs.throughput(),
                bound,
                "x"));
    }

    private static String where(Row row) {
        return ", " + row.inFlight() + " " + row.mode();
    }

    private Optional<Row> row(String subject, CallMode mode, int inFlight) {
        return rows.stream()
                .filter(row -> row.subject().equals(subject) && row.callMode() == mode && row.inFlight() == inFlight)
                .findFirst();
    }

    private Optional<Row> best(Row ours, String... subjects) {
        return Stream.of(subjects)
                .flatMap(subject -> row(subject, ours.callMode(), ours.inFlight()).stream())
                .max(Comparator.comparingDouble(Row::throughput));
    }

    /** The peer with the least of something; the limit is no peer. */
    private Optional<Row> least(Row ours, ToDoubleFunction<Row> value) {
        return rows.stream()
                .filter(row -> row.callMode() == ours.callMode() && row.inFlight() == ours.inFlight())
                .filter(row -> Peers.isPeer(row.subject()))
                .min(Comparator.comparingDouble(value));
    }
}
