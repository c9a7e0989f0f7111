package dev.attacca.transport;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.AttaccaException;
import dev.attacca.object.Origin;
import dev.attacca.transport.thrift.Batch;
import dev.attacca.transport.thrift.BatchedCall;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Context;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.apache.thrift.protocol.TMessageType;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a server makes of the numbers of calls and requests, whoever sends them. */
class CallNumbersTest {
    private static final byte[] ORIGIN = {1, 2, 3, 4, 5, 6, 7, 8};

    @AutoClose
    private final TransportServer server = TestPeers.serve(CallNumbersTest::told);

    /** What the server was told, for the caller to read. */
    private static Reply told(Call call, CallControl control) {
        String request = RequestContexts.read(call.getContext(), control).requestId();
        return TestPeers.reply(control.numbers().callId() + " of " + request);
    }

    private RawPeer agreed(Consumer<Hello> saying) throws IOException {
        RawPeer peer = RawPeer.connect(server.localAddress());
        Hello hello = TestPeers.hello();
        saying.accept(hello);
        peer.frame(RawPeer.message("hello", TMessageType.CALL, 1, new Conductor.hello_args(hello)));
        assertThat(peer.readMessage().read(new Conductor.hello_result()).getSuccess())
                .isNotNull();
        return peer;
    }

    private static Message answer(RawPeer peer, Call call) throws IOException {
        peer.frame(RawPeer.message("act", TMessageType.CALL, 2, new Conductor.act_args(call)));
        return peer.readMessage();
    }

    private static String told(RawPeer peer, Call call) throws IOException {
        return TestPeers.textOf(requireNonNull(
                answer(peer, call).read(new Conductor.act_result()).getSuccess()));
    }

    private static AttaccaException refusal(RawPeer peer, Call call) throws IOException {
        return RawPeer.failureIn(answer(peer, call));
    }

    @Test
    void count_within_the_origin_of_the_connection() throws IOException {
        try (RawPeer peer = agreed(hello -> hello.setOrigin(ORIGIN))) {
            assertThat(told(peer, TestPeers.call("x").setCallId(42).setRequest(10_000_000)))
                    .isEqualTo("0102030405060708-2a of req-0102030405060708-989680");
            assertThat(told(peer, TestPeers.call("x").setCallId(Long.MAX_VALUE).setRequest(Long.MAX_VALUE)))
                    .isEqualTo("0102030405060708-7fffffffffffffff of req-0102030405060708-7fffffffffffffff");
        }
    }

    @Test
    void a_call_needs_none() throws IOException {
        try (RawPeer peer = agreed(hello -> {})) {
            assertThat(told(peer, TestPeers.call("x"))).matches("null of req-" + Origin.own() + "-[0-9a-f]+");
            assertThat(told(peer, TestPeers.call("x").setContext(new Context().setRequestId("req-of-mine"))))
                    .isEqualTo("null of req-of-mine");
        }
    }

    @Test
    void a_number_without_an_origin_is_refused() throws IOException {
        try (RawPeer peer = agreed(hello -> {})) {
            assertThat(refusal(peer, TestPeers.call("x").setRequest(7))).satisfies(refused -> {
                assertThat(refused.code()).isEqualTo("BAD_NUMBER");
                assertThat(refused).hasMessage("request: a number without an origin (expected: hello names one)");
            });
            assertThat(refusal(peer, TestPeers.call("x").setCallId(7)))
                    .hasMessage("callId: a number without an origin (expected: hello names one)");
            assertThat(told(peer, TestPeers.call("still served"))).startsWith("null of req-");
        }
    }

    @Test
    void a_number_that_nobody_counts_is_refused() throws IOException {
        try (RawPeer peer = agreed(hello -> hello.setOrigin(ORIGIN))) {
            assertThat(refusal(peer, TestPeers.call("x").setCallId(0)))
                    .hasMessage("callId: 0 (expected: 1 or more, as counted by the caller's origin)");
            assertThat(refusal(peer, TestPeers.call("x").setRequest(-1)))
                    .hasMessage("request: -1 (expected: 1 or more, as counted by the caller's origin)");
            assertThat(refusal(peer, TestPeers.call("x").setRequest(Long.MIN_VALUE))
                            .code())
                    .isEqualTo("BAD_NUMBER");
            assertThat(told(peer, TestPeers.call("still served"))).startsWith("null of req-");
        }
    }

    @Test
    void a_request_has_one_name() throws IOException {
        try (RawPeer peer = agreed(hello -> hello.setOrigin(ORIGIN))) {
            assertThat(refusal(
                            peer,
                            TestPeers.call("x").setRequest(7).setContext(new Context().setRequestId("req-of-mine"))))
                    .hasMessage("request: 7 beside a requestId (expected: one of them)");
        }
    }

    @Test
    void a_batch_has_them_too() throws IOException {
        try (RawPeer peer = agreed(hello -> hello.setOrigin(ORIGIN))) {
            Batch batch = new Batch(List.of(new BatchedCall(1, 1, false)), ByteBuffer.allocate(0)).setCallId(-3);
            peer.frame(RawPeer.message("batch", TMessageType.CALL, 2, new Conductor.batch_args(batch)));

            assertThat(Faults.toException(requireNonNull(peer.readMessage()
                            .read(new Conductor.batch_result())
                            .getFault())))
                    .hasMessage("callId: -3 (expected: 1 or more, as counted by the caller's origin)");
        }
    }

    @Test
    void an_origin_of_another_length_ends_the_handshake() throws IOException {
        try (RawPeer peer = RawPeer.connect(server.localAddress())) {
            Hello hello = TestPeers.hello().setOrigin(new byte[9]);
            peer.frame(RawPeer.message("hello", TMessageType.CALL, 1, new Conductor.hello_args(hello)));

            AttaccaException refused = Faults.toException(requireNonNull(
                    peer.readMessage().read(new Conductor.hello_result()).getFault()));
            assertThat(refused.code()).isEqualTo("BAD_PROTOCOL");
            assertThat(refused).hasMessage("origin: 9 bytes (expected: 8 random ones, the same for the whole process)");
            assertThat(peer.isClosedByServer()).isTrue();
        }
    }

    @Test
    void numbers_of_two_origins_are_different_calls() {
        CallNumbers.CallId first = new CallNumbers.CallId(Origin.of(ORIGIN), 1);

        assertThat(first)
                .isEqualTo(new CallNumbers.CallId(Origin.of(ORIGIN.clone()), 1))
                .isNotEqualTo(new CallNumbers.CallId(Origin.own(), 1));
        assertThatThrownBy(() -> CallNumbers.of(null, new Call().setCallId(1)))
                .isInstanceOf(dev.attacca.error.ProtocolException.class);
    }
}
