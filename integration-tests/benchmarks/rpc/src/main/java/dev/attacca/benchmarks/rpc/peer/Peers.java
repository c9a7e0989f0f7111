package dev.attacca.benchmarks.rpc.peer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** All subjects by name, ours first. */
public final class Peers {
    /** Ours. */
    public static final String ATTACCA = "attacca";

    /** Names the folder that both processes of a subject may write to. */
    public static final String FOLDER_PROPERTY = "attacca.bench.folder";

    /** Ours, through TLS. */
    public static final String ATTACCA_TLS = "attacca-tls";

    /** Ours, on eight connections. */
    public static final String ATTACCA_FEW = "attacca-8";

    /** Ours, on a thousand connections. */
    public static final String ATTACCA_MANY = "attacca-1000";

    /** Ours, on eight connections each of which counts as one to another conductor, so that calls spread over all. */
    public static final String ATTACCA_FLEET_FEW = "attacca-fleet-8";

    /** Ours, on a thousand such connections. */
    public static final String ATTACCA_FLEET_MANY = "attacca-fleet-1000";

    /** How many calls are in flight on a thousand connections when each has as many as each of eight with 128. */
    public static final int FULL_FLEET = 16_000;

    /** The limit: bytes and nothing else. */
    public static final String ECHO = "netty-echo";

    /** The same limit, on eight connections. */
    public static final String ECHO_FEW = "netty-echo-8";

    /** The same limit, on a thousand connections. */
    public static final String ECHO_MANY = "netty-echo-1000";

    /** grpc-java as it comes. */
    public static final String GRPC = "grpc";

    /** grpc-java without a thread pool. */
    public static final String GRPC_DIRECT = "grpc-direct";

    /** libthrift with a thread for each connection. */
    public static final String THRIFT_POOL = "thrift-pool";

    /** libthrift with selectors and workers. */
    public static final String THRIFT_SELECTOR = "thrift-selector";

    /** Java's own. */
    public static final String RMI = "rmi";

    /** Dubbo's own protocol. */
    public static final String DUBBO = "dubbo";

    /** Armeria with Thrift. */
    public static final String ARMERIA = "armeria";

    private static final Map<String, Supplier<Peer>> ALL = new LinkedHashMap<>();

    static {
        ALL.put(ATTACCA, AttaccaPeer::asItComes);
        ALL.put(ATTACCA_TLS, AttaccaPeer::throughTls);
        ALL.put(ATTACCA_FEW, () -> AttaccaPeer.connections(8));
        ALL.put(ATTACCA_MANY, () -> AttaccaPeer.connections(1000));
        ALL.put(ATTACCA_FLEET_FEW, () -> AttaccaPeer.fleet(8));
        ALL.put(ATTACCA_FLEET_MANY, () -> AttaccaPeer.fleet(1000));
        ALL.put(GRPC, GrpcPeer::asItComes);
        ALL.put(GRPC_DIRECT, GrpcPeer::direct);
        ALL.put(THRIFT_SELECTOR, ThriftPeer::selector);
        ALL.put(THRIFT_POOL, ThriftPeer::pool);
        ALL.put(RMI, RmiPeer::new);
        ALL.put(DUBBO, DubboPeer::new);
        ALL.put(ARMERIA, ArmeriaPeer::new);
        ALL.put(ECHO, () -> new EchoPeer(1));
        ALL.put(ECHO_FEW, () -> new EchoPeer(8));
        ALL.put(ECHO_MANY, () -> new EchoPeer(1000));
    }

    private Peers() {}

    /** The names of all subjects. */
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /** Whether that subject is somebody else's way of calling; bytes alone are none. */
    public static boolean isPeer(String name) {
        return !name.startsWith(ATTACCA) && !name.startsWith(ECHO);
    }

    /** The subject of that name. */
    public static Peer of(String name) {
        Supplier<Peer> peer = ALL.get(name);
        if (peer == null) {
            throw new IllegalArgumentException("subject: " + name + " (expected: one of " + names() + ")");
        }
        return peer.get();
    }
}
