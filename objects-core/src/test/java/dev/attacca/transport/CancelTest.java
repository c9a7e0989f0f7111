package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.CallCancelledException;
import dev.attacca.error.Outcome;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.thrift.protocol.TMessageType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CancelTest {
    @Test
    void aRunningBodySeesThatItWasCancelled() {
        CountDownLatch seen = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        try (TransportServer server = TestPeers.serve((call, control) -> {
                    running.countDown();
                    await().until(control::cancelled);
                    seen.countDown();
                    return TestPeers.echo(call, control);
                });
                TransportClient<String> client = TestPeers.client(server.localAddress())) {
            CompletableFuture<Reply> reply =
                    client.connect(TestPeers.seconds(5)).actAsync(TestPeers.call("long"), TestPeers.seconds(30));
            MultiplexingTest.await(running);

            assertThat(reply.cancel(true)).isTrue();

            MultiplexingTest.await(seen);
            assertThat(reply).isCancelled();
        }
    }

    @Test
    void aQueuedCallIsDroppedAndAnsweredAsNotDone() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        List<String> executed = new CopyOnWriteArrayList<>();
        try (TransportServer server = TestPeers.serve(
                        ServerOptions.builder(TestPeers.ANY_PORT).workers(1), (call, control) -> {
                            executed.add(TestPeers.textOf(call));
                            MultiplexingTest.await(release);
                            return TestPeers.echo(call, control);
                        });
                RawPeer peer = RawPeer.agreed(server.localAddress())) {
            peer.frame(RawPeer.action(2, "runs"));
            await().untilAsserted(() -> assertThat(executed).containsExactly("runs"));
            peer.frame(RawPeer.action(3, "waits"));
            peer.frame(RawPeer.message("cancel", TMessageType.ONEWAY, 4, new Conductor.cancel_args(3)));
            peer.frame(RawPeer.message("ping", TMessageType.CALL, 5, new Conductor.ping_args()));
            // The answer to the ping tells that the cancel before it was read.
            assertThat(peer.readMessage().seqid()).isEqualTo(5);
            release.countDown();

            assertThat(peer.readMessage().seqid()).isEqualTo(2);
            AttaccaException failure = RawPeer.failureIn(peer.readMessage());

            assertThat(failure)
                    .isInstanceOf(CallCancelledException.class)
                    .hasMessage("act: cancelled before it began; nothing was done");
            assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(executed).containsExactly("runs");
            assertThat(server.counters().callsCancelled()).isEqualTo(1);
        }
    }

    @Test
    void cancellingWhatDoesNotExistDoesNothing() throws Exception {
        try (TransportServer server = TestPeers.serve(TestPeers::echo);
                RawPeer peer = RawPeer.agreed(server.localAddress())) {
            peer.frame(RawPeer.message("cancel", TMessageType.ONEWAY, 4, new Conductor.cancel_args(77)));
            peer.frame(RawPeer.action(5, "x"));

            assertThat(peer.readMessage().seqid()).isEqualTo(5);
        }
    }

    @Test
    void aFloodOfCancelsEndsTheConnection() throws Exception {
        try (TransportServer server = TestPeers.serve(TestPeers::echo);
                RawPeer peer = RawPeer.agreed(server.localAddress())) {
            byte[] cancel = RawPeer.message("cancel", TMessageType.ONEWAY, 4, new Conductor.cancel_args(77));
            byte[] flood = new byte[500 * (4 + cancel.length)];
            java.nio.ByteBuffer frames = java.nio.ByteBuffer.wrap(flood);
            while (frames.hasRemaining()) {
                frames.putInt(cancel.length).put(cancel);
            }

            peer.raw(flood);

            assertThat(peer.isClosedByServer()).isTrue();
            await().untilAsserted(() -> assertThat(server.counters().closed(CloseReason.CANCEL_FLOOD))
                    .isEqualTo(1));
        }
    }

    @Test
    void interruptingABlockedCallerCancelsItsCall() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch seen = new CountDownLatch(1);
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        try (TransportServer server = TestPeers.serve((call, control) -> {
                    running.countDown();
                    await().until(control::cancelled);
                    seen.countDown();
                    return TestPeers.echo(call, control);
                });
                TransportClient<String> client = TestPeers.client(server.localAddress())) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            Thread caller = new Thread(() -> connection.act(TestPeers.call("x"), TestPeers.seconds(30)));
            caller.setUncaughtExceptionHandler((thread, failure) -> thrown.set(failure));
            caller.start();
            MultiplexingTest.await(running);

            caller.interrupt();
            caller.join(5_000);
            MultiplexingTest.await(seen);

            assertThat(thrown.get())
                    .isInstanceOfSatisfying(
                            CallCancelledException.class,
                            cancelled -> assertThat(cancelled.outcome()).isEqualTo(Outcome.UNKNOWN));
        }
    }
}
