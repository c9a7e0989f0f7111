package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Reply;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted, results in parts are what they are in the clear ({@link LargeResultsTest}). */
class TlsLargeResultsTest {
    private static final byte[] BYTES = new byte[10 * 1024 * 1024];
    private static final int PARTS = BYTES.length / (64 * 1024) - 1;

    static {
        new Random(5).nextBytes(BYTES);
    }

    @TempDir
    private Path folder;

    private TestAuthority authority;
    private TransportServer server;
    private Relay network;

    @BeforeEach
    void start() throws Exception {
        authority = TestAuthority.in(folder);
        server = TestPeers.serve(
                ServerOptions.builder(TestPeers.ANY_PORT)
                        .tls(authority.serverTls().build()),
                TlsLargeResultsTest::answer);
        network = Relay.inFrontOf(server);
    }

    @AfterEach
    void stop() throws Exception {
        network.close();
        server.close();
    }

    private static Reply answer(Call call, CallControl control) {
        String text = TestPeers.textOf(call);
        return text.equals("large") ? new Reply(ByteBuffer.wrap(BYTES)) : TestPeers.reply(text);
    }

    private TransportClient<String> client() {
        return TestPeers.client(ClientOptions.builder(network.address()).tls(authority.clientTls("host-1")));
    }

    @Test
    void smallAnswersOvertakeALargeOne() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        try (TransportClient<String> client = client()) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            network.hold();
            CompletableFuture<Reply> large = connection.queryAsync(TestPeers.call("large"), TestPeers.seconds(60));
            var largeNoted = large.thenRun(() -> order.add("large"));
            await().until(() -> server.counters().partsSent() > 0);
            List<CompletableFuture<Void>> small = IntStream.range(0, 50)
                    .mapToObj(i -> connection
                            .queryAsync(TestPeers.call("small " + i), TestPeers.seconds(60))
                            .thenAccept(reply -> order.add(TestPeers.textOf(reply))))
                    .toList();
            await().until(() -> server.counters().callsAnswered() == small.size() + 1);
            assertThat(server.counters().partsSent()).isLessThan(PARTS - 10);
            assertThat(order).isEmpty();

            network.release();

            assertThat(large.get(30, TimeUnit.SECONDS).bufferForBody()).isEqualTo(ByteBuffer.wrap(BYTES));
            largeNoted.get(30, TimeUnit.SECONDS);
            CompletableFuture.allOf(small.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
            List<String> expected = new ArrayList<>(
                    IntStream.range(0, 50).mapToObj(i -> "small " + i).toList());
            expected.add("large");
            assertThat(order)
                    .containsExactlyInAnyOrderElementsOf(expected)
                    .last()
                    .isEqualTo("large");
            assertThat(server.counters().partsSent()).isEqualTo(PARTS);
            // What encryption adds is not counted: these are bytes of frames.
            assertThat(server.counters().bytesOut()).isBetween((long) BYTES.length, BYTES.length + 100_000L);
        }
    }

    @Test
    void severalAtOnceArriveWhole() throws Exception {
        try (TransportClient<String> client = client()) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            List<CompletableFuture<Reply>> all = IntStream.range(0, 5)
                    .mapToObj(i -> connection.queryAsync(TestPeers.call("large"), TestPeers.seconds(60)))
                    .toList();

            for (CompletableFuture<Reply> one : all) {
                assertThat(one.get(60, TimeUnit.SECONDS).bufferForBody()).isEqualTo(ByteBuffer.wrap(BYTES));
            }
            assertThat(server.counters().partsSent()).isEqualTo(5L * PARTS);
            assertThat(connection.usable()).isTrue();
        }
    }
}
