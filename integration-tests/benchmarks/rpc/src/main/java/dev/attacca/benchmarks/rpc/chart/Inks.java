package dev.attacca.benchmarks.rpc.chart;

import dev.attacca.benchmarks.rpc.peer.Peers;
import java.util.Map;

/** Which colour a subject has in every drawing: ours stands out, and all can be told apart by those who see few colours. */
final class Inks {
    static final String TEXT = "#1f2933";
    static final String QUIET = "#6b7785";
    static final String GRID = "#e3e7eb";

    private static final String OURS = "#d9480f";

    private static final Map<String, String> PEERS = Map.of(
            Peers.GRPC, "#0072b2",
            Peers.GRPC_DIRECT, "#56b4e9",
            Peers.THRIFT_SELECTOR, "#009e73",
            Peers.THRIFT_POOL, "#66c2a5",
            Peers.RMI, "#a6761d",
            Peers.DUBBO, "#cc79a7",
            Peers.ARMERIA, "#7570b3",
            Peers.ECHO, "#9aa5b1",
            Peers.ECHO_FEW, "#9aa5b1",
            Peers.ECHO_MANY, "#9aa5b1");

    private Inks() {}

    static String of(String subject) {
        return PEERS.getOrDefault(subject, OURS);
    }

    static boolean ours(String subject) {
        return subject.startsWith(Peers.ATTACCA);
    }
}
