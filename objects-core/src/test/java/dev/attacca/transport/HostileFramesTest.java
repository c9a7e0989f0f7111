package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.OverloadedException;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Reply;
import dev.attacca.transport.thrift.Welcome;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.protocol.TMessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that no honest caller sends: nothing runs, the connection ends for a counted reason, and others do not notice. */
class HostileFramesTest {
    private static final int MAX_FRAME = 1024 * 1024;

    private final AtomicInteger executed = new AtomicInteger();
    private TransportServer server = start();

    @BeforeEach
    void freshServer() {
        server.close();
        server = start();
        executed.set(0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private TransportServer start() {
        ServerOptions.Builder options = ServerOptions.builder(TestPeers.ANY_PORT)
                .maxFrameBytes(MAX_FRAME)
                .frameSilence(Duration.ofMillis(300))
                .frameTime(Duration.ofMillis(900))
                .closeGrace(Duration.ofMillis(200));
        return TestPeers.serve(options, (call, control) -> {
            executed.incrementAndGet();
            return TestPeers.echo(call, control);
        });
    }

    /** What a hostile peer does once it is connected. */
    @FunctionalInterface
    interface Attack {
        void on(RawPeer peer) throws IOException;
    }

    static Stream<Arguments> attacksBeforeTheHandshake() {
        return Stream.of(
                attack("length 0", CloseReason.BAD_FRAME, peer -> peer.length(0)),
                attack("length -1", CloseReason.BAD_FRAME, peer -> peer.length(-1)),
                attack("length 0x80000000", CloseReason.BAD_FRAME, peer -> peer.length(Integer.MIN_VALUE)),
                attack("length 0x7fffffff", CloseReason.FRAME_TOO_LARGE, peer -> peer.length(Integer.MAX_VALUE)),
                attack("HTTP", CloseReason.FRAME_TOO_LARGE, peer -> peer.raw(ascii("GET / HTTP/1.1\r\n\r\n"))),
                attack(
                        "TLS hello",
                        CloseReason.TLS_TO_PLAINTEXT,
                        peer -> peer.raw((byte) 0x16, (byte) 3, (byte) 1, (byte) 2, (byte) 0, (byte) 1)),
                attack("16 KiB + 1 before the handshake", CloseReason.FRAME_TOO_LARGE, peer -> peer.length(16385)),
                attack(
                        "old Thrift header",
                        CloseReason.BAD_PROTOCOL,
                        peer -> peer.frame(new byte[] {0, 0, 0, 4, 'p', 'i', 'n', 'g', 1, 0, 0, 0, 1, 0})),
                attack(
                        "Thrift's header transport",
                        CloseReason.BAD_PROTOCOL,
                        peer -> peer.frame(new byte[] {0x0f, (byte) 0xff, 0, 0, 0, 0, 0, 1, 0, 1, 2, 0})),
                attack("JSON protocol", CloseReason.BAD_PROTOCOL, peer -> peer.frame(ascii("[1,\"ping\",1,0,{}]"))),
                attack(
                        "compact, version 31",
                        CloseReason.BAD_FRAME,
                        peer -> peer.frame(new byte[] {(byte) 0x82, 0x3f, 1, 4, 'p', 'i', 'n', 'g', 0})),
                attack(
                        "binary, version 2",
                        CloseReason.BAD_FRAME,
                        peer -> peer.frame(
                                new byte[] {(byte) 0x80, 2, 0, 1, 0, 0, 0, 4, 'p', 'i', 'n', 'g', 0, 0, 0, 1, 0})),
                attack(
                        "name longer than the frame",
                        CloseReason.BAD_FRAME,
                        peer -> peer.frame(
                                new byte[] {(byte) 0x82, 0x21, 1, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7
                                })),
                attack("only the first byte", CloseReason.BAD_FRAME, peer -> peer.frame(new byte[] {(byte) 0x82})),
                attack(
                        "REPLY",
                        CloseReason.BAD_MESSAGE_TYPE,
                        peer -> peer.frame(
                                RawPeer.message("ping", TMessageType.REPLY, 1, new Conductor.ping_result()))),
                attack(
                        "EXCEPTION",
                        CloseReason.BAD_MESSAGE_TYPE,
                        peer -> peer.frame(
                                RawPeer.message("ping", TMessageType.EXCEPTION, 1, new Conductor.ping_result()))),
                attack(
                        "ONEWAY hello",
                        CloseReason.BAD_MESSAGE_TYPE,
                        peer -> peer.frame(RawPeer.message(
                                "hello", TMessageType.ONEWAY, 1, new Conductor.hello_args(TestPeers.hello())))),
                attack(
                        "trailing bytes",
                        CloseReason.BAD_FRAME,
                        peer -> peer.frame(Arrays.copyOf(
                                RawPeer.message("ping", TMessageType.CALL, 1, new Conductor.ping_args()), 64))),
                attack("list of 2^31 hashes", CloseReason.BAD_FRAME, peer -> peer.frame(endlessList())),
                attack("frame that stops", CloseReason.PARTIAL_FRAME, peer -> {
                    peer.length(16_000);
                    peer.raw((byte) 0x82);
                }),
                attack("frame byte after byte", CloseReason.PARTIAL_FRAME, peer -> {
                    peer.length(16_000);
                    await().pollInterval(Duration.ofMillis(50)).until(() -> !peer.takes((byte) 0x82));
                }),
                attack("length that stops", CloseReason.PARTIAL_FRAME, peer -> peer.raw((byte) 0)),
                attack("frame cut by FIN", CloseReason.PEER_CLOSED_IN_FRAME, peer -> {
                    peer.length(100);
                    peer.raw((byte) 0x82, (byte) 0x21);
                    peer.finish();
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacksBeforeTheHandshake")
    void endTheConnectionAndNothingElse(String name, CloseReason reason, Attack attack) throws Exception {
        try (TransportClient<String> honest = TestPeers.client(server.localAddress());
                RawPeer hostile = RawPeer.connect(server.localAddress())) {
            Connection<String> connection = honest.connect(TestPeers.seconds(5));

            attack.on(hostile);

            assertThat(hostile.isClosedByServer()).isTrue();
            await().untilAsserted(() ->
                    assertThat(server.counters().closed(reason)).as(name).isEqualTo(1));
            assertThat(executed).hasValue(0);
            assertThat(TestPeers.textOf(connection.act(TestPeers.call("fine"), TestPeers.seconds(5))))
                    .isEqualTo("fine");
            assertThat(server.counters().connectionsAccepted()).isEqualTo(2);
        }
    }

    static Stream<Arguments> attacksAfterTheHandshake() {
        return Stream.of(
                attack("1 MiB + 1", CloseReason.FRAME_TOO_LARGE, peer -> peer.length(MAX_FRAME + 1)),
                attack(
                        "call without a struct",
                        CloseReason.BAD_FRAME,
                        peer -> peer.frame(RawPeer.message("act", TMessageType.CALL, 2, new Conductor.act_args()))),
                attack("truncated struct", CloseReason.BAD_FRAME, peer -> {
                    byte[] whole = RawPeer.action(2, "cut");
                    peer.frame(Arrays.copyOf(whole, whole.length - 4));
                }),
                attack("nested 5,000 deep", CloseReason.BAD_FRAME, peer -> peer.frame(nested(5_000))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacksAfterTheHandshake")
    void endAnAgreedConnectionToo(String name, CloseReason reason, Attack attack) throws Exception {
        try (RawPeer hostile = RawPeer.agreed(server.localAddress())) {
            attack.on(hostile);

            assertThat(hostile.isClosedByServer()).isTrue();
            await().untilAsserted(() ->
                    assertThat(server.counters().closed(reason)).as(name).isEqualTo(1));
            assertThat(executed).hasValue(0);
        }
    }

    @Test
    void announcedBytesTakeNoMemoryBeforeTheyAreThere() throws Exception {
        List<RawPeer> peers = new ArrayList<>();
        // Patient enough for all of them to be there at once.
        try (TransportServer patient =
                TestPeers.serve(ServerOptions.builder(TestPeers.ANY_PORT).maxFrameBytes(MAX_FRAME), TestPeers::echo)) {
            long before = pooledBytes();
            for (int i = 0; i < 200; i++) {
                RawPeer peer = RawPeer.agreed(patient.localAddress());
                peers.add(peer);
                peer.length(MAX_FRAME);
                peer.raw(new byte[5_000]);
            }
            await().until(() -> patient.counters().requestBytesHeldNow() >= 200 * 4096);

            assertThat(patient.counters().connectionsNow()).isEqualTo(200);
            assertThat(pooledBytes() - before).isLessThan(200L * 64 * 1024);
        } finally {
            for (RawPeer peer : peers) {
                peer.close();
            }
        }
    }

    private static long pooledBytes() {
        ByteBufAllocatorMetric metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
        return metric.usedDirectMemory() + metric.usedHeapMemory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"drop\u0000", "a\r\nINFO all is well", "\u001b[2J", "\u202etca", "", "${jndi:ldap://x}", "Act"})
    void aMessageThatDoesNotExistIsRefusedWithoutItsName(String name) throws Exception {
        try (RawPeer peer = RawPeer.agreed(server.localAddress())) {
            peer.frame(RawPeer.message(name, TMessageType.CALL, 2, new Conductor.ping_args()));

            Message answer = peer.readMessage();
            assertThat(answer.type()).isEqualTo(TMessageType.EXCEPTION);
            assertThat(answer.read(new TApplicationException()).getMessage())
                    .isEqualTo("BAD_METHOD: no such message (expected: one of the service Conductor)");
            peer.frame(RawPeer.action(3, "still served"));
            assertThat(peer.readMessage().seqid()).isEqualTo(3);
        }
    }

    @Test
    void randomBytesNeverRunAnything() throws Exception {
        Random random = new Random(20261101);
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[1 + random.nextInt(300)];
            random.nextBytes(noise);
            try (RawPeer hostile = RawPeer.connect(server.localAddress())) {
                if (i % 2 == 0) {
                    hostile.raw(noise);
                } else {
                    noise[0] = (byte) (i % 4 == 1 ? 0x82 : 0x80);
                    hostile.frame(noise);
                }
                hostile.finish();
                assertThat(hostile.isClosedByServer()).isTrue();
            } catch (SocketException e) {
                assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
            }
        }
        await().untilAsserted(
                        () -> assertThat(server.counters().connectionsNow()).isZero());
        assertThat(executed).hasValue(0);
    }

    @Test
    void flippedBitsOfAValidCallRunAtMostThatCall() throws Exception {
        Random random = new Random(7);
        byte[] valid = RawPeer.action(2, "a body of some length");
        for (int i = 0; i < 300; i++) {
            byte[] broken = valid.clone();
            broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
            try (RawPeer hostile = RawPeer.agreed(server.localAddress())) {
                hostile.frame(broken);
                hostile.finish();
                assertThat(hostile.isClosedByServer()).isTrue();
            }
        }
        assertThat(executed.get()).isLessThanOrEqualTo(300);
        try (TransportClient<String> honest = TestPeers.client(server.localAddress())) {
            Connection<String> connection = honest.connect(TestPeers.seconds(5));
            assertThat(TestPeers.textOf(connection.act(TestPeers.call("fine"), TestPeers.seconds(5))))
                    .isEqualTo("fine");
        }
    }

    @Test
    void aCallIsTheSameHoweverTcpCutsIt() throws Exception {
        try (RawPeer peer = RawPeer.agreed(server.localAddress())) {
            byte[] first = RawPeer.action(2, "in one piece");
            byte[] second = RawPeer.action(3, "byte by byte");
            byte[] both = new byte[8 + first.length + second.length];
            ByteBuffer.wrap(both)
                    .putInt(first.length)
                    .put(first)
                    .putInt(second.length)
                    .put(second);

            peer.raw(both);
            assertThat(Stream.generate(() -> seqidOf(peer)).limit(2)).containsExactlyInAnyOrder(2, 3);
            for (byte piece : both) {
                peer.raw(piece);
            }
            assertThat(Stream.generate(() -> seqidOf(peer)).limit(2)).containsExactlyInAnyOrder(2, 3);

            assertThat(executed).hasValue(4);
        }
    }

    @Test
    void twoUnansweredCallsWithOneIdEndTheConnection() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (TransportServer busy = TestPeers.serve((call, control) -> {
                    MultiplexingTest.await(release);
                    return TestPeers.echo(call, control);
                });
                RawPeer peer = RawPeer.agreed(busy.localAddress())) {
            peer.frame(RawPeer.action(5, "one"));
            peer.frame(RawPeer.action(5, "two"));

            assertThat(peer.isClosedByServer()).isTrue();
            release.countDown();
            await().untilAsserted(() -> assertThat(busy.counters().closed(CloseReason.DUPLICATE_SEQID))
                    .isEqualTo(1));
        }
    }

    @Test
    void theSixtyFifthCallInFlightIsAnsweredWithAFault() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (TransportServer busy = TestPeers.serve((call, control) -> {
                    MultiplexingTest.await(release);
                    return TestPeers.echo(call, control);
                });
                RawPeer peer = RawPeer.agreed(busy.localAddress())) {
            for (int seqid = 2; seqid <= 66; seqid++) {
                peer.frame(RawPeer.action(seqid, "x"));
            }

            Message refused = peer.readMessage();
            AttaccaException failure = RawPeer.failureIn(refused);
            release.countDown();

            assertThat(refused.seqid()).isEqualTo(66);
            assertThat(failure)
                    .isInstanceOf(OverloadedException.class)
                    .hasMessage("calls in flight: 65 (expected: at most 64 per connection);"
                            + " wait for answers before sending more");
            for (int i = 0; i < 64; i++) {
                assertThat(peer.readMessage().seqid()).isBetween(2, 65);
            }
        }
    }

    @Test
    void aSchemaSetMayBeLargerThanTheFirstFrame() throws Exception {
        try (TransportServer asking =
                        TransportServer.start(ServerOptions.at(TestPeers.ANY_PORT), peer -> new AskingSession());
                TransportClient<Integer> client =
                        TransportClient.open(ClientOptions.to(asking.localAddress()), line -> {
                            assertThat(line.hello(TestPeers.hello()).isSchemaWanted())
                                    .isTrue();
                            return line.hello(TestPeers.hello().setSchemaSet(new byte[200_000]))
                                    .getMaxInFlight();
                        })) {
            assertThat(client.connect(TestPeers.seconds(5)).session()).isEqualTo(64);
        }
    }

    /** Agrees only with a peer whose schema set it has seen. */
    private static final class AskingSession implements ServerSession {
        @Override
        public Welcome hello(Hello hello) {
            return TestPeers.welcome().setSchemaWanted(!hello.isSetSchemaSet());
        }

        @Override
        public Reply act(Call call, CallControl control) {
            return TestPeers.echo(call, control);
        }

        @Override
        public Reply query(Call call, CallControl control) {
            return TestPeers.echo(call, control);
        }
    }

    private static Arguments attack(String name, CloseReason reason, Attack attack) {
        return Arguments.of(name, reason, attack);
    }

    private static int seqidOf(RawPeer peer) {
        try {
            return peer.readMessage().seqid();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** hello with a list of binaries that claims 2^31-1 elements (field 1 of the arguments, field 5 of Hello). */
    private static byte[] endlessList() {
        byte[] head = {(byte) 0x82, 0x21, 1, 5, 'h', 'e', 'l', 'l', 'o', 0x1c, 0x59};
        byte[] list = {(byte) 0xf8, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7};
        byte[] message = Arrays.copyOf(head, head.length + list.length);
        System.arraycopy(list, 0, message, head.length, list.length);
        return message;
    }

    /** act whose Call holds an unknown field of structs within structs. */
    private static byte[] nested(int depth) {
        byte[] head = RawPeer.message("act", TMessageType.CALL, 2, new Conductor.ping_args());
        byte[] message = Arrays.copyOf(head, head.length - 1 + depth);
        Arrays.fill(message, head.length - 1, message.length, (byte) 0x1c);
        return message;
    }
}
