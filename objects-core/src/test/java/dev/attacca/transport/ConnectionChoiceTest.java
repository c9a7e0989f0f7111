package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.attacca.error.OverloadedException;
import dev.attacca.transport.thrift.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Calls of a client with several connections to one conductor, which answers them when it is told to, or at once. */
class ConnectionChoiceTest {
    private final CountDownLatch release = new CountDownLatch(1);

    /** How many calls each connection carried, as the conductor counts them. */
    private final List<AtomicInteger> carried = new CopyOnWriteArrayList<>();

    private TransportServer serve(ServerOptions.Builder options, TestPeers.Action action) {
        return TransportServer.start(options.build(), peer -> {
            AtomicInteger own = new AtomicInteger();
            carried.add(own);
            return new TestPeers.TextSession((call, control) -> {
                own.incrementAndGet();
                return action.run(call, control);
            });
        });
    }

    private Reply late(String text) {
        MultiplexingTest.await(release);
        return TestPeers.reply(text);
    }

    private static TransportClient<String> client(TransportServer server, int connections) {
        TransportClient<String> client = TestPeers.client(ClientOptions.builder(server.localAddress())
                .connections(connections, connections)
                .retry(Duration.ofMillis(1), Duration.ofMillis(20)));
        client.connect(TestPeers.seconds(5));
        await().until(() -> client.connections().size() == connections);
        return client;
    }

    private static List<CompletableFuture<Reply>> call(TransportClient<String> client, int times) {
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            replies.add(client.connect(TestPeers.seconds(5)).actAsync(TestPeers.call("x"), TestPeers.seconds(20)));
        }
        return replies;
    }

    private List<Integer> inFlight(TransportClient<String> client) {
        return client.connections().stream().map(Connection::inFlight).toList();
    }

    private List<Integer> answered(List<CompletableFuture<Reply>> replies) {
        release.countDown();
        replies.forEach(CompletableFuture::join);
        return carried.stream().map(AtomicInteger::get).toList();
    }

    @Test
    void callsOneAfterTheOtherShareAConnection() {
        try (TransportServer server = serve(ServerOptions.builder(TestPeers.ANY_PORT), TestPeers::echo);
                TransportClient<String> client = client(server, 4)) {
            for (int i = 0; i < 50; i++) {
                client.connect(TestPeers.seconds(5)).act(TestPeers.call("x"), TestPeers.seconds(10));
            }

            assertThat(answered(List.of())).containsExactlyInAnyOrder(50, 0, 0, 0);
        }
    }

    @Test
    void theNextConnectionIsUsedWhenOneHasAsManyAsShareAWrite() {
        try (TransportServer server = serve(ServerOptions.builder(TestPeers.ANY_PORT), (call, control) -> late("x"));
                TransportClient<String> client = client(server, 40)) {
            List<CompletableFuture<Reply>> replies = call(client, 35 * ConnectionChoice.GATHERED + 3);

            assertThat(inFlight(client)).filteredOn(calls -> calls == 16).hasSize(35);
            assertThat(inFlight(client)).filteredOn(calls -> calls > 0).hasSize(36);

            assertThat(answered(replies)).filteredOn(calls -> calls == 16).hasSize(35);
            assertThat(carried).filteredOn(calls -> calls.get() == 3).hasSize(1);
        }
    }

    @Test
    void whereAllHaveAsManyTheOneWithFewerOfTwoIsUsed() {
        try (TransportServer server = serve(ServerOptions.builder(TestPeers.ANY_PORT), (call, control) -> late("x"));
                TransportClient<String> client = client(server, 2)) {
            List<CompletableFuture<Reply>> replies = call(client, 2 * ConnectionChoice.GATHERED + 8);

            assertThat(inFlight(client)).containsExactly(20, 20);
            assertThat(answered(replies)).containsExactly(20, 20);
        }
    }

    @Test
    void noMoreGatherThanTheConductorTakesOnAConnection() {
        try (TransportServer server =
                        serve(ServerOptions.builder(TestPeers.ANY_PORT).maxInFlight(3), (call, control) -> late("x"));
                TransportClient<String> client = client(server, 4)) {
            List<CompletableFuture<Reply>> replies = call(client, 12);

            assertThat(inFlight(client)).containsExactly(3, 3, 3, 3);
            assertThat(answered(replies)).containsExactly(3, 3, 3, 3);
        }
    }

    @Test
    void callsGatherNoMoreWhereTheConductorAskedToBeLeftAlone() {
        try (TransportServer server = serve(ServerOptions.builder(TestPeers.ANY_PORT), (call, control) -> {
                    throw Faults.toWire(
                            OverloadedException.retryAfter(OverloadedException.CODE, "full", Duration.ofHours(1)));
                });
                TransportClient<String> client = client(server, 3)) {
            for (int i = 0; i < 3; i++) {
                Connection<String> next = client.connect(TestPeers.seconds(5));
                assertThatThrownBy(() -> next.act(TestPeers.call("x"), TestPeers.seconds(10)))
                        .isInstanceOf(OverloadedException.class);
            }

            assertThat(answered(List.of())).containsExactly(1, 1, 1);
        }
    }

    @Test
    void whatIsGoneIsPassedOver() {
        try (TransportServer server = serve(ServerOptions.builder(TestPeers.ANY_PORT), TestPeers::echo);
                TransportClient<String> client = client(server, 3)) {
            Connection<String> first = client.connect(TestPeers.seconds(5));
            ((ClientConnection<String>) first).link().close(Duration.ofSeconds(5));

            Connection<String> second = client.connect(TestPeers.seconds(5));
            assertThat(second).isNotSameAs(first);
            assertThat(second.act(TestPeers.call("x"), TestPeers.seconds(10))).isNotNull();
        }
    }

    @Test
    void betweenTwoConductorsNothingGathers() {
        try (TransportServer one = serve(ServerOptions.builder(TestPeers.ANY_PORT), (call, control) -> late("x"));
                TransportServer two = serve(ServerOptions.builder(TestPeers.ANY_PORT), (call, control) -> late("x"));
                TransportClient<String> client = TestPeers.client(one.localAddress(), two.localAddress())) {
            TestPeers.warm(client, one, two);

            List<CompletableFuture<Reply>> replies = call(client, 10);

            assertThat(inFlight(client)).containsExactly(5, 5);
            assertThat(answered(replies)).containsExactly(5, 5);
        }
    }
}
