package dev.attacca.benchmarks.rpc.peer;

import dev.attacca.benchmarks.rpc.record.PlainMachine;
import dev.attacca.benchmarks.rpc.record.ThriftMachine;
import dev.attacca.benchmarks.rpc.thrift.Machine;
import dev.attacca.benchmarks.rpc.thrift.MachineService;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.server.TServer;
import org.apache.thrift.server.TThreadPoolServer;
import org.apache.thrift.server.TThreadedSelectorServer;
import org.apache.thrift.transport.TNonblockingServerSocket;
import org.apache.thrift.transport.TServerSocket;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransportException;
import org.apache.thrift.transport.layered.TFramedTransport;

/** libthrift's own servers, framed and compact; a connection for each caller, since its clients cannot share one. */
final class ThriftPeer implements Peer {
    private static final int WORKERS = 16;

    /** A thread for each connection: as many as the benchmark ever opens. */
    private static final int MOST_CONNECTIONS = 512;

    private final boolean selector;

    private ThriftPeer(boolean selector) {
        this.selector = selector;
    }

    /** Selector threads that hand each frame to a pool of workers. */
    static Peer selector() {
        return new ThriftPeer(true);
    }

    /** A thread for each connection. */
    static Peer pool() {
        return new ThriftPeer(false);
    }

    @Override
    public Set<CallMode> modes() {
        return Set.of(CallMode.BLOCKING);
    }

    @Override
    public PeerServer serve() throws Exception {
        return selector ? serveSelector() : servePool();
    }

    private static MachineService.Processor<MachineService.Iface> processor() {
        return new MachineService.Processor<>(machine -> machine);
    }

    private static PeerServer serveSelector() throws TTransportException {
        TNonblockingServerSocket socket =
                new TNonblockingServerSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        TThreadedSelectorServer.Args options = new TThreadedSelectorServer.Args(socket)
                .selectorThreads(Math.max(1, Runtime.getRuntime().availableProcessors() / 2))
                .workerThreads(WORKERS)
                .protocolFactory(new TCompactProtocol.Factory())
                .transportFactory(new TFramedTransport.Factory())
                .processor(processor());
        return running(new TThreadedSelectorServer(options), socket.getPort());
    }

    private static PeerServer servePool() throws TTransportException {
        TServerSocket socket = new TServerSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        TThreadPoolServer.Args options = new TThreadPoolServer.Args(socket)
                .maxWorkerThreads(MOST_CONNECTIONS)
                .protocolFactory(new TCompactProtocol.Factory())
                .transportFactory(new TFramedTransport.Factory())
                .processor(processor());
        return running(new TThreadPoolServer(options), socket.getServerSocket().getLocalPort());
    }

    private static PeerServer running(TServer server, int port) {
        Thread thread = new Thread(server::serve, "thrift-accept");
        thread.setDaemon(true);
        thread.start();
        return new PeerServer() {
            @Override
            public int port() {
                return port;
            }

            @Override
            public void close() {
                server.stop();
            }
        };
    }

    @Override
    public PeerClient connect(int port) {
        Machine machine = ThriftMachine.of(PlainMachine.sample());
        return new PeerClient() {
            @Override
            public BlockingCaller blocking() throws TTransportException {
                return new Caller(port, machine);
            }

            @Override
            public boolean isPayload(Object answer) {
                return answer.equals(machine);
            }

            @Override
            public void close() {
                // Connections belong to the callers.
            }
        };
    }

    private static final class Caller implements PeerClient.BlockingCaller {
        private final TFramedTransport transport;
        private final MachineService.Client client;
        private final Machine machine;

        Caller(int port, Machine machine) throws TTransportException {
            this.transport = new TFramedTransport(new TSocket("127.0.0.1", port));
            this.client = new MachineService.Client(new TCompactProtocol(transport));
            this.machine = machine;
            transport.open();
        }

        @Override
        public Object call() throws org.apache.thrift.TException {
            return client.echo(machine);
        }

        @Override
        public void close() {
            transport.close();
        }
    }
}
