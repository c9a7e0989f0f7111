package dev.attacca.transport;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.error.AttaccaException;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Context;
import dev.attacca.transport.thrift.Reply;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.apache.thrift.protocol.TMessageType;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller may say about whom and what a call is for: it ends in logs. */
class RequestContextsTest {
    @AutoClose
    private final TransportServer server = TestPeers.serve(RequestContextsTest::told);

    private static Reply told(Call call, CallControl control) {
        return TestPeers.reply(Objects.toString(
                RequestContexts.read(call.getContext(), control).userId()));
    }

    private static Message answer(RawPeer peer, Context context) throws IOException {
        Call call = TestPeers.call("x").setContext(context);
        peer.frame(RawPeer.message("act", TMessageType.CALL, 2, new Conductor.act_args(call)));
        return peer.readMessage();
    }

    private static String user(RawPeer peer, String name) throws IOException {
        return TestPeers.textOf(requireNonNull(answer(peer, new Context().setUserId(name))
                .read(new Conductor.act_result())
                .getSuccess()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\r\n2026-11-20 INFO all is well", "a b", "", "a\u0000", "\u001b[2J", "\u202eecila", "Zoë"})
    void what_could_forge_a_line_is_refused_and_not_repeated(String forged) throws IOException {
        Map<String, Context> contexts = Map.of(
                "requestId", new Context().setRequestId(forged),
                "userId", new Context().setUserId(forged),
                "projectId", new Context().setProjectId(forged));
        for (Map.Entry<String, Context> context : contexts.entrySet()) {
            try (RawPeer peer = RawPeer.agreed(server.localAddress())) {
                AttaccaException refused = RawPeer.failureIn(answer(peer, context.getValue()));

                assertThat(refused.code()).isEqualTo("BAD_PROTOCOL");
                assertThat(refused)
                        .hasMessage(context.getKey() + ": " + forged.length()
                                + " characters (expected: 1 to 255 printable ASCII, no spaces)");
            }
        }
    }

    @Test
    void a_name_has_at_most_255_characters() throws IOException {
        try (RawPeer peer = RawPeer.agreed(server.localAddress())) {
            assertThat(user(peer, "u".repeat(255))).hasSize(255);
            assertThat(RawPeer.failureIn(answer(peer, new Context().setUserId("u".repeat(256)))))
                    .hasMessage("userId: 256 characters (expected: 1 to 255 printable ASCII, no spaces)");
        }
    }
}
