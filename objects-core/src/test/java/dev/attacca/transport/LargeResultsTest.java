package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.ConnectionLostException;
import dev.attacca.error.Outcome;
import dev.attacca.error.ProtocolException;
import dev.attacca.transport.FrameTap.Seen;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Reply;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.thrift.protocol.TMessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What does not fit into a frame comes in parts, and holds nobody up. */
class LargeResultsTest {
    private static final int MIB = 1024 * 1024;
    private static final int PART = 64 * 1024;
    private static final int LARGE = 10 * MIB;
    private static final int PARTS = LARGE / PART - 1;
    /** More than a caller's slack for frames. */
    private static final int HELD_BEHIND = 20;

    private static final byte[] BYTES = new byte[LARGE];

    static {
        new Random(4).nextBytes(BYTES);
    }

    private TransportServer server;
    private FrameTap relay;

    @BeforeEach
    void start() throws IOException {
        server = TestPeers.serve(LargeResultsTest::answer);
        relay = FrameTap.inFrontOf(server);
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
        server.close();
    }

    private static Reply answer(Call call, CallControl control) {
        String text = TestPeers.textOf(call);
        return text.startsWith("large") ? new Reply(ByteBuffer.wrap(BYTES)) : TestPeers.reply(text);
    }

    private CompletableFuture<Reply> ask(Connection<String> connection, String what) {
        return connection.queryAsync(TestPeers.call(what), TestPeers.seconds(60));
    }

    private void heldInside(CompletableFuture<Reply> large) {
        await().until(() -> relay.partsSeen() == HELD_BEHIND);
        assertThat(large).isNotDone();
    }

    private static void sameBytes(CompletableFuture<Reply> large) throws Exception {
        assertThat(large.get(30, TimeUnit.SECONDS).bufferForBody()).isEqualTo(ByteBuffer.wrap(BYTES));
    }

    @Test
    void smallAnswersOvertakeALargeOne() throws Exception {
        try (TransportClient<String> client = TestPeers.client(relay.address())) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            relay.holdAfter(message -> relay.partsSeen() == HELD_BEHIND);
            CompletableFuture<Reply> large = ask(connection, "large");
            heldInside(large);
            List<CompletableFuture<Reply>> small = IntStream.range(0, 1000)
                    .mapToObj(i -> ask(connection, "small " + i))
                    .toList();
            // The first 63 are in flight beside it: once they are written, the parts that are written too may be ahead
            // of them.
            await().until(() -> server.counters().callsExecuted() == 64);
            await().until(() -> server.counters().callsAnswered() == 64);
            long partsAhead = server.counters().partsSent();
            assertThat(partsAhead).isLessThan(PARTS - 10);

            relay.release();

            sameBytes(large);
            for (int i = 0; i < small.size(); i++) {
                assertThat(TestPeers.textOf(small.get(i).get(30, TimeUnit.SECONDS)))
                        .isEqualTo("small " + i);
            }
            List<Seen> seen = relay.seen();
            assertThat(partsBefore(63, seen)).isLessThanOrEqualTo(partsAhead);
            assertThat(seen)
                    .filteredOn(Seen::part)
                    .hasSize(PARTS)
                    .allSatisfy(part -> assertThat(part.bytes()).isBetween(PART, PART + 32));
        }
    }

    private static boolean takesNobody(InetSocketAddress address) {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            return !socket.isConnected();
        } catch (IOException refused) {
            return true;
        }
    }

    private static long partsBefore(int reply, List<Seen> seen) {
        long parts = 0;
        int replies = 0;
        for (Seen message : seen) {
            if (message.part()) {
                parts++;
            } else if (message.name().equals(Message.QUERY) && ++replies == reply) {
                return parts;
            }
        }
        throw new AssertionError("replies: " + replies + " (expected: at least " + reply + ")");
    }

    @Test
    void largeAnswersTakeTurns() throws Exception {
        try (TransportClient<String> client = TestPeers.client(relay.address())) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            relay.holdAfter(message -> relay.partsSeen() == HELD_BEHIND);
            CompletableFuture<Reply> first = ask(connection, "large one");
            heldInside(first);
            CompletableFuture<Reply> second = ask(connection, "large two");
            await().until(() -> server.counters().callsExecuted() == 2);
            relay.release();

            sameBytes(first);
            sameBytes(second);
            List<Integer> turns =
                    relay.seen().stream().filter(Seen::part).map(Seen::seqid).toList();
            int alone = turns.indexOf(turns.get(turns.size() - 1));
            List<Integer> together = turns.subList(alone, turns.lastIndexOf(turns.get(0)) + 1);
            assertThat(together.size()).isGreaterThan(20);
            assertThat(IntStream.range(1, together.size())
                            .filter(i -> together.get(i).equals(together.get(i - 1))))
                    .isEmpty();
        }
    }

    @Test
    void aThirdThatTheCallerCannotHoldBesidesWaitsForItsTurn() throws Exception {
        try (TransportClient<String> client =
                TestPeers.client(ClientOptions.builder(relay.address()).partsBytes(21 * MIB))) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            List<CompletableFuture<Reply>> all = IntStream.range(0, 5)
                    .mapToObj(i -> ask(connection, "large " + i))
                    .toList();
            for (CompletableFuture<Reply> one : all) {
                sameBytes(one);
            }
            List<Integer> open = new ArrayList<>();
            for (Seen message : relay.seen()) {
                if (message.part() && !open.contains(message.seqid())) {
                    open.add(message.seqid());
                } else if (!message.part()) {
                    open.remove((Integer) message.seqid());
                }
                assertThat(open).hasSizeLessThanOrEqualTo(2);
            }
        }
    }

    @Test
    void aCancelledResultIsNotSentToItsEnd() throws Exception {
        try (TransportClient<String> client =
                TestPeers.client(ClientOptions.builder(relay.address()).partsBytes(LARGE))) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            relay.holdAfter(message -> relay.partsSeen() == HELD_BEHIND);
            CompletableFuture<Reply> large = ask(connection, "large");
            heldInside(large);
            large.cancel(true);
            // Goes out behind the cancel.
            CompletableFuture<Reply> small = ask(connection, "small");
            await().until(() -> server.counters().callsExecuted() == 2);
            relay.release();
            assertThat(TestPeers.textOf(small.get(10, TimeUnit.SECONDS))).isEqualTo("small");
            await().until(() -> relay.seen().stream()
                            .filter(message -> message.name().equals(Message.QUERY))
                            .count()
                    == 2);

            assertThat(relay.partsSeen()).isLessThan(PARTS);
            // And what had come of it is forgotten, else the next one would not fit.
            sameBytes(ask(connection, "large"));
            assertThat(connection.usable()).isTrue();
        }
    }

    @Test
    void aResultThatIsLateEndsWithItsDeadline() throws Exception {
        try (TransportClient<String> client = TestPeers.client(relay.address())) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            relay.holdAfter(message -> relay.partsSeen() == HELD_BEHIND);
            CompletableFuture<Reply> large = connection.queryAsync(TestPeers.call("large"), TestPeers.millis(1500));
            heldInside(large);

            assertThatThrownBy(() -> large.get(20, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            AttaccaException.class,
                            late -> assertThat(late.outcome()).isEqualTo(Outcome.UNKNOWN));
            relay.release();
            await().until(() ->
                    relay.seen().stream().anyMatch(message -> message.name().equals(Message.QUERY)));
            assertThat(relay.partsSeen()).isLessThan(PARTS);
            sameBytes(ask(connection, "large"));
        }
    }

    @Test
    void aConnectionLostInTheMiddleLeavesTheOutcomeUnknown() throws Exception {
        try (TransportClient<String> client = TestPeers.client(relay.address())) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            relay.holdAfter(message -> relay.partsSeen() == HELD_BEHIND);
            CompletableFuture<Reply> large = ask(connection, "large");
            heldInside(large);
            relay.cut();

            assertThatThrownBy(() -> large.get(20, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            ConnectionLostException.class,
                            lost -> assertThat(lost.outcome()).isEqualTo(Outcome.UNKNOWN));
            await().until(() -> server.counters().connectionsClosed().values().stream()
                            .mapToLong(Long::longValue)
                            .sum()
                    == 1);
            relay.release();
            sameBytes(ask(client.connect(TestPeers.seconds(5)), "large"));
        }
    }

    @Test
    void aClosingServerWaitsForTheLastPart() throws Exception {
        try (TransportClient<String> client = TestPeers.client(relay.address())) {
            relay.holdAfter(message -> relay.partsSeen() == HELD_BEHIND);
            CompletableFuture<Reply> large = ask(client.connect(TestPeers.seconds(5)), "large");
            heldInside(large);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
            await().until(() -> takesNobody(server.localAddress()));
            assertThat(closing).isNotDone();
            relay.release();

            sameBytes(large);
            closing.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aCallerThatTakesNoPartsGetsOneFrame() throws Exception {
        try (RawPeer peer = RawPeer.agreed(server.localAddress())) {
            peer.frame(RawPeer.action(2, "large"));
            Message answer = peer.readMessage();

            assertThat(answer.name()).isEqualTo(Message.ACT);
            assertThat(answer.read(new Conductor.act_result()).getSuccess())
                    .isEqualTo(new Reply(ByteBuffer.wrap(BYTES)));
            assertThat(server.counters().partsSent()).isZero();
        }
    }

    @Test
    void aResultLongerThanTheCallerHoldsIsReplacedByAFault() throws Exception {
        try (TransportClient<String> client =
                TestPeers.client(ClientOptions.builder(relay.address()).partsBytes(MIB))) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));

            assertThatThrownBy(() -> connection.query(TestPeers.call("large"), TestPeers.seconds(10)))
                    .isInstanceOfSatisfying(ProtocolException.class, e -> {
                        assertThat(e.code()).isEqualTo("FRAME_TOO_LARGE");
                        assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
                    })
                    .hasMessage(
                            "reply of query: longer than 1048576 bytes (expected: at most that); ask for less at once;"
                                    + " the call itself was carried out");
        }
    }

    @Test
    void aCallerThatDoesNotReadItsPartsIsCutOffAndOthersDoNotNotice() throws Exception {
        ServerOptions.Builder impatient =
                ServerOptions.builder(TestPeers.ANY_PORT).slowReaderTime(Duration.ofMillis(300));
        try (TransportServer hasty = TestPeers.serve(impatient, LargeResultsTest::answer);
                TransportClient<String> honest = TestPeers.client(hasty.localAddress());
                RawPeer slow = RawPeer.connect(hasty.localAddress())) {
            slow.frame(RawPeer.message(
                    "hello",
                    TMessageType.CALL,
                    1,
                    new Conductor.hello_args(TestPeers.hello().setAcceptsParts(2 * LARGE))));
            slow.readFrame();
            slow.frame(RawPeer.action(2, "large"));

            await().until(() -> hasty.counters().closed(CloseReason.SLOW_READER) == 1);
            sameBytes(ask(honest.connect(TestPeers.seconds(5)), "large"));
        }
    }
}
