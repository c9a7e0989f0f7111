package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.ConflictException;
import dev.attacca.transport.thrift.Batch;
import dev.attacca.transport.thrift.BatchedCall;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Context;
import dev.attacca.transport.thrift.FaultCause;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Reply;
import dev.attacca.transport.thrift.Welcome;
import dev.attacca.transport.thrift.WireFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.layered.TFramedTransport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers whose contract has grown: what this release does not know is skipped, in every struct, in both directions. */
class NewerPeersTest {
    @ParameterizedTest
    @EnumSource
    void aConductorReadsWhatItKnowsOfANewerCallersQuestions(Encoding encoding) throws Exception {
        List<Call> calls = new CopyOnWriteArrayList<>();
        try (TransportServer server = TestPeers.serve((call, control) -> {
                    calls.add(call.deepCopy());
                    return TestPeers.echo(call, control);
                });
                TTransport wire = framed(server.localAddress())) {
            Conductor.Client newer = new Conductor.Client(encoding.over(wire), new NewerProtocol(encoding.over(wire)));
            Call call = TestPeers.call("reboot")
                    .setContext(new Context().setUserId("ann").setAdmin(true));

            newer.ping();
            Welcome welcome = newer.hello(TestPeers.hello().setMaxProtocol(9));
            newer.cancel(77);
            Reply ofObject = newer.act(call);
            Reply ofClass = newer.query(call);

            assertThat(welcome.getProtocol()).isEqualTo(1);
            assertThat(TestPeers.textOf(ofObject)).isEqualTo("reboot");
            assertThat(TestPeers.textOf(ofClass)).isEqualTo("reboot");
            // Equal as a whole: nothing that was skipped has left a trace, nothing known was lost.
            assertThat(calls).containsExactly(call, call);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConductorReadsTheCallsOfANewerCallersBatch(Encoding encoding) throws Exception {
        List<Batch> batches = new CopyOnWriteArrayList<>();
        try (TransportServer server =
                        TransportServer.start(ServerOptions.at(TestPeers.ANY_PORT), peer -> new BatchSession(batches));
                TTransport wire = framed(server.localAddress())) {
            Conductor.Client newer = new Conductor.Client(encoding.over(wire), new NewerProtocol(encoding.over(wire)));
            Batch batch = new Batch()
                    .setCalls(List.of(new BatchedCall(1, 2, true), new BatchedCall(3, 4, false)))
                    .setBody(new byte[] {1, 2, 3});

            newer.hello(TestPeers.hello());
            newer.batch(batch);

            assertThat(batches).containsExactly(batch);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatIsNewIsRefusedAndTheConnectionGoesOn(Encoding encoding) throws Exception {
        try (TransportServer server = TestPeers.serve(TestPeers::echo);
                TTransport wire = framed(server.localAddress())) {
            TProtocol line = encoding.over(wire);
            line.writeMessageBegin(new TMessage("audit", TMessageType.CALL, 5));
            new Conductor.hello_args(TestPeers.hello()).write(new NewerProtocol(line));
            line.writeMessageEnd();
            wire.flush();

            TMessage answer = line.readMessageBegin();
            TApplicationException rejection = TApplicationException.readFrom(line);
            line.readMessageEnd();

            assertThat(answer.type).isEqualTo(TMessageType.EXCEPTION);
            assertThat(answer.seqid).isEqualTo(5);
            assertThat(rejection.getType()).isEqualTo(TApplicationException.UNKNOWN_METHOD);
            assertThat(new Conductor.Client(line).hello(TestPeers.hello()).getCodec())
                    .isEqualTo(TestPeers.CODEC);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallerReadsWhatItKnowsOfANewerConductorsAnswers(Encoding encoding) throws Exception {
        try (NewerConductor conductor = new NewerConductor(encoding);
                TransportClient<String> client = TestPeers.client(conductor.address())) {
            Connection<String> connection = client.connect(TestPeers.seconds(10));

            connection.ping(TestPeers.seconds(10));

            assertThat(connection.session()).isEqualTo(TestPeers.CODEC);
            assertThat(TestPeers.textOf(connection.act(TestPeers.call("one"), TestPeers.seconds(10))))
                    .isEqualTo("one");
            assertThat(TestPeers.textOf(connection.batch(
                            new Batch().setCalls(List.of()).setBody(new byte[] {'t', 'w', 'o'}),
                            TestPeers.seconds(10))))
                    .isEqualTo("two");
            assertThatThrownBy(() -> connection.query(TestPeers.call("three"), TestPeers.seconds(10)))
                    .isInstanceOfSatisfying(ConflictException.class, conflict -> {
                        assertThat(conflict).hasMessage("three: taken");
                        assertThat(conflict.details()).isEqualTo(Map.of("entity", "three"));
                        assertThat(conflict.getCause()).hasMessageContaining("below");
                    });
        }
    }

    private static TTransport framed(InetSocketAddress address) throws TException {
        TTransport framed = new TFramedTransport(new TSocket(address.getHostString(), address.getPort(), 10_000));
        framed.open();
        return framed;
    }

    /** Keeps the batches that it gets. */
    private record BatchSession(List<Batch> batches) implements ServerSession {
        @Override
        public Welcome hello(Hello hello) {
            return TestPeers.welcome();
        }

        @Override
        public Reply act(Call call, CallControl control) {
            throw new IllegalStateException("no call was made");
        }

        @Override
        public Reply query(Call call, CallControl control) {
            throw new IllegalStateException("no call was made");
        }

        @Override
        public Reply batch(Batch batch, CallControl control) {
            batches.add(batch.deepCopy());
            return TestPeers.reply("done");
        }
    }

    /**
     * A conductor of a later release: Apache's own processor, answers that have grown, and before each of them a message that no caller
     * of today knows.
     */
    private static final class NewerConductor implements Conductor.Iface, AutoCloseable {
        private final ServerSocket server;
        private final Encoding encoding;

        NewerConductor(Encoding encoding) throws IOException {
            this.encoding = encoding;
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            start("newer-conductor-accept", this::accept);
        }

        InetSocketAddress address() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
        }

        private static void start(String name, Runnable work) {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            try {
                while (true) {
                    Socket caller = server.accept();
                    start("newer-conductor", () -> answer(caller));
                }
            } catch (IOException closed) {
                assertThat(server.isClosed()).isTrue();
            }
        }

        private void answer(Socket caller) {
            try (caller) {
                TTransport wire = new TFramedTransport(new TSocket(caller));
                Conductor.Processor<Conductor.Iface> processor = new Conductor.Processor<>(this);
                while (true) {
                    // Our callers write compact; the answers are in either.
                    TProtocol newer = new NewerProtocol(encoding.over(wire));
                    newer.writeMessageBegin(new TMessage("advise", TMessageType.ONEWAY, 0));
                    new Conductor.cancel_args(7).write(newer);
                    newer.writeMessageEnd();
                    wire.flush();
                    processor.process(new TCompactProtocol(wire), newer);
                }
            } catch (TException ended) {
                // The caller has hung up.
                return;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        @Override
        public Welcome hello(Hello hello) {
            return TestPeers.welcome().setProtocol(1).setMaxFrameBytes(65536).setMaxInFlight(4);
        }

        @Override
        public Reply act(Call call) {
            return TestPeers.reply(TestPeers.textOf(call));
        }

        @Override
        public Reply query(Call call) throws WireFault {
            throw new WireFault("CONFLICT", TestPeers.textOf(call) + ": taken", false, 0)
                    .setDetails(Map.of("entity", TestPeers.textOf(call)))
                    .setCauses(List.of(new FaultCause("STORE", "below")));
        }

        @Override
        public Reply batch(Batch batch) {
            return new Reply(batch.bufferForBody());
        }

        @Override
        public void ping() {}

        @Override
        public void cancel(int seqid) {}

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
