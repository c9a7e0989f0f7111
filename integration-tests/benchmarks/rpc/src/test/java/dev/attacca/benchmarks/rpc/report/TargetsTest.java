package dev.attacca.benchmarks.rpc.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.benchmarks.report.Target;
import dev.attacca.benchmarks.rpc.fields.FieldCost;
import dev.attacca.benchmarks.rpc.peer.CallMode;
import dev.attacca.benchmarks.rpc.peer.Peers;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetsTest {
    private static Row row(String subject, CallMode mode, int inFlight, double throughput, double micros) {
        return Row.of(
                new Cell(subject, mode, inFlight),
                17,
                List.of(new Sample(throughput, micros, 10 * micros, 11, 20, 2_900, 3_100)));
    }

    private static String verdict(List<Target> targets, String what) {
        Target target = targets.stream()
                .filter(each -> each.what().equals(what))
                .findFirst()
                .orElseThrow(() -> new AssertionError(what + " is not judged: " + targets));
        return (target.met() ? "met " : "MISSED ") + target.measured();
    }

    @Test
    void each_peer_is_held_against_calls_of_its_own_kind() {
        List<Target> targets = Targets.judged(
                List.of(
                        row(Peers.ATTACCA, CallMode.BLOCKING, 16, 130, 10),
                        row(Peers.ATTACCA, CallMode.PIPELINED, 16, 1000, 10),
                        row(Peers.GRPC_DIRECT, CallMode.BLOCKING, 16, 100, 10),
                        row(Peers.GRPC_DIRECT, CallMode.PIPELINED, 16, 800, 10),
                        row(Peers.GRPC, CallMode.BLOCKING, 16, 26, 10),
                        row(Peers.ECHO, CallMode.BLOCKING, 16, 200, 1),
                        row(Peers.ECHO, CallMode.PIPELINED, 16, 20_000, 1)),
                17);

        assertThat(verdict(targets, "calls per second, against grpc-direct, 16 blocking"))
                .isEqualTo("met 1.3");
        assertThat(verdict(targets, "calls per second, against grpc-direct, 16 pipelined"))
                .isEqualTo("MISSED 1.25");
        assertThat(verdict(targets, "calls per second, against grpc, 16 blocking"))
                .isEqualTo("met 5.0");
        assertThat(verdict(targets, "calls per second, against netty-echo, 16 blocking"))
                .isEqualTo("met 0.65");
        assertThat(targets).noneMatch(target -> target.what().contains("netty-echo, 16 pipelined"));
    }

    @Test
    void of_libthrifts_servers_the_better_one_counts() {
        List<Target> targets = Targets.judged(
                List.of(
                        row(Peers.ATTACCA, CallMode.BLOCKING, 128, 150, 10),
                        row(Peers.THRIFT_POOL, CallMode.BLOCKING, 128, 101, 10),
                        row(Peers.THRIFT_SELECTOR, CallMode.BLOCKING, 128, 60, 10)),
                17);

        assertThat(verdict(targets, "calls per second, against thrift-pool, 128 blocking"))
                .startsWith("MISSED 1.48");
    }

    @Test
    void latencies_are_held_against_the_best_peer_which_the_limit_is_not() {
        List<Target> targets = Targets.judged(
                List.of(
                        row(Peers.ATTACCA, CallMode.BLOCKING, 1, 1, 13),
                        row(Peers.RMI, CallMode.BLOCKING, 1, 1, 10),
                        row(Peers.GRPC, CallMode.BLOCKING, 1, 1, 20),
                        row(Peers.ECHO, CallMode.BLOCKING, 1, 1, 2),
                        row(Peers.ATTACCA, CallMode.BLOCKING, 16, 1, 21),
                        row(Peers.GRPC, CallMode.BLOCKING, 16, 1, 20),
                        row(Peers.ECHO, CallMode.BLOCKING, 16, 1, 2)),
                17);

        assertThat(verdict(targets, "p50, against rmi, 1 blocking")).isEqualTo("met 1.3");
        assertThat(verdict(targets, "p99, against grpc, 16 blocking")).isEqualTo("MISSED 1.05");
    }

    @Test
    void costs_are_judged_on_each_side_where_calls_are_many() {
        List<Target> targets = Targets.judged(
                List.of(
                        row(Peers.ATTACCA, CallMode.BLOCKING, 1, 1, 1),
                        row(Peers.ATTACCA, CallMode.BLOCKING, 16, 1, 1)),
                17);

        assertThat(verdict(targets, "CPU on the server, 16 blocking")).isEqualTo("met 11.0");
        assertThat(verdict(targets, "allocated on the server, 16 blocking")).isEqualTo("met 2900.0");
        assertThat(verdict(targets, "allocated on the client, 16 blocking")).isEqualTo("MISSED 3100.0");
        assertThat(targets).noneMatch(target -> target.what().contains(", 1 blocking"));
    }

    @Test
    void many_connections_are_held_against_few() {
        List<Target> targets = Targets.judged(
                List.of(
                        row(Peers.ATTACCA_FEW, CallMode.BLOCKING, 128, 100, 1),
                        row(Peers.ATTACCA_MANY, CallMode.BLOCKING, 128, 79, 1)),
                17);

        assertThat(verdict(targets, "attacca-1000: calls per second, against attacca-8, 128 blocking"))
                .isEqualTo("MISSED 0.79");
    }

    @Test
    void a_fleet_is_held_against_few_with_as_many_calls_on_each_connection_and_otherwise_against_bytes() {
        List<Target> targets = Targets.judged(
                List.of(
                        row(Peers.ATTACCA_FLEET_FEW, CallMode.PIPELINED, 128, 100, 1),
                        row(Peers.ATTACCA_FLEET_MANY, CallMode.PIPELINED, 128, 25, 1),
                        row(Peers.ATTACCA_FLEET_MANY, CallMode.PIPELINED, Peers.FULL_FLEET, 79, 1),
                        row(Peers.ECHO_FEW, CallMode.PIPELINED, 128, 1000, 1),
                        row(Peers.ECHO_MANY, CallMode.PIPELINED, 128, 500, 1)),
                17);

        assertThat(verdict(targets, "attacca-fleet-1000: calls per second, against attacca-fleet-8, 16000 pipelined"))
                .isEqualTo("MISSED 0.79");
        assertThat(verdict(
                        targets,
                        "attacca-fleet-1000: what is left of attacca-fleet-8, against bytes alone, 128 pipelined"))
                .isEqualTo("MISSED 0.5");
    }

    @Test
    void tls_is_held_against_plaintext() {
        List<Target> targets = Targets.judged(
                List.of(
                        row(Peers.ATTACCA, CallMode.PIPELINED, 16, 100, 1),
                        row(Peers.ATTACCA_TLS, CallMode.PIPELINED, 16, 70, 1)),
                17);

        assertThat(verdict(targets, "attacca-tls: calls per second, against attacca, 16 pipelined"))
                .isEqualTo("met 0.7");
    }

    private static FieldCost cost(int declared, int present, int bytes, double nanos) {
        return new FieldCost(17, declared, present, bytes, nanos, nanos, nanos);
    }

    @Test
    void fields_cost_alike_when_present_and_nothing_when_declared() {
        List<Target> targets = Targets.ofFields(
                List.of(
                        cost(60, 8, 100, 1_000),
                        cost(60, 16, 180, 1_800),
                        cost(60, 32, 340, 4_000),
                        cost(16, 8, 96, 500)),
                17);

        assertThat(verdict(targets, "bytes per further field, 16 to 32 against 8 to 16"))
                .isEqualTo("met 1.0");
        assertThat(verdict(targets, "ns per further field, 16 to 32 against 8 to 16"))
                .isEqualTo("MISSED 1.375");
        assertThat(verdict(targets, "bytes of 8 fields, of 60 against of 16")).startsWith("met 1.04");
        assertThat(verdict(targets, "ns of 8 fields, of 60 against of 16")).isEqualTo("MISSED 2.0");
        assertThat(Targets.ofFields(List.of(), 17)).isEmpty();
    }

    @Test
    void other_jdks_are_not_looked_at() {
        assertThat(Targets.judged(List.of(row(Peers.ATTACCA, CallMode.BLOCKING, 16, 1, 1)), 25))
                .isEmpty();
    }
}
