package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attacca.error.CallCancelledException;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Reply;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.thrift.protocol.TMessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that are over before another thread would have begun with them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QuickCallsTest {
    private static final String DRIVER = "conductor-worker-driver-";

    private final CountDownLatch forever = new CountDownLatch(1);
    private final AtomicInteger hanging = new AtomicInteger();
    private final Queue<String> ran = new ConcurrentLinkedQueue<>();

    /** One loop for all connections: what holds it up holds up everything. Short is what ends, however busy the machine. */
    private final TransportServer server = TestPeers.serve(
            ServerOptions.builder(TestPeers.ANY_PORT).ioThreads(1).quickRun(Duration.ofMinutes(1)), (call, control) -> {
                String text = TestPeers.textOf(call);
                ran.add(text);
                if (text.startsWith("hang")) {
                    hanging.incrementAndGet();
                    try {
                        forever.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    hanging.decrementAndGet();
                }
                return TestPeers.reply(Thread.currentThread().getName());
            });

    private final TransportClient<String> client = TestPeers.client(server.localAddress());
    private final Connection<String> connection = client.connect(TestPeers.seconds(5));

    @AfterEach
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void close() {
        forever.countDown();
        client.close();
        server.close();
    }

    private String call(String text) {
        return TestPeers.textOf(connection.act(TestPeers.call(text), TestPeers.seconds(20)));
    }

    private CompletableFuture<Reply> async(String text) {
        return connection.actAsync(TestPeers.call(text), TestPeers.seconds(50));
    }

    private void becomeQuick() {
        becomeQuick(connection);
    }

    private static void becomeQuick(Connection<String> connection) {
        await().atMost(Duration.ofSeconds(40)).until(() -> {
            String thread = "";
            for (int i = 0; i < 200; i++) {
                thread = TestPeers.textOf(connection.act(TestPeers.call("short"), TestPeers.seconds(20)));
            }
            return thread.startsWith(DRIVER);
        });
    }

    @Test
    void aMethodIsSlowUntilItWasQuickForAWhile() {
        for (int i = 0; i < 20; i++) {
            assertThat(call("short")).doesNotStartWith(DRIVER);
        }

        becomeQuick();
    }

    @Test
    void aCallThatHangsHoldsUpNoOther() {
        becomeQuick();
        CompletableFuture<Reply> hung = async("hang");
        await().until(() -> hanging.get() == 1);

        connection.ping(TestPeers.seconds(20));
        for (int i = 0; i < 100; i++) {
            assertThat(call("short")).startsWith("conductor-worker-");
        }
        try (TransportClient<String> other = TestPeers.client(server.localAddress())) {
            assertThat(other.connect(TestPeers.seconds(20)).usable()).isTrue();
        }

        assertThat(hung).isNotDone();
        forever.countDown();
        assertThat(TestPeers.textOf(hung.join())).isNotEmpty();
    }

    @Test
    void aMethodThatHungIsSlowAgain() {
        becomeQuick();
        var hung = async("hang");
        await().until(() -> hanging.get() == 1);
        connection.ping(TestPeers.seconds(20));

        assertThat(call("short")).doesNotStartWith(DRIVER);

        forever.countDown();
        hung.join();
    }

    @Test
    void theCallsBehindAHungOneAreRun() {
        becomeQuick();
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        CompletableFuture<Reply> hung = async("hang");
        for (int i = 0; i < 200; i++) {
            replies.add(async("n" + i));
        }

        replies.forEach(CompletableFuture::join);

        assertThat(hung).isNotDone();
        assertThat(ran.stream().filter(text -> text.startsWith("n"))).hasSize(200);
        forever.countDown();
        hung.join();
    }

    @Test
    void oneHangAfterTheOtherLosesNoCall() {
        for (int round = 1; round <= 3; round++) {
            becomeQuick();
            int expected = round;
            var unused = async("hang" + round);
            await().until(() -> hanging.get() == expected);
        }

        assertThat(call("short")).startsWith("conductor-worker-");
    }

    @Test
    void aHungCallIsInterruptedWhenTheServerCloses() {
        becomeQuick();
        TransportServer closing = TestPeers.serve(
                ServerOptions.builder(TestPeers.ANY_PORT)
                        .quickRun(Duration.ofMinutes(1))
                        .closeGrace(Duration.ofMillis(50)),
                (call, control) -> {
                    if (TestPeers.textOf(call).equals("hang")) {
                        hanging.incrementAndGet();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            hanging.decrementAndGet();
                        }
                    }
                    return TestPeers.reply(Thread.currentThread().getName());
                });
        try (TransportClient<String> caller = TestPeers.client(closing.localAddress())) {
            Connection<String> line = caller.connect(TestPeers.seconds(5));
            becomeQuick(line);
            var unused = line.actAsync(TestPeers.call("hang"), TestPeers.seconds(50));
            await().until(() -> hanging.get() == 1);

            closing.close();

            await().until(() -> hanging.get() == 0);
        }
    }

    @Test
    void aCallCancelledBeforeItBeginsIsNotRun() throws Exception {
        becomeQuick();
        try (RawPeer peer = RawPeer.agreed(server.localAddress())) {
            ByteBuffer together = ByteBuffer.allocate(1024);
            for (byte[] message : List.of(
                    RawPeer.action(2, "before"),
                    RawPeer.action(3, "cancelled"),
                    RawPeer.message(Message.CANCEL, TMessageType.ONEWAY, 0, new Conductor.cancel_args(3)))) {
                together.putInt(message.length).put(message);
            }

            // In one piece: the driver reads the cancel before it lets the loop go to run anything.
            peer.raw(Arrays.copyOf(together.array(), together.position()));

            Reply before = peer.readMessage().read(new Conductor.act_result()).getSuccess();
            assertThat(TestPeers.textOf(Objects.requireNonNull(before))).startsWith(DRIVER);
            assertThat(RawPeer.failureIn(peer.readMessage()))
                    .isInstanceOf(CallCancelledException.class)
                    .hasMessage("act: cancelled before it began; nothing was done");
        }
        assertThat(ran).contains("before").doesNotContain("cancelled");
        assertThat(server.counters().callsCancelled()).isEqualTo(1);
    }
}
