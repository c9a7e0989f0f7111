package dev.attacca.benchmarks.rpc.peer;

import dev.attacca.benchmarks.rpc.protobuf.Machine;
import dev.attacca.benchmarks.rpc.record.PlainMachine;
import dev.attacca.benchmarks.rpc.record.ProtobufMachine;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** grpc-java on Netty, one channel, the calls that generated stubs make (their compiler is not for every platform); the message is at hand on the caller's side. */
final class GrpcPeer implements Peer {
    private static final MethodDescriptor<Machine, Machine> ECHO = MethodDescriptor.<Machine, Machine>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName("machines.MachineService", "Echo"))
            .setSampledToLocalTracing(true)
            .setRequestMarshaller(ProtoUtils.marshaller(Machine.getDefaultInstance()))
            .setResponseMarshaller(ProtoUtils.marshaller(Machine.getDefaultInstance()))
            .build();

    private final boolean direct;

    private GrpcPeer(boolean direct) {
        this.direct = direct;
    }

    /** With its own thread pools on both sides. */
    static Peer asItComes() {
        return new GrpcPeer(false);
    }

    /** Without: handlers run on the event loops, which forbids them to block. */
    static Peer direct() {
        return new GrpcPeer(true);
    }

    @Override
    public Set<CallMode> modes() {
        return Set.of(CallMode.BLOCKING, CallMode.PIPELINED);
    }

    @Override
    public PeerServer serve() throws Exception {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(service());
        Server server = (direct ? builder.directExecutor() : builder).build().start();
        return new PeerServer() {
            @Override
            public int port() {
                return server.getPort();
            }

            @Override
            public void close() {
                server.shutdownNow();
            }
        };
    }

    @Override
    public PeerClient connect(int port) {
        NettyChannelBuilder builder =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext();
        return new Client((direct ? builder.directExecutor() : builder).build());
    }

    private static ServerServiceDefinition service() {
        return ServerServiceDefinition.builder("machines.MachineService")
                .addMethod(ECHO, ServerCalls.asyncUnaryCall((Machine machine, StreamObserver<Machine> answer) -> {
                    answer.onNext(machine);
                    answer.onCompleted();
                }))
                .build();
    }

    private static final class Client implements PeerClient {
        private final ManagedChannel channel;
        private final Machine machine = ProtobufMachine.of(PlainMachine.sample());

        Client(ManagedChannel channel) {
            this.channel = channel;
        }

        @Override
        public BlockingCaller blocking() {
            return () -> ClientCalls.blockingUnaryCall(channel, ECHO, CallOptions.DEFAULT, machine);
        }

        @Override
        public PipelinedCaller pipelined() {
            return done ->
                    ClientCalls.asyncUnaryCall(channel.newCall(ECHO, CallOptions.DEFAULT), machine, new Answer(done));
        }

        @Override
        public boolean isPayload(Object answer) {
            return ProtobufMachine.plain((Machine) answer).equals(PlainMachine.sample());
        }

        @Override
        public void close() {
            channel.shutdownNow();
        }
    }

    private static final class Answer implements StreamObserver<Machine> {
        private final BiConsumer<@Nullable Object, @Nullable Throwable> done;
        private @Nullable Machine arrived;

        Answer(BiConsumer<@Nullable Object, @Nullable Throwable> done) {
            this.done = done;
        }

        @Override
        public void onNext(Machine machine) {
            arrived = machine;
        }

        @Override
        public void onError(Throwable failure) {
            done.accept(null, failure);
        }

        @Override
        public void onCompleted() {
            done.accept(arrived, null);
        }
    }
}
