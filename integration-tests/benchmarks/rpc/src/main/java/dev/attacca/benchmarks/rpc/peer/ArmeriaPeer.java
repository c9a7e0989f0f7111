package dev.attacca.benchmarks.rpc.peer;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.thrift.ThriftClients;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.thrift.THttpService;
import dev.attacca.benchmarks.rpc.record.PlainMachine;
import dev.attacca.benchmarks.rpc.record.ThriftMachine;
import dev.attacca.benchmarks.rpc.thrift.Machine;
import dev.attacca.benchmarks.rpc.thrift.MachineService;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.thrift.async.AsyncMethodCallback;
import org.jspecify.annotations.Nullable;

/**
 * Armeria with compact Thrift over HTTP/2. Blocking callers call bodies that may block and so run on its pool; pipelined ones
 * call bodies that run on the event loops.
 */
final class ArmeriaPeer implements Peer {
    private static final String BLOCKING = "/blocking";
    private static final String DIRECT = "/direct";

    @Override
    public Set<CallMode> modes() {
        return Set.of(CallMode.BLOCKING, CallMode.PIPELINED);
    }

    @Override
    public PeerServer serve() {
        MachineService.Iface blocking = machine -> machine;
        MachineService.AsyncIface direct = (machine, answer) -> answer.onComplete(machine);
        Server server = Server.builder()
                .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .requestTimeoutMillis(0)
                .service(
                        BLOCKING,
                        THttpService.builder()
                                .addService(blocking)
                                .useBlockingTaskExecutor(true)
                                .defaultSerializationFormat(ArmeriaFormat.format())
                                .build())
                .service(DIRECT, THttpService.of(direct, ArmeriaFormat.format()))
                .build();
        server.start().join();
        return new PeerServer() {
            @Override
            public int port() {
                return server.activeLocalPort();
            }

            @Override
            public void close() {
                server.stop().join();
            }
        };
    }

    @Override
    public PeerClient connect(int port) {
        ClientFactory factory = ClientFactory.builder().build();
        String address = ArmeriaFormat.NAME + "+h2c://127.0.0.1:" + port;
        MachineService.Iface blocking = ThriftClients.builder(address + BLOCKING)
                .factory(factory)
                .responseTimeoutMillis(0)
                .build(MachineService.Iface.class);
        MachineService.AsyncIface direct = ThriftClients.builder(address + DIRECT)
                .factory(factory)
                .responseTimeoutMillis(0)
                .build(MachineService.AsyncIface.class);
        Machine machine = ThriftMachine.of(PlainMachine.sample());
        return new PeerClient() {
            @Override
            public BlockingCaller blocking() {
                return () -> blocking.echo(machine);
            }

            @Override
            public PipelinedCaller pipelined() {
                return done -> {
                    try {
                        direct.echo(machine, new Answer(done));
                    } catch (org.apache.thrift.TException refused) {
                        done.accept(null, refused);
                    }
                };
            }

            @Override
            public boolean isPayload(Object answer) {
                return answer.equals(machine);
            }

            @Override
            public void close() {
                factory.close();
            }
        };
    }

    private record Answer(BiConsumer<@Nullable Object, @Nullable Throwable> done)
            implements AsyncMethodCallback<Machine> {
        @Override
        public void onComplete(Machine machine) {
            done.accept(machine, null);
        }

        @Override
        public void onError(Exception failure) {
            done.accept(null, failure);
        }
    }
}
