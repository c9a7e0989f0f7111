package dev.attacca.benchmarks.rpc.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.benchmarks.rpc.peer.CallMode;
import dev.attacca.benchmarks.rpc.peer.Peers;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
    @Test
    void many_connections_are_measured_only_where_they_are_judged() {
        Rounds.Plan plan = Rounds.Plan.of(
                List.of(Peers.ECHO_MANY, Peers.ATTACCA_FLEET_FEW, Peers.ATTACCA_FLEET_MANY),
                List.of(CallMode.BLOCKING, CallMode.PIPELINED),
                List.of(1, 16, 128),
                true);

        assertThat(plan.cells())
                .containsExactly(
                        new Cell(Peers.ECHO_MANY, CallMode.BLOCKING, 128),
                        new Cell(Peers.ATTACCA_FLEET_FEW, CallMode.BLOCKING, 128),
                        new Cell(Peers.ATTACCA_FLEET_MANY, CallMode.BLOCKING, 128),
                        new Cell(Peers.ECHO_MANY, CallMode.PIPELINED, 128),
                        new Cell(Peers.ATTACCA_FLEET_FEW, CallMode.PIPELINED, 128),
                        new Cell(Peers.ATTACCA_FLEET_MANY, CallMode.PIPELINED, 128),
                        new Cell(Peers.ATTACCA_FLEET_MANY, CallMode.PIPELINED, Peers.FULL_FLEET));
    }
}
