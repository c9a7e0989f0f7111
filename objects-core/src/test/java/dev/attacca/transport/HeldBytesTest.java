package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.attacca.error.Outcome;
import dev.attacca.error.OverloadedException;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.thrift.protocol.TMessageType;
import org.junit.jupiter.api.Test;

/** What a whole process holds for its callers is bounded, and only those who hold much notice. */
class HeldBytesTest {
    private static final int KIB = 1024;

    private static CompletableFuture<Reply> send(Connection<String> connection, int bytes) {
        return connection.actAsync(new Call().setType(1).setMethod(2).setBody(new byte[bytes]), TestPeers.seconds(30));
    }

    private static OverloadedException refusalOf(CompletableFuture<Reply> call) {
        Throwable failure = call.handle((reply, thrown) -> thrown).join();
        if (failure != null && failure.getCause() instanceof OverloadedException refusal) {
            return refusal;
        }
        throw new AssertionError("call: " + failure + " (expected: refused)");
    }

    @Test
    void aCallerWhoseCallsFillTheProcessIsNotReadUntilTheyAreDone() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ServerOptions.Builder small = ServerOptions.builder(TestPeers.ANY_PORT)
                .workers(4)
                .ioThreads(1)
                .frameSilence(Duration.ofMillis(200))
                .requestBytes(1000 * KIB);
        try (TransportServer server = TestPeers.serve(small, (call, control) -> {
                    if (call.bufferForBody().remaining() > KIB) {
                        MultiplexingTest.await(release);
                    }
                    return TestPeers.reply("done");
                });
                TransportClient<String> greedy = TestPeers.client(server.localAddress());
                TransportClient<String> modest = TestPeers.client(server.localAddress())) {
            Connection<String> many = greedy.connect(TestPeers.seconds(5));
            Connection<String> few = modest.connect(TestPeers.seconds(5));
            // At most three are run by workers, so that one is free.
            List<CompletableFuture<Reply>> calls = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                calls.add(send(many, 400 * KIB));
            }
            await().until(() -> server.counters().pauses() == 1);
            assertThat(server.counters().requestBytesHeldNow()).isBetween(1000L * KIB, 1208L * KIB);
            calls.add(send(many, 400 * KIB));

            assertThat(TestPeers.textOf(few.act(TestPeers.call("x"), TestPeers.seconds(10))))
                    .isEqualTo("done");
            // A frame of which this server does not read the rest is not late.
            await().pollDelay(Duration.ofMillis(600))
                    .until(() -> server.counters().connectionsNow() == 2);
            // One of them is the modest one's.
            assertThat(server.counters().callsExecuted()).isBetween(3L, 4L);
            release.countDown();

            for (CompletableFuture<Reply> call : calls) {
                assertThat(TestPeers.textOf(call.get(10, TimeUnit.SECONDS))).isEqualTo("done");
            }
            await().until(() -> server.counters().requestBytesHeldNow() == 0);
            assertThat(server.counters().callsOverloaded()).isZero();
        }
    }

    @Test
    void aCallerThatIsNotReadHearsThatItsConductorLives() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ServerOptions.Builder small =
                ServerOptions.builder(TestPeers.ANY_PORT).workers(4).requestBytes(1000 * KIB);
        try (TransportServer server = TestPeers.serve(small, (call, control) -> {
                    MultiplexingTest.await(release);
                    return TestPeers.reply("done");
                });
                FrameTap relay = FrameTap.inFrontOf(server);
                TransportClient<String> client =
                        TestPeers.client(ClientOptions.builder(relay.address()).keepalive(Duration.ofMillis(200)))) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            List<CompletableFuture<Reply>> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                calls.add(send(connection, 400 * KIB));
            }
            await().until(() -> server.counters().pauses() == 1);

            // Three intervals without a sign would be the end of it.
            await().until(() -> relay.seen().stream()
                            .filter(message -> message.name().equals(Message.ALIVE))
                            .count()
                    >= 6);
            release.countDown();

            for (CompletableFuture<Reply> call : calls) {
                assertThat(TestPeers.textOf(call.get(10, TimeUnit.SECONDS))).isEqualTo("done");
            }
            assertThat(server.counters().connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void nobodyNewIsAcceptedWhileNearlyAllThatMayBeHeldIs() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ServerOptions.Builder small =
                ServerOptions.builder(TestPeers.ANY_PORT).ioThreads(1).requestBytes(1000 * KIB);
        try (TransportServer server = TestPeers.serve(small, (call, control) -> {
                    MultiplexingTest.await(release);
                    return TestPeers.reply("done");
                });
                TransportClient<String> client = TestPeers.client(server.localAddress())) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            CompletableFuture<Reply> large = send(connection, 800 * KIB);
            await().until(() -> server.counters().acceptPauses() == 1);

            try (RawPeer late = RawPeer.connect(server.localAddress())) {
                late.frame(RawPeer.message(
                        Message.HELLO, TMessageType.CALL, 1, new Conductor.hello_args(TestPeers.hello())));
                // Two turns of the only event loop, in which whoever waits at the door would be let in.
                connection.ping(TestPeers.seconds(5));
                connection.ping(TestPeers.seconds(5));
                assertThat(server.counters().connectionsAccepted()).isEqualTo(1);
                assertThat(server.counters().pauses()).isZero();
                release.countDown();

                assertThat(TestPeers.textOf(large.get(10, TimeUnit.SECONDS))).isEqualTo("done");
                assertThat(late.readMessage().name()).isEqualTo(Message.HELLO);
                assertThat(server.counters().connectionsAccepted()).isEqualTo(2);
            }
        }
    }

    @Test
    void whatWasReadAlreadyIsTurnedAwayAndMayComeAgain() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ServerOptions.Builder small = ServerOptions.builder(TestPeers.ANY_PORT).requestBytes(100 * KIB);
        try (TransportServer server = TestPeers.serve(small, (call, control) -> {
                    MultiplexingTest.await(release);
                    return TestPeers.reply("done");
                });
                RawPeer peer = RawPeer.agreed(server.localAddress())) {
            // One segment after another into one read: they cannot be left in the socket.
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int seqid = 2; seqid < 10; seqid++) {
                byte[] one = RawPeer.action(seqid, "x".repeat(20 * KIB));
                all.write(ByteBuffer.allocate(4).putInt(one.length).array());
                all.write(one);
            }
            peer.raw(all.toByteArray());
            await().until(() -> server.counters().pauses() == 1);
            release.countDown();

            int done = 0;
            int refused = 0;
            for (int i = 0; i < 8; i++) {
                Message answer = peer.readMessage();
                Conductor.act_result result = answer.read(new Conductor.act_result());
                if (result.isSetFault()) {
                    refused++;
                    assertThat(Faults.toException(result.getFault()))
                            .isInstanceOfSatisfying(OverloadedException.class, e -> {
                                assertThat(e.outcome()).isEqualTo(Outcome.REFUSED);
                                assertThat(e.retryAfter()).isEqualTo(Duration.ofMillis(100));
                            })
                            .hasMessageMatching(
                                    "bytes of calls waiting: \\d+ \\(expected: at most 102400 for all callers"
                                            + " together\\); try again later");
                } else {
                    done++;
                }
            }
            assertThat(done).isGreaterThanOrEqualTo(5);
            assertThat(server.counters().callsOverloaded()).isEqualTo(refused);
        }
    }

    @Test
    void aCallerThatLeavesItsAnswersUnreadGetsNoMoreOfThemAndOthersDo() throws Exception {
        int mib = KIB * KIB;
        ServerOptions.Builder small =
                ServerOptions.builder(TestPeers.ANY_PORT).replyBytes(20 * mib).workers(1);
        AtomicInteger largeOnes = new AtomicInteger();
        AtomicReference<TransportServer> itself = new AtomicReference<>();
        try (TransportServer server = TestPeers.serve(small, (call, control) -> {
                    if (!TestPeers.textOf(call).equals("large")) {
                        return TestPeers.reply("small");
                    }
                    // The fourth begins before the third one is too much, and ends when that is known.
                    if (largeOnes.incrementAndGet() == 4) {
                        await().until(() ->
                                Objects.requireNonNull(itself.get()).counters().pauses() == 1);
                    }
                    return new Reply().setBody(new byte[10 * mib]);
                });
                FrameTap relay = FrameTap.inFrontOf(server);
                TransportClient<String> lazy =
                        TestPeers.client(ClientOptions.builder(relay.address()).partsBytes(100 * mib));
                TransportClient<String> modest = TestPeers.client(server.localAddress())) {
            Connection<String> unread = lazy.connect(TestPeers.seconds(5));
            Connection<String> read = modest.connect(TestPeers.seconds(5));
            itself.set(server);
            relay.mode(FrameTap.Way.TO_CLIENT, FrameTap.Mode.HELD);
            List<CompletableFuture<Reply>> calls = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                calls.add(unread.queryAsync(TestPeers.call("large"), TestPeers.seconds(30)));
            }
            await().until(() -> server.counters().callsOverloaded() > 0);
            await().until(() ->
                    server.counters().callsInFlightNow() + server.counters().callsOverloaded() == 6);
            // One more than the limit, and the one that was running when it was passed.
            assertThat(server.counters().replyBytesHeldNow()).isBetween(20L * mib, 41L * mib);
            assertThat(server.counters().pauses()).isEqualTo(1);

            assertThat(TestPeers.textOf(read.query(TestPeers.call("x"), TestPeers.seconds(10))))
                    .isEqualTo("small");
            relay.release();

            long good = calls.stream()
                    .filter(call ->
                            call.handle((reply, failure) -> failure == null).join())
                    .count();
            assertThat(good).isEqualTo(6 - server.counters().callsOverloaded());
            assertThat(calls)
                    .filteredOn(CompletableFuture::isCompletedExceptionally)
                    .allSatisfy(call -> {
                        OverloadedException refusal = refusalOf(call);
                        assertThat(refusal.outcome()).isEqualTo(Outcome.REFUSED);
                        assertThat(refusal)
                                .hasMessageMatching(
                                        "bytes of answers waiting: \\d+ \\(expected: at most 20971520 for all callers"
                                                + " together\\); read answers before asking for more");
                    });
            await().until(() -> server.counters().replyBytesHeldNow() == 0);
            assertThat(TestPeers.textOf(unread.query(TestPeers.call("x"), TestPeers.seconds(10))))
                    .isEqualTo("small");
        }
    }

    @Test
    void aClientRefusesMoreBytesThanItWantsToKeep() {
        CountDownLatch release = new CountDownLatch(1);
        ServerOptions.Builder one = ServerOptions.builder(TestPeers.ANY_PORT).maxInFlight(1);
        try (TransportServer server = TestPeers.serve(one, (call, control) -> {
                    MultiplexingTest.await(release);
                    return TestPeers.reply("done");
                });
                TransportClient<String> client = TestPeers.client(
                        ClientOptions.builder(server.localAddress()).maxPendingBytes(1000 * KIB))) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            CompletableFuture<Reply> sent = send(connection, 600 * KIB);
            await().until(() -> server.counters().callsExecuted() == 1);
            CompletableFuture<Reply> waits = send(connection, 600 * KIB);

            assertThatThrownBy(() -> send(connection, 600 * KIB))
                    .isInstanceOfSatisfying(
                            OverloadedException.class,
                            e -> assertThat(e.outcome()).isEqualTo(Outcome.REFUSED))
                    .hasMessageMatching("bytes of calls unsent to .*: 12288\\d\\d \\(expected: at most 1024000\\);"
                            + " wait for answers before calling more");
            release.countDown();

            assertThat(sent.join()).isNotNull();
            assertThat(waits.join()).isNotNull();
            assertThat(send(connection, 600 * KIB).join()).isNotNull();
        }
    }
}
