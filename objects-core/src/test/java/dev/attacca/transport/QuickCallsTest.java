package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.attacca.error.CallCancelledException;
import dev.attacca.transport.thrift.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that are over before another thread would have begun with them. */
@Timeout(120)
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
    void aCallCancelledBeforeItBeginsIsNotRun() {
        becomeQuick();
        // Enough to last while the cancel arrives.
        List<CompletableFuture<Reply>> before = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            before.add(async("n" + i));
        }
        CompletableFuture<Reply> last = async("cancelled");

        last.cancel(true);

        before.forEach(CompletableFuture::join);
        assertThatThrownBy(last::join)
                .isInstanceOfAny(
                        java.util.concurrent.CancellationException.class,
                        CompletionException.class,
                        CallCancelledException.class);
        connection.ping(TestPeers.seconds(20));
        assertThat(server.counters().callsCancelled()
                        + ran.stream().filter("cancelled"::equals).count())
                .isLessThanOrEqualTo(1);
    }
}
