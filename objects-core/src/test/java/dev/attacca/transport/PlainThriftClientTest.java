package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.ConflictException;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Context;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Reply;
import dev.attacca.transport.thrift.Welcome;
import dev.attacca.transport.thrift.WireFault;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.layered.TFramedTransport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Apache's own client sees that knows nothing of us but the contract. */
class PlainThriftClientTest {
    enum Protocol {
        COMPACT,
        BINARY;

        TProtocol over(TTransport transport) {
            return this == COMPACT ? new TCompactProtocol(transport) : new TBinaryProtocol(transport);
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysHelloAndActs(Protocol protocol) throws Exception {
        try (TransportServer server = TestPeers.serve(
                        (call, control) -> TestPeers.reply(TestPeers.textOf(call) + " for " + userOf(call)));
                TSocket socket = socketTo(server)) {
            Conductor.Client client = new Conductor.Client(open(socket, protocol));

            client.ping();
            Welcome welcome = client.hello(TestPeers.hello());
            Call call = TestPeers.call("reboot").setContext(new Context().setUserId("ann"));
            Reply ofObject = client.act(call);
            Reply ofClass = client.query(call);

            assertThat(welcome.getProtocol()).isEqualTo(1);
            assertThat(welcome.getCodec()).isEqualTo(TestPeers.CODEC);
            assertThat(welcome.getMaxFrameBytes()).isEqualTo(1024 * 1024);
            assertThat(welcome.getMaxInFlight()).isEqualTo(64);
            assertThat(TestPeers.textOf(ofObject)).isEqualTo("reboot for ann");
            assertThat(TestPeers.textOf(ofClass)).isEqualTo("reboot for ann");
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsFaultsAsTheirDeclaredException(Protocol protocol) throws Exception {
        try (TransportServer server = TestPeers.serve((call, control) -> {
                    throw ConflictException.expected("Instance[7]", "vmState=ACTIVE", "vmState=DELETED");
                });
                TSocket socket = socketTo(server)) {
            Conductor.Client client = new Conductor.Client(open(socket, protocol));
            client.hello(TestPeers.hello());

            assertThatThrownBy(() -> client.act(TestPeers.call("save")))
                    .isInstanceOfSatisfying(WireFault.class, fault -> {
                        assertThat(fault.getCode()).isEqualTo("CONFLICT");
                        assertThat(fault.getOutcome()).isZero();
                        assertThat(fault.getDetails())
                                .containsEntry("entity", "Instance[7]")
                                .containsEntry("actual", "vmState=DELETED");
                    });
        }
    }

    @ParameterizedTest
    @EnumSource
    void isToldToSayHelloFirst(Protocol protocol) throws Exception {
        try (TransportServer server = TestPeers.serve(TestPeers::echo);
                TSocket socket = socketTo(server)) {
            Conductor.Client client = new Conductor.Client(open(socket, protocol));

            assertThatThrownBy(() -> client.query(TestPeers.call("list")))
                    .isInstanceOfSatisfying(WireFault.class, fault -> {
                        assertThat(fault.getCode()).isEqualTo("HELLO_REQUIRED");
                        assertThat(fault.getMessage())
                                .isEqualTo("query: before the handshake (expected: hello first);"
                                        + " call hello until schemaWanted is false; where that was done, a proxy spreads"
                                        + " the calls of one connection over several: have it carry connections");
                    });
            assertThat(client.hello(TestPeers.hello()).getCodec()).isEqualTo(TestPeers.CODEC);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isToldThatAMessageDoesNotExist(Protocol protocol) throws Exception {
        try (TransportServer server = TestPeers.serve(TestPeers::echo);
                TSocket socket = socketTo(server)) {
            TProtocol line = open(socket, protocol);
            line.writeMessageBegin(new TMessage("drop\r\ntables\u0000", TMessageType.CALL, 9));
            new Conductor.ping_args().write(line);
            line.writeMessageEnd();
            line.getTransport().flush();

            TMessage answer = line.readMessageBegin();
            TApplicationException rejection = TApplicationException.readFrom(line);

            assertThat(answer.type).isEqualTo(TMessageType.EXCEPTION);
            assertThat(answer.seqid).isEqualTo(9);
            assertThat(rejection.getType()).isEqualTo(TApplicationException.UNKNOWN_METHOD);
            assertThat(rejection.getMessage()).startsWith("BAD_METHOD: no such message");
        }
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedWithTheVersionsThatAreSpoken(Protocol protocol) throws Exception {
        try (TransportServer server = TestPeers.serve(TestPeers::echo);
                TSocket socket = socketTo(server)) {
            Conductor.Client client = new Conductor.Client(open(socket, protocol));
            Hello fromTheFuture = TestPeers.hello().setMinProtocol(2).setMaxProtocol(3);

            assertThatThrownBy(() -> client.hello(fromTheFuture)).isInstanceOfSatisfying(WireFault.class, fault -> {
                assertThat(fault.getCode()).isEqualTo("BAD_PROTOCOL");
                assertThat(fault.getMessage())
                        .isEqualTo("protocol: 2 to 3 (expected: 1); upgrade the side that knows less");
            });
            assertThat(socket.getSocket().getInputStream().read()).isEqualTo(-1);
        }
    }

    private static @Nullable String userOf(Call call) {
        Context context = call.getContext();
        return context == null ? null : context.getUserId();
    }

    private static TSocket socketTo(TransportServer server) throws Exception {
        return new TSocket(
                server.localAddress().getHostString(), server.localAddress().getPort(), 10_000);
    }

    private static TProtocol open(TSocket socket, Protocol protocol) throws Exception {
        TFramedTransport framed = new TFramedTransport(socket);
        framed.open();
        return protocol.over(framed);
    }
}
