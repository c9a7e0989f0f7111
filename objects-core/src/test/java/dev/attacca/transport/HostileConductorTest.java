package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.Outcome;
import dev.attacca.error.ProtocolException;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Reply;
import dev.attacca.transport.thrift.Welcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.protocol.TMessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that no honest conductor gives: the call ends at once with an unknown outcome, the connection too, and a new one serves. */
class HostileConductorTest {
    private static final int MAX_REPLY = 1024 * 1024;

    static Stream<Arguments> answers() {
        return Stream.of(
                answer("length 0", (call, line) -> line.length(0)),
                answer("length -1", (call, line) -> line.length(-1)),
                answer("length 0x80000000", (call, line) -> line.length(Integer.MIN_VALUE)),
                answer("length 0x7fffffff", (call, line) -> line.length(Integer.MAX_VALUE)),
                answer("one byte more than the caller takes", (call, line) -> line.length(MAX_REPLY + 1)),
                answer(
                        "HTTP",
                        (call, line) ->
                                line.bytes("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII))),
                answer("a TLS alert", (call, line) -> line.raw(0x15, 3, 3, 0, 2, 2, 70)),
                answer(
                        "an old Thrift header",
                        (call, line) -> line.frame(new byte[] {0, 0, 0, 3, 'a', 'c', 't', 2, 0, 0, 0, 2, 0})),
                answer("only the first byte", (call, line) -> line.frame(new byte[] {(byte) 0x82})),
                answer("a CALL", (call, line) -> line.message("act", TMessageType.CALL, call.seqid(), empty())),
                answer("a type of its own", (call, line) -> line.message("act", (byte) 7, call.seqid(), empty())),
                answer(
                        "an answer to nothing",
                        (call, line) -> line.message("act", TMessageType.REPLY, call.seqid() + 1, empty())),
                answer(
                        "an answer of another name",
                        (call, line) -> line.message("query", TMessageType.REPLY, call.seqid(), empty())),
                answer(
                        "neither result nor fault",
                        (call, line) -> line.message("act", TMessageType.REPLY, call.seqid(), empty())),
                answer("an answer cut short", (call, line) -> {
                    byte[] whole = echo(call);
                    line.frame(Arrays.copyOf(whole, whole.length - 3));
                }),
                answer("bytes behind the answer", (call, line) -> {
                    byte[] whole = echo(call);
                    line.frame(Arrays.copyOf(whole, whole.length + 3));
                }),
                answer("a body of 2^31 bytes", (call, line) -> line.frame(bodyWithoutBytes(call))),
                answer("a rejection cut short", (call, line) -> {
                    byte[] whole = RawPeer.message(
                            "act", TMessageType.EXCEPTION, call.seqid(), new TApplicationException(1, "a reason"));
                    line.frame(Arrays.copyOf(whole, whole.length - 3));
                }),
                answer("half an answer, then the end", (call, line) -> {
                    line.length(100);
                    line.raw(0x82, 0x41);
                    line.finish();
                }),
                answer("half an answer, then silence", (call, line) -> {
                    line.length(100);
                    line.raw(0x82);
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void end_their_call_with_an_unknown_outcome_and_nothing_else(String name, RogueConductor.Answer answer)
            throws Exception {
        try (RogueConductor rogue = RogueConductor.answering(answer);
                TransportClient<String> client = client(rogue)) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));

            AttaccaException failure = catchThrowableOfType(
                    AttaccaException.class, () -> connection.act(TestPeers.call("x"), TestPeers.seconds(10)));

            assertThat(failure).as(name).isNotNull();
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            await().until(() -> !connection.usable());
            assertThat(ask(client)).isEqualTo("fine");
            assertThat(rogue.connections()).isEqualTo(2);
        }
    }

    @Test
    void an_answer_given_twice_ends_the_connection_and_not_the_call() throws Exception {
        try (RogueConductor rogue = RogueConductor.answering((call, line) -> {
                    byte[] whole = echo(call);
                    line.frame(whole);
                    line.frame(whole);
                });
                TransportClient<String> client = client(rogue)) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));

            assertThat(TestPeers.textOf(connection.act(TestPeers.call("x"), TestPeers.seconds(10))))
                    .isEqualTo("x");
            await().until(() -> !connection.usable());
            assertThat(ask(client)).isEqualTo("fine");
        }
    }

    @Test
    void what_a_newer_conductor_says_unasked_is_passed_over() throws Exception {
        try (RogueConductor newer = RogueConductor.answering((call, line) -> {
                    line.message("news", TMessageType.ONEWAY, 0, new Conductor.ping_args());
                    line.frame(echo(call));
                });
                TransportClient<String> client = client(newer)) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));

            assertThat(TestPeers.textOf(connection.act(TestPeers.call("x"), TestPeers.seconds(10))))
                    .isEqualTo("x");
            assertThat(connection.usable()).isTrue();
        }
    }

    static Stream<Arguments> welcomes() {
        return Stream.of(
                welcome("another protocol", welcome -> welcome.setProtocol(99)),
                welcome("no protocol", welcome -> welcome.setProtocol(0)),
                Arguments.of("no welcome", (RogueConductor.Answer) (hello, line) ->
                        line.message(Message.HELLO, TMessageType.REPLY, hello.seqid(), new Conductor.hello_result())),
                Arguments.of("no message", (RogueConductor.Answer) (hello, line) -> line.length(0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("welcomes")
    void a_welcome_that_makes_no_sense_is_no_agreement(String name, RogueConductor.Answer answer) throws Exception {
        try (RogueConductor rogue = RogueConductor.greeting(answer);
                TransportClient<String> client = client(rogue)) {
            AttaccaException failure =
                    catchThrowableOfType(AttaccaException.class, () -> client.connect(TestPeers.seconds(5)));

            if (failure != null) {
                assertThat(failure).as(name).isInstanceOf(ProtocolException.class);
                assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
            }
            assertThat(ask(client)).isEqualTo("fine");
        }
    }

    @Test
    void limits_below_one_are_taken_as_the_least_that_works() throws Exception {
        try (RogueConductor rogue = RogueConductor.greeting((hello, line) -> line.message(
                        Message.HELLO,
                        TMessageType.REPLY,
                        hello.seqid(),
                        new Conductor.hello_result()
                                .setSuccess(TestPeers.welcome()
                                        .setProtocol(1)
                                        .setMaxInFlight(Integer.MIN_VALUE)
                                        .setMaxFrameBytes(Integer.MIN_VALUE))));
                TransportClient<String> client = client(rogue)) {
            assertThat(ask(client)).isEqualTo("fine");
            assertThat(rogue.connections()).isEqualTo(1);
        }
    }

    private static TransportClient<String> client(RogueConductor rogue) {
        return TestPeers.client(ClientOptions.builder(rogue.address())
                .maxFrameBytes(MAX_REPLY)
                .keepalive(Duration.ofMillis(300))
                .retry(Duration.ofMillis(5), Duration.ofMillis(20)));
    }

    private static String ask(TransportClient<String> client) {
        Reply reply = client.withConnection(
                TestPeers.seconds(10), connection -> connection.act(TestPeers.call("fine"), TestPeers.seconds(5)));
        return TestPeers.textOf(reply);
    }

    private static Conductor.act_result empty() {
        return new Conductor.act_result();
    }

    private static byte[] echo(Message call) {
        String text = TestPeers.textOf(
                Objects.requireNonNull(call.read(new Conductor.act_args()).getCall()));
        return RawPeer.message(
                "act", TMessageType.REPLY, call.seqid(), new Conductor.act_result().setSuccess(TestPeers.reply(text)));
    }

    /** A body that says it has 2^31 - 1 bytes, and has none. */
    private static byte[] bodyWithoutBytes(Message call) {
        byte[] head = RawPeer.message("act", TMessageType.REPLY, call.seqid(), new Conductor.act_result());
        ByteBuffer frame = ByteBuffer.allocate(head.length + 8).put(head, 0, head.length - 1);
        frame.put((byte) 0x0c).put((byte) 0);
        frame.put((byte) 0x18).put(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7});
        return Arrays.copyOf(frame.array(), frame.position());
    }

    private static Arguments answer(String name, RogueConductor.Answer answer) {
        return Arguments.of(name, answer);
    }

    private interface Twist {
        Welcome on(Welcome welcome);
    }

    private static Arguments welcome(String name, Twist twist) {
        RogueConductor.Answer answer = (hello, line) -> line.message(
                Message.HELLO,
                TMessageType.REPLY,
                hello.seqid(),
                new Conductor.hello_result()
                        .setSuccess(twist.on(TestPeers.welcome()
                                .setProtocol(1)
                                .setMaxInFlight(64)
                                .setMaxFrameBytes(1000))));
        return Arguments.of(name, answer);
    }
}
