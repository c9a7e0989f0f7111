package dev.attacca.benchmarks.rpc.peer;

import dev.attacca.benchmarks.rpc.record.PlainMachine;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.dubbo.config.ApplicationConfig;
import org.apache.dubbo.config.ProtocolConfig;
import org.apache.dubbo.config.ReferenceConfig;
import org.apache.dubbo.config.RegistryConfig;
import org.apache.dubbo.config.ServiceConfig;
import org.apache.dubbo.config.bootstrap.DubboBootstrap;

/** Dubbo's own protocol as it comes, with Hessian and one shared connection; without a registry. */
final class DubboPeer implements Peer {
    private static final int CALL_MILLIS = 30_000;

    /** What is called. */
    public interface MachineService {
        /** Returns what it is given. */
        PlainMachine echo(PlainMachine machine);

        /** The same, for callers that do not wait. */
        CompletableFuture<PlainMachine> echoLater(PlainMachine machine);
    }

    private static final class Echo implements MachineService {
        @Override
        public PlainMachine echo(PlainMachine machine) {
            return machine;
        }

        @Override
        public CompletableFuture<PlainMachine> echoLater(PlainMachine machine) {
            return CompletableFuture.completedFuture(machine);
        }
    }

    private static DubboBootstrap bootstrap(String name) {
        ApplicationConfig application = new ApplicationConfig(name);
        application.setQosEnable(false);
        return DubboBootstrap.newInstance().application(application).registry(new RegistryConfig("N/A"));
    }

    @Override
    public Set<CallMode> modes() {
        return Set.of(CallMode.BLOCKING, CallMode.PIPELINED);
    }

    @Override
    public PeerServer serve() throws IOException {
        int port = FreePort.find();
        ProtocolConfig protocol = new ProtocolConfig("dubbo", port);
        protocol.setHost("127.0.0.1");
        protocol.setSerialization("hessian2");
        ServiceConfig<MachineService> service = new ServiceConfig<>();
        service.setInterface(MachineService.class);
        service.setRef(new Echo());
        service.setScope("remote");
        DubboBootstrap running =
                bootstrap("server").protocol(protocol).service(service).start();
        return new PeerServer() {
            @Override
            public int port() {
                return port;
            }

            @Override
            public void close() {
                running.destroy();
            }
        };
    }

    @Override
    public PeerClient connect(int port) {
        ReferenceConfig<MachineService> reference = new ReferenceConfig<>();
        reference.setInterface(MachineService.class);
        reference.setUrl("dubbo://127.0.0.1:" + port + "?serialization=hessian2");
        reference.setScope("remote");
        reference.setTimeout(CALL_MILLIS);
        DubboBootstrap running = bootstrap("client").reference(reference).start();
        MachineService service = reference.get();
        PlainMachine machine = PlainMachine.sample();
        return new PeerClient() {
            @Override
            public BlockingCaller blocking() {
                return () -> service.echo(machine);
            }

            @Override
            public PipelinedCaller pipelined() {
                return done -> {
                    var unused = service.echoLater(machine).whenComplete(done);
                };
            }

            @Override
            public boolean isPayload(Object answer) {
                return answer.equals(machine);
            }

            @Override
            public void close() {
                running.destroy();
            }
        };
    }
}
