package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Reply;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whatever is on its way when an end closes: no buffer, no thread and no caller is left behind. */
class CleanCloseTest {
    private static final int MIB = 1024 * 1024;

    private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    private final ListAppender<ILoggingEvent> leaks = new ListAppender<>();
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void watch() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        leaks.start();
        logger.addAppender(leaks);
    }

    @AfterEach
    void unwatch() {
        logger.detachAppender(leaks);
        ResourceLeakDetector.setLevel(level);
    }

    private Reply answer(Call call, CallControl control) {
        if (call.bufferForBody().remaining() > 100) {
            MultiplexingTest.await(release);
            return TestPeers.reply("late");
        }
        return TestPeers.textOf(call).equals("large")
                ? new Reply().setBody(new byte[10 * MIB])
                : TestPeers.echo(call, control);
    }

    private static CompletableFuture<Reply> ask(Connection<String> connection, String what) {
        return connection.queryAsync(TestPeers.call(what), TestPeers.seconds(30));
    }

    private static List<CompletableFuture<Reply>> manyOf(Connection<String> connection, String what) {
        return IntStream.range(0, 20).mapToObj(i -> ask(connection, what)).toList();
    }

    private void nothingIsLeft(List<CompletableFuture<Reply>> calls) {
        assertThat(calls)
                .allSatisfy(call ->
                        assertThat(call.handle((reply, failure) -> 1).join()).isEqualTo(1));
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("conductor-") || name.startsWith("attacca-")));
        // A leak is told of when the next buffers are made, once its reference was found and queued.
        ReferenceQueue<Object> found = new ReferenceQueue<>();
        for (int round = 0; round < 3; round++) {
            WeakReference<Object> canary = new WeakReference<>(new Object(), found);
            await().until(() -> {
                System.gc();
                return found.poll() == canary;
            });
            for (int i = 0; i < 100; i++) {
                ByteBufAllocator.DEFAULT.ioBuffer().release();
            }
        }
        assertThat(List.copyOf(leaks.list))
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEmpty();
    }

    @Test
    void aServerThatIsCutOffWithLargeAnswersOnTheirWay() throws Exception {
        ServerOptions.Builder hasty = ServerOptions.builder(TestPeers.ANY_PORT).closeGrace(Duration.ofMillis(100));
        TransportServer server = TestPeers.serve(hasty, this::answer);
        List<CompletableFuture<Reply>> calls;
        try (FrameTap tap = FrameTap.inFrontOf(server);
                TransportClient<String> client = TestPeers.client(tap.address())) {
            tap.holdAfter(message -> tap.partsSeen() == 3);
            calls = manyOf(client.connect(TestPeers.seconds(5)), "large");
            await().until(() -> tap.partsSeen() == 3);
            server.close();
            assertThat(server.counters().connectionsNow()).isZero();
            assertThat(server.counters().callsInFlightNow()).isZero();
        }
        nothingIsLeft(calls);
    }

    @Test
    void aPlainPeerThatLeavesWithALargeAnswerOnItsWay() throws Exception {
        TransportServer server = TestPeers.serve(this::answer);
        try (RawPeer peer = RawPeer.agreed(server.localAddress())) {
            for (int seqid = 2; seqid < 10; seqid++) {
                peer.frame(RawPeer.action(seqid, "large"));
            }
            await().until(() -> server.counters().replyBytesHeldNow() > 10 * MIB);
        }
        await().until(() -> server.counters().connectionsNow() == 0);
        await().until(() -> server.counters().replyBytesHeldNow() == 0);
        server.close();
        nothingIsLeft(List.of());
    }

    @Test
    void aClientThatIsClosedWithCallsWaitingSentAndRunning() throws Exception {
        ServerOptions.Builder few = ServerOptions.builder(TestPeers.ANY_PORT).maxInFlight(4);
        TransportServer server = TestPeers.serve(few, this::answer);
        TransportClient<String> client =
                TestPeers.client(ClientOptions.builder(server.localAddress()).closeGrace(Duration.ofMillis(100)));
        List<CompletableFuture<Reply>> calls = manyOf(client.connect(TestPeers.seconds(5)), "x".repeat(500_000));
        await().until(() -> server.counters().callsExecuted() == 4);
        client.close();
        release.countDown();
        server.close();
        nothingIsLeft(calls);
    }

    @Test
    void aClientThatIsClosedInTheMiddleOfLargeAnswers() throws Exception {
        TransportServer server = TestPeers.serve(this::answer);
        List<CompletableFuture<Reply>> calls;
        try (FrameTap tap = FrameTap.inFrontOf(server)) {
            TransportClient<String> client =
                    TestPeers.client(ClientOptions.builder(tap.address()).closeGrace(Duration.ofMillis(100)));
            tap.holdAfter(message -> tap.partsSeen() == 3);
            calls = manyOf(client.connect(TestPeers.seconds(5)), "large");
            await().until(() -> tap.partsSeen() == 3);
            client.close();
        }
        await().until(() -> server.counters().connectionsNow() == 0);
        server.close();
        nothingIsLeft(calls);
    }
}
