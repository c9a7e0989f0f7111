package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.attacca.error.ConnectionLostException;
import dev.attacca.error.DeadlineExceededException;
import dev.attacca.transport.thrift.Reply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ClientCountersTest {
    @Test
    void aClientCountsWhatItAskedAndWhatCameOfThat() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ServerOptions.Builder small =
                ServerOptions.builder(TestPeers.ANY_PORT).partBytes(1024).closeGrace(Duration.ofMillis(50));
        TransportServer server = TestPeers.serve(small, (call, control) -> switch (TestPeers.textOf(call)) {
            case "large" -> new Reply().setBody(new byte[3000]);
            case "never" -> {
                MultiplexingTest.await(release);
                yield TestPeers.reply("late");
            }
            default -> TestPeers.reply("small");
        });
        try (TransportClient<String> client = TestPeers.client(server.localAddress())) {
            assertThat(client.counters()).isEqualTo(ClientCounters.NONE);
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            connection.query(TestPeers.call("small"), TestPeers.seconds(5));
            connection.query(TestPeers.call("large"), TestPeers.seconds(5));
            assertThatThrownBy(() -> connection.query(TestPeers.call("never"), TestPeers.millis(50)))
                    .isInstanceOf(DeadlineExceededException.class);

            ClientCounters before = client.counters();
            assertThat(before.connectionAttempts()).isEqualTo(1);
            assertThat(before.connectionsAgreed()).isEqualTo(1);
            assertThat(before.connectionsNow()).isEqualTo(1);
            assertThat(before.calls()).isEqualTo(4);
            assertThat(before.callsPendingNow()).isEqualTo(1);
            assertThat(before.callsAnswered()).isEqualTo(3);
            assertThat(before.callsExpired()).isEqualTo(1);
            assertThat(before.partsReceived()).isEqualTo(2);
            // What one end sends the other one receives.
            await().untilAsserted(() -> {
                assertThat(client.counters().bytesOut())
                        .isEqualTo(server.counters().bytesIn());
                assertThat(client.counters().bytesIn())
                        .isEqualTo(server.counters().bytesOut());
            });

            CompletableFuture<Reply> lost = connection.queryAsync(TestPeers.call("never"), TestPeers.seconds(30));
            await().until(() -> server.counters().callsInFlightNow() == 2);
            server.close();
            assertThatThrownBy(lost::join).hasCauseInstanceOf(ConnectionLostException.class);
            assertThat(client.counters().callsLost()).isEqualTo(1);
        } finally {
            release.countDown();
            server.close();
        }
    }
}
