package dev.attacca.benchmarks.rpc.peer;

import dev.attacca.benchmarks.rpc.record.MachineDomain;
import dev.attacca.benchmarks.rpc.record.MachineDomain.Machine;
import dev.attacca.benchmarks.rpc.record.PlainMachine;
import dev.attacca.benchmarks.rpc.record.VersionedMachine;
import dev.attacca.conductor.dispatch.ActionDispatcher;
import dev.attacca.conductor.dispatch.StatementTrace;
import dev.attacca.conductor.health.CallCounts;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.transport.ClientOptions;
import dev.attacca.transport.ConductorClient;
import dev.attacca.transport.ServerOptions;
import dev.attacca.transport.TransportServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Ours: a remotable of a versioned object, through proxy, agreed schema, codec, dispatch, diff and reply, with a conductor's
 * dispatcher and no database. As it comes, but for the number of calls in flight that a connection may have.
 */
final class AttaccaPeer implements Peer {
    private static final int MOST_IN_FLIGHT = 1024;
    private static final int MANY = 128;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final int connections;
    private final boolean secure;
    private final boolean fleet;

    private AttaccaPeer(int connections, boolean secure, boolean fleet) {
        this.connections = connections;
        this.secure = secure;
        this.fleet = fleet;
    }

    /** One client through TLS 1.3, with certificates on both sides. */
    static AttaccaPeer throughTls() {
        return new AttaccaPeer(1, true, false);
    }

    /** One client as it comes. */
    static AttaccaPeer asItComes() {
        return new AttaccaPeer(1, false, false);
    }

    /** One client that keeps several connections to the one conductor, and chooses between them at each call. */
    static AttaccaPeer connections(int connections) {
        return new AttaccaPeer(connections, false, false);
    }

    /**
     * One client whose connections are each to another address of the one conductor, and so to another conductor for all that it knows:
     * calls spread evenly over them. Where it runs, the whole of 127.0.0.0/8 must lead back, as on Linux.
     */
    static AttaccaPeer fleet(int connections) {
        return new AttaccaPeer(connections, false, true);
    }

    @Override
    public List<Integer> measuredAt(CallMode mode, int inFlight) {
        if (connections > 1 && inFlight < MANY) {
            return List.of();
        }
        int full = Peers.FULL_FLEET / 1000 * connections;
        return fleet && mode == CallMode.PIPELINED && inFlight == MANY && full > MANY
                ? List.of(inFlight, full)
                : List.of(inFlight);
    }

    @Override
    public Set<CallMode> modes() {
        return Set.of(CallMode.BLOCKING, CallMode.PIPELINED);
    }

    @Override
    public Served serve() throws Exception {
        ActionDispatcher dispatcher = new ActionDispatcher(
                MachineDomain.registry(), UnitOfWorkFactory.NONE, new StatementTrace(), new CallCounts(), "bench");
        TransportServer server = TransportServer.start(
                ServerOptions.builder(new InetSocketAddress(fleet ? address(0, 0, 0, 0) : loopback(), 0))
                        .maxInFlight(MOST_IN_FLIGHT)
                        .tls(secure ? BenchCertificates.ofRun().server() : null)
                        .build(),
                dispatcher);
        return new Served(server);
    }

    /** A server that can be asked how many connections it has. */
    record Served(TransportServer server) implements PeerServer {
        @Override
        public int port() {
            return server.localAddress().getPort();
        }

        int connections() {
            return server.counters().connectionsNow();
        }

        @Override
        public void close() {
            server.close();
        }
    }

    @Override
    public PeerClient connect(int port) {
        InetSocketAddress[] addresses = IntStream.range(0, fleet ? connections : 1)
                .mapToObj(i ->
                        new InetSocketAddress(fleet ? address(127, 0, 1 + i / 250, 1 + i % 250) : loopback(), port))
                .toArray(InetSocketAddress[]::new);
        ClientOptions.Builder options = ClientOptions.builder(addresses)
                .eager(true)
                .tls(secure ? BenchCertificates.ofRun().client() : null);
        if (connections > 1) {
            options.connections(connections, fleet ? 1 : connections);
        }
        return new Client(connections, options.build());
    }

    private static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    private static InetAddress address(int... bytes) {
        byte[] address = {(byte) bytes[0], (byte) bytes[1], (byte) bytes[2], (byte) bytes[3]};
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }

    private static final class Client implements PeerClient {
        private final ObjectRegistry registry = MachineDomain.registry();
        private final ConductorClient client;

        Client(int connections, ClientOptions options) {
            client = new ConductorClient(registry, "bench", Duration.ofSeconds(10), options);
            awaitConnections(connections);
        }

        /** What is measured with fewer connections than the subject's name says would say nothing of it. */
        private void awaitConnections(int all) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            for (int now = 0; now < all; now = client.connections().size()) {
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException(
                            "connections: " + now + " after " + PATIENCE + " (expected: " + all + ")");
                }
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }

        private Machine machine() {
            return VersionedMachine.of(
                    PlainMachine.sample(), new ObjectContext(RequestContext.create(), registry, client));
        }

        @Override
        public BlockingCaller blocking() {
            return machine()::echo;
        }

        @Override
        public PipelinedCaller pipelined() {
            Machine machine = machine();
            ObjectContext context = machine.context();
            return done -> {
                var unused = context.callAsync(machine, Machine::echo).whenComplete(done);
            };
        }

        @Override
        public boolean isPayload(Object answer) {
            return VersionedMachine.plain((Machine) answer).equals(PlainMachine.sample());
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
