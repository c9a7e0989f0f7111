package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.attacca.error.ConfigurationException;
import dev.attacca.error.Outcome;
import dev.attacca.error.OverloadedException;
import dev.attacca.error.ProtocolException;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Reply;
import java.io.EOFException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.thrift.protocol.TMessageType;
import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void aFullBacklogTurnsCallsAwayAtOnceAndSaysWhenToComeBack() {
        CountDownLatch release = new CountDownLatch(1);
        ServerOptions.Builder small =
                ServerOptions.builder(TestPeers.ANY_PORT).workers(1).backlog(2);
        AtomicInteger executed = new AtomicInteger();
        try (TransportServer server = TestPeers.serve(small, (call, control) -> {
                    executed.incrementAndGet();
                    MultiplexingTest.await(release);
                    return TestPeers.echo(call, control);
                });
                TransportClient<String> client = TestPeers.client(server.localAddress())) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            List<CompletableFuture<Reply>> taken = new ArrayList<>();
            taken.add(connection.actAsync(TestPeers.call("runs"), TestPeers.seconds(10)));
            await().untilAsserted(() -> assertThat(executed).hasValue(1));
            taken.add(connection.actAsync(TestPeers.call("waits"), TestPeers.seconds(10)));
            taken.add(connection.actAsync(TestPeers.call("waits too"), TestPeers.seconds(10)));

            assertThatThrownBy(() -> connection.act(TestPeers.call("one more"), TestPeers.seconds(10)))
                    .isInstanceOfSatisfying(OverloadedException.class, e -> {
                        assertThat(e.code()).isEqualTo("OVERLOADED");
                        assertThat(e.retryable()).isTrue();
                        assertThat(e.outcome()).isEqualTo(Outcome.REFUSED);
                        assertThat(e.retryAfter()).isEqualTo(Duration.ofMillis(100));
                    })
                    .hasMessage("calls waiting: 2 (expected: fewer); try again later");
            connection.ping(TestPeers.seconds(5));
            release.countDown();

            assertThat(taken).allSatisfy(reply -> assertThat(reply.join()).isNotNull());
            assertThat(server.counters().callsOverloaded()).isEqualTo(1);
            assertThat(executed).hasValue(3);
        }
    }

    @Test
    void aRequestTooLongForTheConductorIsNotEvenSent() {
        ServerOptions.Builder small = ServerOptions.builder(TestPeers.ANY_PORT).maxFrameBytes(1000);
        try (TransportServer server = TestPeers.serve(small, TestPeers::echo);
                TransportClient<String> client = TestPeers.client(server.localAddress())) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));

            assertThatThrownBy(() -> connection.act(TestPeers.call("x".repeat(1000)), TestPeers.seconds(5)))
                    .isInstanceOfSatisfying(ProtocolException.class, e -> {
                        assertThat(e.code()).isEqualTo("FRAME_TOO_LARGE");
                        assertThat(e.outcome()).isEqualTo(Outcome.REFUSED);
                    })
                    .hasMessage(
                            "act: longer than 1000 bytes (expected: at most that);" + " send or ask for less at once");
            assertThat(connection.usable()).isTrue();
            assertThat(server.counters().callsExecuted()).isZero();
        }
    }

    @Test
    void aReplyTooLongIsReplacedByAFaultThatSaysTheCallWasCarriedOut() {
        ServerOptions.Builder small = ServerOptions.builder(TestPeers.ANY_PORT).maxReplyBytes(5000);
        try (TransportServer server = TestPeers.serve(small, (call, control) -> new Reply().setBody(new byte[6000]));
                TransportClient<String> client = TestPeers.client(server.localAddress())) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));

            assertThatThrownBy(() -> connection.query(TestPeers.call("list"), TestPeers.seconds(5)))
                    .isInstanceOfSatisfying(ProtocolException.class, e -> {
                        assertThat(e.code()).isEqualTo("FRAME_TOO_LARGE");
                        assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
                    })
                    .hasMessageEndingWith("the call itself was carried out");
            connection.ping(TestPeers.seconds(5));
        }
    }

    @Test
    void aMegabyteGoesBothWays() {
        byte[] large = new byte[1024 * 1024 - 100];
        try (TransportServer server = TestPeers.serve(TestPeers::echoBytes);
                TransportClient<String> client = TestPeers.client(server.localAddress())) {
            Reply reply = client.connect(TestPeers.seconds(5)).act(new Call().setBody(large), TestPeers.seconds(10));

            assertThat(reply.bufferForBody().remaining()).isEqualTo(large.length);
        }
    }

    @Test
    void aPeerThatSendsButNeverReadsIsCutOffAndOthersDoNotNotice() throws Exception {
        ServerOptions.Builder options = ServerOptions.builder(TestPeers.ANY_PORT)
                .sendBufferBytes(64 * 1024)
                .slowReaderTime(Duration.ofMillis(300));
        byte[] large = new byte[200_000];
        try (TransportServer server = TestPeers.serve(
                        options,
                        (call, control) -> TestPeers.textOf(call).equals("large")
                                ? new Reply().setBody(large)
                                : TestPeers.echo(call, control));
                TransportClient<String> client = TestPeers.client(server.localAddress());
                RawPeer slow = RawPeer.agreed(server.localAddress())) {
            for (int seqid = 2; seqid < 62; seqid++) {
                slow.frame(RawPeer.action(seqid, "large"));
            }

            await().untilAsserted(() -> assertThat(server.counters().closed(CloseReason.SLOW_READER))
                    .isEqualTo(1));
            Connection<String> honest = client.connect(TestPeers.seconds(5));
            assertThat(TestPeers.textOf(honest.act(TestPeers.call("x"), TestPeers.seconds(5))))
                    .isEqualTo("x");
        }
    }

    @Test
    void oneConnectionTooManyIsClosedAtOnce() throws Exception {
        ServerOptions.Builder options =
                ServerOptions.builder(TestPeers.ANY_PORT).maxConnections(1).ioThreads(1);
        try (TransportServer server = TestPeers.serve(options, TestPeers::echo);
                RawPeer first = RawPeer.agreed(server.localAddress());
                RawPeer second = RawPeer.connect(server.localAddress())) {
            assertThat(second.isClosedByServer()).isTrue();
            first.frame(RawPeer.action(2, "still served"));

            assertThat(first.readMessage().seqid()).isEqualTo(2);
            assertThat(server.counters().closed(CloseReason.TOO_MANY_CONNECTIONS))
                    .isEqualTo(1);
        }
    }

    @Test
    void aConnectionWithoutAHandshakeIsClosed() throws Exception {
        ServerOptions.Builder options =
                ServerOptions.builder(TestPeers.ANY_PORT).helloTime(Duration.ofMillis(100));
        try (TransportServer server = TestPeers.serve(options, TestPeers::echo);
                RawPeer silent = RawPeer.connect(server.localAddress())) {
            assertThat(silent.isClosedByServer()).isTrue();
            await().untilAsserted(() ->
                    assertThat(server.counters().closed(CloseReason.NO_HELLO)).isEqualTo(1));
        }
    }

    @Test
    void aFloodOfPingsIsForgivenOnce() throws Exception {
        int rounds = 0;
        try (TransportServer server = TestPeers.serve(TestPeers::echo);
                RawPeer peer = RawPeer.agreed(server.localAddress())) {
            byte[] ping = RawPeer.message("ping", TMessageType.CALL, 9, new Conductor.ping_args());
            try {
                while (true) {
                    for (int i = 0; i < 250; i++) {
                        peer.frame(ping);
                    }
                    for (int i = 0; i < 250; i++) {
                        peer.readMessage();
                    }
                    rounds++;
                }
            } catch (EOFException | SocketException closed) {
                assertThat(rounds).isPositive();
            }
            await().untilAsserted(() ->
                    assertThat(server.counters().closed(CloseReason.PING_FLOOD)).isEqualTo(1));
        }
    }

    @Test
    void aClientRefusesMoreThanItWantsToRemember() {
        CountDownLatch release = new CountDownLatch(1);
        try (TransportServer server = TestPeers.serve((call, control) -> {
                    MultiplexingTest.await(release);
                    return TestPeers.echo(call, control);
                });
                TransportClient<String> client = TestPeers.client(
                        ClientOptions.builder(server.localAddress()).maxPending(2))) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            List<CompletableFuture<Reply>> taken = List.of(
                    connection.actAsync(TestPeers.call("1"), TestPeers.seconds(10)),
                    connection.actAsync(TestPeers.call("2"), TestPeers.seconds(10)));

            assertThatThrownBy(() -> connection.act(TestPeers.call("3"), TestPeers.seconds(10)))
                    .isInstanceOf(OverloadedException.class)
                    .hasMessageMatching("calls pending to .*127.0.0.1:\\d+: 3 \\(expected: at most 2\\);"
                            + " wait for answers before calling more");
            release.countDown();

            assertThat(taken).allSatisfy(reply -> assertThat(reply.join()).isNotNull());
            assertThat(TestPeers.textOf(connection.act(TestPeers.call("4"), TestPeers.seconds(10))))
                    .isEqualTo("4");
        }
    }

    @Test
    void aPortInUseIsNamedWithTheRemedy() {
        try (TransportServer first = TestPeers.serve(TestPeers::echo)) {
            int port = first.localAddress().getPort();

            assertThatThrownBy(() -> TestPeers.serve(ServerOptions.builder(first.localAddress()), TestPeers::echo))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage(
                            "port: " + port + " is in use on 127.0.0.1 (expected: a free port); stop the process that"
                                    + " listens there, or choose another port, or 0 for any");
        }
    }

    @Test
    void anAddressOfAnotherMachineIsNamedToo() {
        assertThatThrownBy(() ->
                        TestPeers.serve(ServerOptions.builder(new InetSocketAddress("192.0.2.1", 0)), TestPeers::echo))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("address: 192.0.2.1:0 cannot be listened on: ")
                .hasMessageEndingWith(
                        "(expected: an address of this machine and a port this user may use); choose another");
        assertThatThrownBy(() -> TestPeers.serve(
                        ServerOptions.builder(InetSocketAddress.createUnresolved("nowhere.invalid", 0)),
                        TestPeers::echo))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("address: nowhere.invalid (expected: a name or address of this machine); correct it");
    }
}
