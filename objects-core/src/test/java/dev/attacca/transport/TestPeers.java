package dev.attacca.transport;

import static org.awaitility.Awaitility.await;

import dev.attacca.object.Deadline;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Reply;
import dev.attacca.transport.thrift.Welcome;
import dev.attacca.transport.thrift.WireFault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Both ends of a conversation whose bodies are plain text: real sockets, real threads, no objects. */
final class TestPeers {
    static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    static final String CODEC = "text";

    private TestPeers() {}

    /** What the server does with a call. */
    @FunctionalInterface
    interface Action {
        Reply run(Call call, CallControl control) throws WireFault;
    }

    /** Agrees at once, and does the same for object and class actions. */
    record TextSession(Action action) implements ServerSession {
        @Override
        public Object methodOf(Call call, boolean onQuery) {
            return call.getMethod();
        }

        @Override
        public Welcome hello(Hello hello) {
            return welcome();
        }

        @Override
        public Reply act(Call call, CallControl control) throws WireFault {
            return action.run(call, control);
        }

        @Override
        public Reply query(Call call, CallControl control) throws WireFault {
            return action.run(call, control);
        }
    }

    static TransportServer serve(Action action) {
        return serve(ServerOptions.builder(ANY_PORT), action);
    }

    static TransportServer serve(ServerOptions.Builder options, Action action) {
        return TransportServer.start(options.build(), peer -> new TextSession(action));
    }

    static TransportClient<String> client(InetSocketAddress... addresses) {
        return client(ClientOptions.builder(addresses));
    }

    static TransportClient<String> client(ClientOptions.Builder options) {
        return TransportClient.open(options.build(), TestPeers::shakeHands);
    }

    /** The client's connections to these servers, in their order, as soon as each has one. */
    static List<Connection<String>> warm(TransportClient<String> client, TransportServer... servers) {
        client.connect(seconds(5));
        await().until(() -> client.connections().size() == servers.length);
        return Stream.of(servers)
                .map(server -> client.connections().stream()
                        .filter(connection -> connection.remoteAddress().equals(server.localAddress()))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    static String shakeHands(Handshake.Line line) {
        return String.valueOf(line.hello(hello()).getCodec());
    }

    static Hello hello() {
        return new Hello()
                .setMinProtocol(1)
                .setMaxProtocol(1)
                .setSchemaHash(new byte[8])
                .setKnownSchemas(List.of())
                .setCodecs(List.of(CODEC))
                .setPeer("test");
    }

    static Welcome welcome() {
        return new Welcome()
                .setCodec(CODEC)
                .setSchemaHash(new byte[8])
                .setSchemaWanted(false)
                .setPeer("test conductor");
    }

    static Call call(String text) {
        return new Call().setType(1).setMethod(2).setBody(text.getBytes(StandardCharsets.UTF_8));
    }

    static Reply reply(String text) {
        return new Reply(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    static Reply echo(Call call, CallControl control) {
        return reply(textOf(call));
    }

    static Reply echoBytes(Call call, CallControl control) {
        return new Reply(call.bufferForBody());
    }

    static String textOf(Call call) {
        return StandardCharsets.UTF_8.decode(call.bufferForBody().duplicate()).toString();
    }

    static String textOf(Reply reply) {
        return StandardCharsets.UTF_8.decode(reply.bufferForBody().duplicate()).toString();
    }

    static Deadline seconds(int seconds) {
        return Deadline.after(Duration.ofSeconds(seconds));
    }

    static Deadline millis(int millis) {
        return Deadline.after(Duration.ofMillis(millis));
    }
}
