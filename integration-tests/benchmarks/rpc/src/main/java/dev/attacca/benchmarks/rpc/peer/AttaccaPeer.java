package dev.attacca.benchmarks.rpc.peer;

import dev.attacca.Attacca;
import dev.attacca.RemoteOptions;
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
import dev.attacca.transport.ServerOptions;
import dev.attacca.transport.TransportServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;

/**
 * Ours: a remotable of a versioned object, through proxy, agreed schema, codec, dispatch, diff and reply, with a conductor's
 * dispatcher and no database. As it comes, but for the number of calls in flight that a connection may have.
 */
final class AttaccaPeer implements Peer {
    private static final int MOST_IN_FLIGHT = 1024;

    @Override
    public Set<CallMode> modes() {
        return Set.of(CallMode.BLOCKING, CallMode.PIPELINED);
    }

    @Override
    public PeerServer serve() {
        ActionDispatcher dispatcher = new ActionDispatcher(
                MachineDomain.registry(), UnitOfWorkFactory.NONE, new StatementTrace(), new CallCounts(), "bench");
        TransportServer server = TransportServer.start(
                ServerOptions.builder(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .maxInFlight(MOST_IN_FLIGHT)
                        .build(),
                dispatcher);
        return new PeerServer() {
            @Override
            public int port() {
                return server.localAddress().getPort();
            }

            @Override
            public void close() {
                server.close();
            }
        };
    }

    @Override
    public PeerClient connect(int port) {
        return new Client(port);
    }

    private static final class Client implements PeerClient {
        private final ObjectRegistry registry = MachineDomain.registry();
        private final Attacca attacca;

        Client(int port) {
            attacca = Attacca.remote(registry, RemoteOptions.to("127.0.0.1:" + port));
        }

        private Machine machine() {
            return VersionedMachine.of(PlainMachine.sample(), attacca.context(RequestContext.create()));
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
            attacca.close();
        }
    }
}
