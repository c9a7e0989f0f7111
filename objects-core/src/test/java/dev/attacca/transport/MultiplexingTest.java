package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.transport.thrift.Reply;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MultiplexingTest {
    @Test
    void answersOvertakeEachOtherOnOneConnection() throws Exception {
        CountDownLatch fastAnswered = new CountDownLatch(1);
        try (TransportServer server = TestPeers.serve((call, control) -> {
                    if (TestPeers.textOf(call).equals("slow")) {
                        await(fastAnswered);
                    }
                    return TestPeers.echo(call, control);
                });
                TransportClient<String> client = TestPeers.client(server.localAddress())) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));

            CompletableFuture<Reply> slow = connection.actAsync(TestPeers.call("slow"), TestPeers.seconds(5));
            Reply fast = connection.query(TestPeers.call("fast"), TestPeers.seconds(5));
            assertThat(slow).isNotDone();
            fastAnswered.countDown();

            assertThat(TestPeers.textOf(fast)).isEqualTo("fast");
            assertThat(TestPeers.textOf(slow.get(5, TimeUnit.SECONDS))).isEqualTo("slow");
            assertThat(server.counters().connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void aThousandPipelinedCallsEachGetTheirOwnAnswer() {
        try (TransportServer server = TestPeers.serve(TestPeers::echo);
                TransportClient<String> client = TestPeers.client(server.localAddress())) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));

            List<CompletableFuture<Reply>> replies = IntStream.range(0, 1000)
                    .mapToObj(i -> connection.actAsync(TestPeers.call("call " + i), TestPeers.seconds(10)))
                    .toList();

            assertThat(replies.stream().map(CompletableFuture::join).map(TestPeers::textOf))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 1000).mapToObj(i -> "call " + i).toList());
            assertThat(server.counters().faults()).isZero();
        }
    }

    @Test
    void manyBlockingCallersShareOneConnection() {
        try (TransportServer server = TestPeers.serve(TestPeers::echo);
                TransportClient<String> client = TestPeers.client(server.localAddress())) {
            List<String> answers = IntStream.range(0, 400)
                    .parallel()
                    .mapToObj(i -> client.withConnection(
                            TestPeers.seconds(10),
                            connection ->
                                    TestPeers.textOf(connection.act(TestPeers.call("n" + i), TestPeers.seconds(10)))))
                    .toList();

            assertThat(answers)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 400).mapToObj(i -> "n" + i).toList());
            assertThat(server.counters().connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void neitherBodiesNorCallbacksRunOnAnEventLoop() {
        Set<String> bodies = ConcurrentHashMap.newKeySet();
        try (TransportServer server = TestPeers.serve((call, control) -> {
                    bodies.add(Thread.currentThread().getName());
                    return TestPeers.echo(call, control);
                });
                TransportClient<String> client = TestPeers.client(server.localAddress())) {
            Connection<String> connection = client.connection(TestPeers.seconds(5))
                    .toCompletableFuture()
                    .join();

            String callback = connection
                    .actAsync(TestPeers.call("x"), TestPeers.seconds(5))
                    .thenApply(reply -> Thread.currentThread().getName())
                    .join();

            assertThat(bodies).allMatch(name -> name.startsWith("conductor-worker-"));
            assertThat(callback).doesNotStartWith("attacca-io-");
        }
    }

    @Test
    void theClientHoldsBackWhatTheConductorDoesNotWantInFlight() {
        ServerOptions.Builder options =
                ServerOptions.builder(TestPeers.ANY_PORT).maxInFlight(3);
        try (TransportServer server = TestPeers.serve(options, TestPeers::echo);
                TransportClient<String> client = TestPeers.client(server.localAddress())) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));

            List<CompletableFuture<Reply>> replies = IntStream.range(0, 200)
                    .mapToObj(i -> connection.actAsync(TestPeers.call("" + i), TestPeers.seconds(10)))
                    .toList();

            assertThat(replies).allSatisfy(reply -> assertThat(reply.join()).isNotNull());
            assertThat(server.counters().callsOverloaded()).isZero();
        }
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
