package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attacca.error.OverloadedException;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Reply;
import dev.attacca.transport.thrift.Welcome;
import dev.attacca.transport.thrift.WireFault;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.thrift.protocol.TMessageType;
import org.junit.jupiter.api.Test;

/** A fleet that comes back all at once must not keep those waiting who are there already. */
class ReturningFleetTest {
    private final CountDownLatch open = new CountDownLatch(1);
    private final CountDownLatch twoInside = new CountDownLatch(2);

    @Test
    void oneHandshakeTooManyIsToldWhenToComeAgain() throws Exception {
        try (TransportServer server = server();
                RawPeer one = saysHello(server);
                RawPeer two = saysHello(server)) {
            MultiplexingTest.await(twoInside);

            try (RawPeer tooMany = saysHello(server)) {
                assertThat(refusal(tooMany))
                        .isInstanceOfSatisfying(
                                OverloadedException.class,
                                e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(1)))
                        .hasMessage("handshakes: more than 2 at once (expected: fewer); connect again later");
            }
            open.countDown();

            assertThat(one.readMessage().name()).isEqualTo(Message.HELLO);
            assertThat(two.readMessage().name()).isEqualTo(Message.HELLO);
            assertThat(server.counters().callsOverloaded()).isEqualTo(1);
        }
    }

    @Test
    void aHandshakeMakesRoomHoweverItEnds() throws Exception {
        try (TransportServer server = server()) {
            RawPeer one = saysHello(server);
            RawPeer two = saysHello(server);
            MultiplexingTest.await(twoInside);
            one.close();
            two.close();
            // Before they are answered: a handshake whose caller is gone must make room, too.
            await().until(() -> server.counters().closed(CloseReason.PEER_CLOSED) == 2);
            open.countDown();
            await().until(() -> server.counters().connectionsNow() == 0);

            for (int i = 0; i < 5; i++) {
                RawPeer.agreed(server.localAddress()).close();
            }

            assertThat(server.counters().callsOverloaded()).isZero();
        }
    }

    @Test
    void aClientThatWasSentAwayComesAgainByItself() throws Exception {
        try (TransportServer server = server();
                RawPeer one = saysHello(server);
                RawPeer two = saysHello(server)) {
            MultiplexingTest.await(twoInside);
            try (TransportClient<String> client = TestPeers.client(
                    ClientOptions.builder(server.localAddress()).eager(true))) {
                await().until(() -> server.counters().callsOverloaded() == 1);
                open.countDown();

                assertThat(client.connect(TestPeers.seconds(10)).usable()).isTrue();
            }
            assertThat(one.readMessage().seqid()).isEqualTo(two.readMessage().seqid());
        }
    }

    private TransportServer server() {
        return TransportServer.start(
                ServerOptions.builder(TestPeers.ANY_PORT).maxHandshakes(2).build(), peer -> new SlowToAgree());
    }

    private static RawPeer saysHello(TransportServer server) throws IOException {
        RawPeer peer = RawPeer.connect(server.localAddress());
        peer.frame(RawPeer.message(Message.HELLO, TMessageType.CALL, 1, new Conductor.hello_args(TestPeers.hello())));
        return peer;
    }

    private static RuntimeException refusal(RawPeer peer) throws IOException {
        WireFault fault = peer.readMessage().read(new Conductor.hello_result()).getFault();
        if (fault == null) {
            throw new AssertionError("hello: a welcome (expected: a fault)");
        }
        return Faults.toException(fault);
    }

    private final class SlowToAgree implements ServerSession {
        @Override
        public Welcome hello(Hello hello) {
            twoInside.countDown();
            MultiplexingTest.await(open);
            return TestPeers.welcome();
        }

        @Override
        public Reply act(Call call, CallControl control) {
            return TestPeers.echo(call, control);
        }

        @Override
        public Reply query(Call call, CallControl control) {
            return TestPeers.echo(call, control);
        }
    }
}
