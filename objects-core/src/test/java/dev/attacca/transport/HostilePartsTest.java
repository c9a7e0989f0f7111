package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.ConnectionLostException;
import dev.attacca.error.Outcome;
import dev.attacca.transport.thrift.Caller;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Reply;
import dev.attacca.transport.thrift.Welcome;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.thrift.TSerializable;
import org.apache.thrift.protocol.TMessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A conductor that sends parts as no conductor does. */
class HostilePartsTest {
    private static final int HELD = 100_000;

    /** What it does about a call with that seqid. */
    private interface Attack {
        void on(int seqid, Line line) throws IOException;
    }

    private record Line(DataOutputStream out) {
        void part(int seqid, int bytes) throws IOException {
            send(Message.PART, TMessageType.ONEWAY, 0, new Caller.part_args(seqid, ByteBuffer.allocate(bytes)));
        }

        void send(String name, byte type, int seqid, TSerializable content) throws IOException {
            byte[] message = RawPeer.message(name, type, seqid, content);
            out.writeInt(message.length);
            out.write(message);
            out.flush();
        }
    }

    private static Arguments attack(String name, String why, Attack attack) {
        return Arguments.of(name, why, attack);
    }

    static Stream<Arguments> attacks() {
        return Stream.of(
                attack(
                        "to nothing that was asked",
                        "part of an answer 77 to nothing that was asked (expected: the seqid of a call)",
                        (seqid, line) -> line.part(77, 2000)),
                attack(
                        "to a keepalive",
                        "part of an answer 0 to nothing that was asked (expected: the seqid of a call)",
                        (seqid, line) -> line.part(0, 2000)),
                attack(
                        "of nothing",
                        "part of an answer: 0 bytes (expected: at least 1024)",
                        (seqid, line) -> line.part(seqid, 0)),
                attack(
                        "without bytes",
                        "part of an answer: 0 bytes (expected: at least 1024)",
                        (seqid, line) -> line.send(
                                Message.PART, TMessageType.ONEWAY, 0, new Caller.part_args().setSeqid(seqid))),
                attack(
                        "too small to be worth a frame",
                        "part of an answer: 1023 bytes (expected: at least 1024)",
                        (seqid, line) -> line.part(seqid, 1023)),
                attack(
                        "more than is held",
                        "parts of answers: 110198 bytes (expected: at most 106250)",
                        (seqid, line) -> {
                            for (int i = 0; i < 11; i++) {
                                line.part(seqid, 10_000);
                            }
                        }),
                attack(
                        "in a frame too large",
                        "frame length: 20001 (expected: at most 20000)",
                        (seqid, line) -> line.out().writeInt(20_001)),
                attack(
                        "as a call",
                        "message type: CALL (expected: none to a caller)",
                        (seqid, line) -> line.send(
                                Message.PART,
                                TMessageType.CALL,
                                0,
                                new Caller.part_args(seqid, ByteBuffer.allocate(2000)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void endTheConnection(String name, String why, Attack attack) throws IOException {
        try (ServerSocket entrance = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            serve(entrance, attack);
            InetSocketAddress address = (InetSocketAddress) entrance.getLocalSocketAddress();
            try (TransportClient<String> client =
                    TestPeers.client(ClientOptions.builder(address).partsBytes(HELD))) {
                Connection<String> connection = client.connect(TestPeers.seconds(5));

                assertThatThrownBy(() -> connection.query(TestPeers.call("x"), TestPeers.seconds(10)))
                        .isInstanceOfSatisfying(
                                ConnectionLostException.class,
                                lost -> assertThat(lost.outcome()).isEqualTo(Outcome.UNKNOWN))
                        .hasMessageContaining(": " + why + "; ");
            }
        }
    }

    /** Odd, but what the contract says: nothing is left for the reply itself. */
    @Test
    void aReplyWithoutABodyEndsWhatItsPartsHeld() throws IOException {
        byte[] first = new byte[3_000];
        byte[] second = new byte[2_000];
        Arrays.fill(first, (byte) 1);
        Arrays.fill(second, (byte) 2);
        try (ServerSocket entrance = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            serve(entrance, (seqid, line) -> {
                for (byte[] piece : List.of(first, second)) {
                    line.send(
                            Message.PART, TMessageType.ONEWAY, 0, new Caller.part_args(seqid, ByteBuffer.wrap(piece)));
                }
                line.send(
                        Message.QUERY, TMessageType.REPLY, seqid, new Conductor.query_result().setSuccess(new Reply()));
            });
            try (TransportClient<String> client =
                    TestPeers.client(ClientOptions.builder((InetSocketAddress) entrance.getLocalSocketAddress())
                            .partsBytes(HELD))) {
                Connection<String> connection = client.connect(TestPeers.seconds(5));

                Reply whole = connection.query(TestPeers.call("x"), TestPeers.seconds(10));

                byte[] expected = Arrays.copyOf(first, 5_000);
                System.arraycopy(second, 0, expected, 3_000, 2_000);
                assertThat(whole.getBody()).isEqualTo(expected);
            }
        }
    }

    @Test
    void aFaultMakesWhatCameVoid() throws IOException {
        try (ServerSocket entrance = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            serve(entrance, (seqid, line) -> {
                for (int i = 0; i < 5; i++) {
                    line.part(seqid, 10_000);
                }
                line.send(
                        Message.QUERY,
                        TMessageType.REPLY,
                        seqid,
                        new Conductor.query_result().setFault(Faults.toWire(new IllegalStateException())));
            });
            try (TransportClient<String> client =
                    TestPeers.client(ClientOptions.builder((InetSocketAddress) entrance.getLocalSocketAddress())
                            .partsBytes(HELD))) {
                Connection<String> connection = client.connect(TestPeers.seconds(5));

                // More often than fits if anything of it were kept.
                for (int i = 0; i < 5; i++) {
                    assertThatThrownBy(() -> connection.query(TestPeers.call("x"), TestPeers.seconds(10)))
                            .hasMessageContaining("nobody foresaw");
                }
            }
        }
    }

    private static void serve(ServerSocket entrance, Attack attack) {
        CompletableFuture<Void> unused = CompletableFuture.runAsync(
                () -> {
                    try (Socket socket = entrance.accept()) {
                        DataInputStream in = new DataInputStream(socket.getInputStream());
                        Line line = new Line(new DataOutputStream(socket.getOutputStream()));
                        Message hello = next(in);
                        Welcome welcome = TestPeers.welcome()
                                .setProtocol(1)
                                .setMaxFrameBytes(1_000_000)
                                .setMaxInFlight(10)
                                .setMaxAnswerBytes(20_000);
                        line.send(
                                Message.HELLO,
                                TMessageType.REPLY,
                                hello.seqid(),
                                new Conductor.hello_result().setSuccess(welcome));
                        while (true) {
                            Message call = next(in);
                            attack.on(call.seqid(), line);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> new Thread(task, "hostile").start());
    }

    private static Message next(DataInputStream in) throws IOException {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        return new Message(frame, frame.length).readHead();
    }
}
