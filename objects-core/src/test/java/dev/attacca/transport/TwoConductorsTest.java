package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attacca.transport.thrift.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TwoConductorsTest {
    @Test
    void bothAreConnectedAndShareTheCalls() {
        try (TransportServer one = TestPeers.serve(TestPeers::echo);
                TransportServer two = TestPeers.serve(TestPeers::echo);
                TransportClient<String> client = TestPeers.client(one.localAddress(), two.localAddress())) {
            TestPeers.warm(client, one, two);

            for (int i = 0; i < 200; i++) {
                ask(client);
            }

            // Binomial: fewer than 50 of 200 happens once in 10^13 runs.
            assertThat(one.counters().callsExecuted()).isBetween(50L, 150L);
            assertThat(one.counters().callsExecuted() + two.counters().callsExecuted())
                    .isEqualTo(200);
        }
    }

    @Test
    void theOneWithFewerCallsInFlightGetsTheNext() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (TransportServer busy = TestPeers.serve((call, control) -> {
                    MultiplexingTest.await(release);
                    return TestPeers.reply("busy");
                });
                TransportServer free = TestPeers.serve((call, control) -> TestPeers.reply("free"));
                TransportClient<String> client = TestPeers.client(busy.localAddress(), free.localAddress())) {
            Connection<String> toBusy = TestPeers.warm(client, busy, free).get(0);
            CompletableFuture<Reply> slow = toBusy.actAsync(TestPeers.call("x"), TestPeers.seconds(20));
            assertThat(toBusy.inFlight()).isEqualTo(1);

            for (int i = 0; i < 100; i++) {
                assertThat(ask(client)).isEqualTo("free");
            }
            release.countDown();

            assertThat(TestPeers.textOf(slow.get(5, TimeUnit.SECONDS))).isEqualTo("busy");
            await().untilAsserted(() -> assertThat(toBusy.inFlight()).isZero());
        }
    }

    @Test
    void whoLosesTheLastConnectionTriesAtOnceWhereTheOtherOneTakesItsTime() {
        TransportServer one = TestPeers.serve(TestPeers::echo);
        TransportServer two = TestPeers.serve(TestPeers::echo);
        // Where another serves, the next attempt comes within an hour.
        try (TransportClient<String> client =
                TestPeers.client(ClientOptions.builder(one.localAddress(), two.localAddress())
                        .retry(Duration.ofMillis(1), Duration.ofHours(1)))) {
            TestPeers.warm(client, one, two);
            one.close();
            assertThat(ask(client)).isEqualTo("x");

            try (TransportServer again = TestPeers.serve(ServerOptions.builder(one.localAddress()), TestPeers::echo)) {
                two.close();

                assertThat(ask(client)).isEqualTo("x");
                assertThat(again.counters().callsExecuted()).isEqualTo(1);
            }
        } finally {
            one.close();
            two.close();
        }
    }

    @Test
    void oneConductorHasOneConnectionUnlessMoreAreAskedFor() {
        try (TransportServer server = TestPeers.serve(TestPeers::echo);
                TransportClient<String> plain = TestPeers.client(server.localAddress());
                TransportClient<String> twice = TestPeers.client(
                        ClientOptions.builder(server.localAddress()).connections(2, 2))) {
            ask(plain);
            assertThat(server.counters().connectionsAccepted()).isEqualTo(1);

            ask(twice);
            await().until(() -> twice.connections().size() == 2);
            assertThat(server.counters().connectionsAccepted()).isEqualTo(3);
            assertThat(plain.connections()).hasSize(1);
        }
    }

    @Test
    void ofThreeTwoAreConnectedAndTheThirdTakesAPlaceThatBecomesFree() {
        try (TransportServer one = TestPeers.serve(TestPeers::echo);
                TransportServer two = TestPeers.serve(TestPeers::echo);
                TransportServer three = TestPeers.serve(TestPeers::echo);
                TransportClient<String> client = TestPeers.client(
                        ClientOptions.builder(one.localAddress(), two.localAddress(), three.localAddress())
                                .retry(Duration.ofMillis(1), Duration.ofMillis(20)))) {
            client.connect(TestPeers.seconds(5));
            await().until(() -> client.connections().size() == 2);
            TransportServer leaving = one.counters().connectionsNow() == 1 ? one : two;
            List<TransportServer> staying = new ArrayList<>(List.of(one, two, three));
            staying.remove(leaving);

            leaving.close();

            await().until(() ->
                    staying.stream().allMatch(server -> server.counters().connectionsNow() == 1));
            assertThat(client.connections()).hasSize(2);
        }
    }

    @Test
    void aNameWithTwoAddressesIsTwoConductors() throws Exception {
        try (TransportServer one = TestPeers.serve(TestPeers::echo);
                TransportServer two = TestPeers.serve(ServerOptions.builder(beside(one)), TestPeers::echo);
                TransportClient<String> client = named(one, host -> new InetAddress[] {
                    one.localAddress().getAddress(), two.localAddress().getAddress()
                })) {
            TestPeers.warm(client, one, two);
        }
    }

    @Test
    void aNameIsResolvedAnewWhenItsConductorIsGone() throws Exception {
        AtomicReference<InetAddress> current = new AtomicReference<>();
        TransportServer old = TestPeers.serve(TestPeers::echo);
        try (TransportServer anew = TestPeers.serve(
                        ServerOptions.builder(beside(old)), (call, control) -> TestPeers.reply("anew"));
                TransportClient<String> client = named(old, host -> new InetAddress[] {current.get()})) {
            current.set(old.localAddress().getAddress());
            assertThat(ask(client)).isEqualTo("x");

            current.set(anew.localAddress().getAddress());
            old.close();

            assertThat(ask(client)).isEqualTo("anew");
        } finally {
            old.close();
        }
    }

    @Test
    void oneThatDoesNotEvenAnswerTheConnectKeepsNobodyWaiting() throws Exception {
        try (Deaf deaf = new Deaf();
                TransportServer server = TestPeers.serve(TestPeers::echo);
                TransportClient<String> client =
                        TestPeers.client(ClientOptions.builder(deaf.address(), server.localAddress())
                                .connectTime(Duration.ofMinutes(5)))) {
            assertThat(ask(client)).isEqualTo("x");
        }
    }

    @Test
    void aSingleConnectionGoesOnToTheNextAddressAfterTheTimeToConnect() throws Exception {
        try (Deaf deaf = new Deaf();
                TransportServer server = TestPeers.serve(TestPeers::echo);
                TransportClient<String> client =
                        TestPeers.client(ClientOptions.builder(deaf.address(), server.localAddress())
                                .connections(1, 1)
                                // A pause between the two would outlast the deadline of the call.
                                .retry(Duration.ofHours(1), Duration.ofHours(1))
                                .connectTime(Duration.ofMillis(100)))) {
            assertThat(ask(client)).isEqualTo("x");
        }
    }

    @Test
    void aSingleConnectionIsLookedForAtEveryAddress() throws Exception {
        try (TransportServer server = TestPeers.serve(TestPeers::echo)) {
            List<InetSocketAddress> one = new ArrayList<>(List.of(server.localAddress()));
            for (byte host = 10; host < 18; host++) {
                // Nobody listens there.
                one.add(new InetSocketAddress(
                        InetAddress.getByAddress(new byte[] {127, 0, 0, host}),
                        server.localAddress().getPort()));
            }
            // That all five begin with the right one of nine happens once in 59,049 runs.
            for (int i = 0; i < 5; i++) {
                try (TransportClient<String> client =
                        TestPeers.client(ClientOptions.builder(one.toArray(InetSocketAddress[]::new))
                                .connections(1, 1)
                                // A pause between two of them would outlast the deadline of the call.
                                .retry(Duration.ofHours(1), Duration.ofHours(1)))) {
                    assertThat(ask(client)).isEqualTo("x");
                }
            }
        }
    }

    private static TransportClient<String> named(TransportServer server, Addresses.Names names) {
        InetSocketAddress name = InetSocketAddress.createUnresolved(
                "conductors.test", server.localAddress().getPort());
        return TransportClient.open(
                ClientOptions.builder(name)
                        .retry(Duration.ofMillis(1), Duration.ofMillis(20))
                        .build(),
                TestPeers::shakeHands,
                names);
    }

    /** The same port of another address of this machine. */
    private static InetSocketAddress beside(TransportServer server) throws UnknownHostException {
        return new InetSocketAddress(
                InetAddress.getByAddress(new byte[] {127, 0, 0, 2}),
                server.localAddress().getPort());
    }

    private static String ask(TransportClient<String> client) {
        return client.withConnection(
                TestPeers.seconds(10),
                connection -> TestPeers.textOf(connection.act(TestPeers.call("x"), TestPeers.seconds(10))));
    }

    /** A port whose queue of connections is full: to a further one it says nothing at all. */
    private static final class Deaf implements AutoCloseable {
        private final ServerSocket entrance = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> queue = new ArrayList<>();

        Deaf() throws IOException {
            // The system takes one more than it was told; a connect that times out tells that it takes none.
            try {
                while (true) {
                    Socket socket = new Socket();
                    queue.add(socket);
                    socket.connect(entrance.getLocalSocketAddress(), 200);
                }
            } catch (java.net.SocketTimeoutException full) {
                // As it should be.
                return;
            }
        }

        InetSocketAddress address() {
            return (InetSocketAddress) entrance.getLocalSocketAddress();
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : queue) {
                socket.close();
            }
            entrance.close();
        }
    }
}
