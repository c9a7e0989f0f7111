package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Reply;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a call costs on the wire before its body. */
class MessageSizesTest {
    @Test
    void aCallThatChangesNothingIsAnsweredInFewBytes() {
        List<ExchangeListener.Exchange> exchanges = Collections.synchronizedList(new ArrayList<>());
        try (TransportServer server = TestPeers.serve((call, control) -> new Reply().setBody(new byte[0]));
                TransportClient<String> client = TestPeers.client(
                        ClientOptions.builder(server.localAddress()).listener(exchanges::add))) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            exchanges.clear();

            connection.act(new Call(1, 2, body(0)), TestPeers.seconds(20));
            connection.act(
                    new Call(1, 2, body(12)).setCallId(10_000_000).setRequest(10_000_000), TestPeers.seconds(20));

            assertThat(exchanges).extracting(ExchangeListener.Exchange::message).containsOnly("act");
            assertThat(exchanges)
                    .extracting(ExchangeListener.Exchange::requestBytes)
                    .containsExactly(24, 46);
            assertThat(exchanges)
                    .extracting(ExchangeListener.Exchange::replyBytes)
                    .containsExactly(17, 17);
        }
    }

    @Test
    void theUsualDeadlineIsNotSaid() {
        List<Integer> requests = Collections.synchronizedList(new ArrayList<>());
        try (TransportServer server = TestPeers.serve((call, control) -> new Reply().setBody(new byte[0]));
                TransportClient<String> client = TestPeers.client(ClientOptions.builder(server.localAddress())
                        .listener(exchange -> requests.add(exchange.requestBytes())))) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            requests.clear();

            // Said all the same where a millisecond had passed before the call was written.
            for (int i = 0; i < 1000 && !requests.contains(20); i++) {
                connection.act(new Call(1, 2, body(0)), TestPeers.seconds(10));
            }

            assertThat(requests).contains(20).isSubsetOf(20, 24);
        }
    }

    @Test
    void everyQuestionIsOneExchange() {
        List<String> messages = Collections.synchronizedList(new ArrayList<>());
        try (TransportServer server = TestPeers.serve(TestPeers::echo);
                TransportClient<String> client = TestPeers.client(ClientOptions.builder(server.localAddress())
                        .listener(exchange -> messages.add(exchange.message())))) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));

            connection.act(TestPeers.call("x"), TestPeers.seconds(5));
            connection.query(TestPeers.call("y"), TestPeers.seconds(5));
            connection.ping(TestPeers.seconds(5));

            assertThat(messages).containsExactly("hello", "act", "query", "ping");
        }
    }

    @Test
    void aReplyThatWasReadHasNoBodyToGiveBackTwice() {
        try (TransportServer server = TestPeers.serve(TestPeers::echo);
                TransportClient<String> client = TestPeers.client(server.localAddress())) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            Reply reply = connection.act(TestPeers.call("x"), TestPeers.seconds(5));

            connection.wasRead(reply);
            connection.wasRead(reply);

            assertThat(reply.isSetBody()).isFalse();
        }
    }

    private static ByteBuffer body(int bytes) {
        return ByteBuffer.allocate(bytes);
    }
}
