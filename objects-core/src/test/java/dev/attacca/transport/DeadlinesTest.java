package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.DeadlineExceededException;
import dev.attacca.error.Outcome;
import dev.attacca.error.ProtocolException;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.thrift.protocol.TMessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlinesTest {
    @Test
    void aBodySeesTheTimeItsCallerHasLeft() {
        AtomicReference<Duration> left = new AtomicReference<>(Duration.ZERO);
        try (TransportServer server = TestPeers.serve((call, control) -> {
                    left.set(control.deadline().remaining());
                    return TestPeers.echo(call, control);
                });
                TransportClient<String> client = TestPeers.client(server.localAddress())) {
            client.connect(TestPeers.seconds(5)).act(TestPeers.call("x"), TestPeers.seconds(30));

            assertThat(left.get()).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
        }
    }

    @Test
    void aBlockedCallerIsReleasedAtItsDeadlineAndKnowsNothing() {
        CountDownLatch release = new CountDownLatch(1);
        try (TransportServer server = TestPeers.serve((call, control) -> {
                    MultiplexingTest.await(release);
                    return TestPeers.echo(call, control);
                });
                TransportClient<String> client = TestPeers.client(server.localAddress())) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            long start = System.nanoTime();

            assertThatThrownBy(() -> connection.act(TestPeers.call("x"), TestPeers.millis(150)))
                    .isInstanceOfSatisfying(DeadlineExceededException.class, late -> {
                        assertThat(late.outcome()).isEqualTo(Outcome.UNKNOWN);
                        assertThat(late.retryable()).isFalse();
                    })
                    .hasMessageMatching("act: no answer from /127.0.0.1:\\d+ within \\d+ ms; it may have been"
                            + " carried out: ask again with the same call id, or read");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            release.countDown();
            // The connection goes on, and the late answer reached nobody.
            assertThat(TestPeers.textOf(connection.act(TestPeers.call("next"), TestPeers.seconds(5))))
                    .isEqualTo("next");
        }
    }

    @Test
    void aFutureEndsAtItsDeadlineThoughNobodyWaitsOnIt() {
        CountDownLatch release = new CountDownLatch(1);
        try (TransportServer server = TestPeers.serve((call, control) -> {
                    MultiplexingTest.await(release);
                    return TestPeers.echo(call, control);
                });
                TransportClient<String> client = TestPeers.client(server.localAddress())) {
            CompletableFuture<Reply> reply =
                    client.connect(TestPeers.seconds(5)).actAsync(TestPeers.call("x"), TestPeers.millis(100));

            await().until(reply::isDone);
            release.countDown();

            assertThatThrownBy(reply::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(DeadlineExceededException.class);
        }
    }

    @Test
    void aShortDeadlineEndsBehindLongOnesOfTheSameConnection() {
        CountDownLatch release = new CountDownLatch(1);
        try (TransportServer server = TestPeers.serve((call, control) -> {
                    MultiplexingTest.await(release);
                    return TestPeers.echo(call, control);
                });
                TransportClient<String> client = TestPeers.client(server.localAddress())) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            CompletableFuture<Reply> patient = connection.actAsync(TestPeers.call("long"), TestPeers.seconds(300));
            CompletableFuture<Reply> hasty = connection.actAsync(TestPeers.call("short"), TestPeers.millis(100));
            CompletableFuture<Reply> later = connection.actAsync(TestPeers.call("later"), TestPeers.millis(300));

            await().until(hasty::isDone);
            await().until(later::isDone);

            assertThat(patient).isNotDone();
            release.countDown();
            assertThat(TestPeers.textOf(patient.join())).isEqualTo("long");
        }
    }

    @Test
    void aCallGivenUpBeforeItIsSentLeavesItsPlaceLongBeforeItsDeadline() {
        CountDownLatch release = new CountDownLatch(1);
        ServerOptions.Builder oneAtATime =
                ServerOptions.builder(TestPeers.ANY_PORT).maxInFlight(1);
        try (TransportServer server = TestPeers.serve(oneAtATime, (call, control) -> {
                    MultiplexingTest.await(release);
                    return TestPeers.echo(call, control);
                });
                TransportClient<String> client = TestPeers.client(server.localAddress())) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            CompletableFuture<Reply> sent = connection.actAsync(TestPeers.call("sent"), TestPeers.seconds(300));
            CompletableFuture<Reply> unsent = connection.actAsync(TestPeers.call("unsent"), TestPeers.seconds(300));
            assertThat(connection.inFlight()).isEqualTo(2);

            unsent.cancel(false);

            await().until(() -> connection.inFlight() == 1);
            release.countDown();
            assertThat(TestPeers.textOf(sent.join())).isEqualTo("sent");
        }
    }

    @Test
    void aCallThatExpiredInTheQueueIsNeverExecuted() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger executed = new AtomicInteger();
        ServerOptions.Builder oneWorker =
                ServerOptions.builder(TestPeers.ANY_PORT).workers(1);
        try (TransportServer server = TestPeers.serve(oneWorker, (call, control) -> {
                    executed.incrementAndGet();
                    MultiplexingTest.await(release);
                    return TestPeers.echo(call, control);
                });
                RawPeer peer = agreed(server)) {
            peer.frame(RawPeer.action(2, "occupies the worker"));
            await().untilAsserted(() -> assertThat(executed).hasValue(1));
            peer.frame(RawPeer.message(
                    "act",
                    TMessageType.CALL,
                    3,
                    new Conductor.act_args(TestPeers.call("late").setDeadlineMillis(1))));
            await().untilAsserted(
                            () -> assertThat(server.counters().callsQueuedNow()).isEqualTo(1));
            await().pollDelay(Duration.ofMillis(20)).until(() -> true);
            release.countDown();

            assertThat(peer.readMessage().seqid()).isEqualTo(2);
            AttaccaException failure = RawPeer.failureIn(peer.readMessage());
            assertThat(failure)
                    .isInstanceOf(DeadlineExceededException.class)
                    .hasMessageMatching("act: not begun, its 1 ms were over after \\d+ ms of waiting for a worker;"
                            + " allow more time, or ask for less at once");
            assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(executed).hasValue(1);
            assertThat(server.counters().callsExpired()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aDeadlineThatIsNoneIsRefused(int millis) throws Exception {
        AtomicInteger executed = new AtomicInteger();
        try (TransportServer server = TestPeers.serve((call, control) -> {
                    executed.incrementAndGet();
                    return TestPeers.echo(call, control);
                });
                RawPeer peer = agreed(server)) {
            peer.frame(RawPeer.message(
                    "act",
                    TMessageType.CALL,
                    3,
                    new Conductor.act_args(TestPeers.call("x").setDeadlineMillis(millis))));

            AttaccaException failure = RawPeer.failureIn(peer.readMessage());
            assertThat(failure.code()).isEqualTo(ProtocolException.BAD_DEADLINE);
            assertThat(failure).hasMessage("deadlineMillis: " + millis + " (expected: 1 to 600000, the time left)");
            assertThat(executed).hasValue(0);
        }
    }

    @Test
    void aDeadlineBeyondTenMinutesIsCutToThat() throws Exception {
        AtomicReference<Duration> left = new AtomicReference<>(Duration.ZERO);
        try (TransportServer server = TestPeers.serve((call, control) -> {
                    left.set(control.deadline().remaining());
                    return TestPeers.echo(call, control);
                });
                RawPeer peer = agreed(server)) {
            peer.frame(RawPeer.message(
                    "act",
                    TMessageType.CALL,
                    3,
                    new Conductor.act_args(TestPeers.call("x").setDeadlineMillis(Integer.MAX_VALUE))));
            peer.readFrame();

            assertThat(left.get()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
        }
    }

    private static RawPeer agreed(TransportServer server) throws IOException {
        return RawPeer.agreed(server.localAddress());
    }
}
