package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.attacca.error.ConflictException;
import dev.attacca.transport.ProxyReader.Seen;
import dev.attacca.transport.thrift.Batch;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Reply;
import dev.attacca.transport.thrift.WireFault;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.layered.TFramedTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What passes between caller and conductor, byte by byte, as a Thrift proxy between them would read it. */
class ThroughProxiesTest {
    private static final int LARGE = 600_000;

    private static Reply answer(dev.attacca.transport.thrift.Call call, CallControl control) {
        String text = TestPeers.textOf(call);
        return switch (text) {
            case "refuse" -> throw ConflictException.expected("Crate[7]", "mood=CALM", "mood=EXCITED");
            case "much" -> TestPeers.reply("x".repeat(LARGE));
            default -> TestPeers.reply(text);
        };
    }

    @ParameterizedTest
    @EnumSource
    void everythingAPlainClientIsToldCanBePassedOn(Encoding encoding) throws Exception {
        TransportServer server = TestPeers.serve(ThroughProxiesTest::answer);
        try (server;
                ByteTap tap = ByteTap.before(server);
                TTransport wire = framed(tap.address())) {
            Conductor.Client client = new Conductor.Client(encoding.over(wire));
            client.ping();
            assertThat(fault(client, "early").getCode()).isEqualTo("HELLO_REQUIRED");
            client.hello(TestPeers.hello());
            assertThat(TestPeers.textOf(client.act(TestPeers.call("do")))).isEqualTo("do");
            assertThat(TestPeers.textOf(client.query(TestPeers.call("much")))).hasSize(LARGE);
            assertThat(fault(client, "refuse").getCode()).isEqualTo("CONFLICT");
            client.cancel(1);
            unknownMessage(encoding.over(wire));

            server.close();

            assertThat(tap.connections()).hasSize(1).allSatisfy(tapped -> {
                assertThat(ProxyRules.broken(tapped.questions(), tapped.answers()))
                        .isEmpty();
                assertThat(tapped.answers())
                        .extracting(seen -> seen.name() + " " + seen.type() + " " + seen.firstField())
                        .containsExactly(
                                "ping 2 -1", "act 2 1", "hello 2 0", "act 2 0", "query 2 0", "act 2 1", "audit 3 1");
            });
        }
    }

    private static WireFault fault(Conductor.Client client, String text) {
        return catchThrowableOfType(WireFault.class, () -> client.act(TestPeers.call(text)));
    }

    private static void unknownMessage(TProtocol line) throws TException {
        line.writeMessageBegin(new TMessage("audit", TMessageType.CALL, 99));
        new Conductor.ping_args().write(line);
        line.writeMessageEnd();
        line.getTransport().flush();
        assertThat(line.readMessageBegin().seqid).isEqualTo(99);
        assertThat(TApplicationException.readFrom(line).getType()).isEqualTo(TApplicationException.UNKNOWN_METHOD);
    }

    @Test
    void everythingOurOwnClientSaysAndIsToldCanBePassedOn() throws Exception {
        TransportServer server = TestPeers.serve(ThroughProxiesTest::answer);
        try (server;
                ByteTap tap = ByteTap.before(server);
                TransportClient<String> client = TestPeers.client(tap.address())) {
            Connection<String> connection = client.connect(TestPeers.seconds(10));
            connection.ping(TestPeers.seconds(10));
            List<CompletableFuture<Reply>> many = IntStream.range(0, 300)
                    .mapToObj(i ->
                            connection.actAsync(TestPeers.call(i % 50 == 0 ? "much" : "n" + i), TestPeers.seconds(20)))
                    .toList();
            many.forEach(CompletableFuture::join);
            assertThatThrownBy(() -> connection.query(TestPeers.call("refuse"), TestPeers.seconds(10)))
                    .isInstanceOf(ConflictException.class);
            assertThatThrownBy(() -> connection.batch(
                            new Batch().setCalls(List.of()).setBody(new byte[3]), TestPeers.seconds(10)))
                    .hasMessageContaining("batch");

            awaitRulesKept(tap);
            server.close();
            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(tap.connections())
                            .anySatisfy(tapped -> assertThat(tapped.answers())
                                    .extracting(Seen::name)
                                    .contains("drain")));
            awaitRulesKept(tap);
        }
    }

    private static void awaitRulesKept(ByteTap tap) {
        // Half a frame may have passed when one looks.
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(tap.connections())
                        .isNotEmpty()
                        .allSatisfy(tapped -> assertThat(ProxyRules.broken(tapped.questions(), tapped.answers()))
                                .isEmpty()));
    }

    @ParameterizedTest
    @EnumSource
    void whatComesUnaskedIsInTheCallersProtocol(Encoding encoding) throws Exception {
        TransportServer server = TestPeers.serve(ThroughProxiesTest::answer);
        CompletableFuture<Void> closing;
        try (TTransport wire = framed(server.localAddress())) {
            TProtocol line = encoding.over(wire);
            new Conductor.Client(line).hello(TestPeers.hello().setAcceptsDrain(true));

            closing = CompletableFuture.runAsync(server::close, work -> ByteTap.start("closing", work));
            TMessage unasked = line.readMessageBegin();

            assertThat(unasked.name).isEqualTo("drain");
            assertThat(unasked.type).isEqualTo(TMessageType.ONEWAY);
        }
        closing.join();
    }

    /** One call at a time finds the connection on which hello was said. */
    @ParameterizedTest
    @EnumSource
    void aProxyThatSpreadsCallsServesOneCallerWithOneCallAtATime(Encoding encoding) throws Exception {
        try (TransportServer server = TestPeers.serve(ThroughProxiesTest::answer);
                SpreadingProxy proxy = SpreadingProxy.before(server);
                TTransport wire = framed(proxy.address())) {
            Conductor.Client client = new Conductor.Client(encoding.over(wire));

            client.ping();
            client.hello(TestPeers.hello());

            assertThat(TestPeers.textOf(client.act(TestPeers.call("do")))).isEqualTo("do");
            assertThat(TestPeers.textOf(client.query(TestPeers.call("find")))).isEqualTo("find");
            assertThat(proxy.opened()).isEqualTo(1);
        }
    }

    /** The second call goes where nobody said hello: refused, and nothing is applied. */
    @Test
    void aProxyThatSpreadsCallsLosesTheHandshakeAsSoonAsTwoAreInFlight() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (TransportServer server = TestPeers.serve((call, control) -> {
                    MultiplexingTest.await(never);
                    return answer(call, control);
                });
                SpreadingProxy proxy = SpreadingProxy.before(server);
                RawPeer peer = RawPeer.agreed(proxy.address())) {
            peer.frame(RawPeer.action(2, "waits"));
            peer.frame(RawPeer.action(3, "overtakes"));

            Message refused = peer.readMessage();

            assertThat(refused.seqid()).isEqualTo(3);
            assertThat(RawPeer.failureIn(refused))
                    .hasMessage("act: before the handshake (expected: hello first);"
                            + " call hello until schemaWanted is false; where that was done, a proxy spreads the calls of"
                            + " one connection over several: have it carry connections");
            assertThat(proxy.opened()).isEqualTo(2);
            never.countDown();
            assertThat(peer.readMessage().seqid()).isEqualTo(2);
        }
    }

    /** The second caller meets the connection of the first, and is told so by its hello. */
    @Test
    void aProxyThatSpreadsCallsLetsNoSecondCallerIn() throws Exception {
        try (TransportServer server = TestPeers.serve(ThroughProxiesTest::answer);
                SpreadingProxy proxy = SpreadingProxy.before(server);
                TTransport one = framed(proxy.address());
                TTransport two = framed(proxy.address())) {
            new Conductor.Client(Encoding.COMPACT.over(one)).hello(TestPeers.hello());

            WireFault refused = catchThrowableOfType(
                    WireFault.class, () -> new Conductor.Client(Encoding.COMPACT.over(two)).hello(TestPeers.hello()));

            assertThat(refused.getCode()).isEqualTo("UNSUPPORTED");
            assertThat(refused.getMessage())
                    .isEqualTo("hello: once more (expected: one handshake); open a new connection; where this is one, a"
                            + " proxy spreads the calls of one connection over several: have it carry connections");
        }
    }

    private static TTransport framed(InetSocketAddress address) throws TException {
        TTransport framed = new TFramedTransport(new TSocket(address.getHostString(), address.getPort(), 10_000));
        framed.open();
        return framed;
    }
}
