package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.transport.thrift.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where what users hang on to futures runs: never on the event loop. */
@Timeout(60)
class CallbacksTest {
    private final CountDownLatch held = new CountDownLatch(1);
    private final TransportServer server = TestPeers.serve((call, control) -> {
        try {
            if (TestPeers.textOf(call).equals("held")) {
                held.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return TestPeers.echo(call, control);
    });

    @AfterEach
    void close() {
        held.countDown();
        server.close();
    }

    /** What a user may give. */
    private enum Given implements Executor {
        IN_PLACE {
            @Override
            public void execute(Runnable callback) {
                callback.run();
            }
        },
        REFUSING {
            @Override
            public void execute(Runnable callback) {
                throw new RejectedExecutionException("no thread for a callback");
            }
        }
    }

    private static List<Executor> given() {
        return Stream.<Executor>of(Given.values()).toList();
    }

    private TransportClient<String> client(Executor given) {
        return TestPeers.client(ClientOptions.builder(server.localAddress()).callbacks(given));
    }

    @ParameterizedTest
    @MethodSource("given")
    void nothingOfAUsersRunsOnTheEventLoop(Executor given) {
        try (TransportClient<String> client = client(given)) {
            ClientConnection<String> connection = (ClientConnection<String>) client.connect(TestPeers.seconds(5));
            CompletableFuture<Reply> reply = connection.actAsync(TestPeers.call("held"), TestPeers.seconds(30));
            CompletableFuture<Boolean> onTheLoop =
                    reply.handle((answer, failure) -> connection.link().loop().inEventLoop());

            held.countDown();

            assertThat(onTheLoop.join()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("given")
    void aCallbackMayMakeABlockingCall(Executor given) {
        try (TransportClient<String> client = client(given)) {
            ClientConnection<String> connection = (ClientConnection<String>) client.connect(TestPeers.seconds(5));
            CompletableFuture<Reply> reply = connection.actAsync(TestPeers.call("held"), TestPeers.seconds(30));
            CompletableFuture<String> second = reply.handle((answer, failure) ->
                    TestPeers.textOf(connection.act(TestPeers.call("second"), TestPeers.seconds(10))));

            held.countDown();

            assertThat(second.join()).isEqualTo("second");
        }
    }

    @ParameterizedTest
    @MethodSource("given")
    void aConnectionIsHandedOverAwayFromTheEventLoop(Executor given) {
        try (TransportClient<String> client = client(given)) {
            String answer = client.connection(TestPeers.seconds(5))
                    .thenApply(connection ->
                            TestPeers.textOf(connection.act(TestPeers.call("first"), TestPeers.seconds(10))))
                    .toCompletableFuture()
                    .join();

            assertThat(answer).isEqualTo("first");
        }
    }

    @Test
    void aBlockingCallOnTheEventLoopIsRefusedAtOnce() throws Exception {
        try (TransportClient<String> client = TestPeers.client(server.localAddress())) {
            ClientConnection<String> connection = (ClientConnection<String>) client.connect(TestPeers.seconds(5));

            var calling =
                    connection.link().loop().submit(() -> connection.act(TestPeers.call("a"), TestPeers.seconds(30)));

            assertThatThrownBy(() -> calling.get(10, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("blocking call: on the event loop")
                    .hasMessageEndingWith("call asynchronously here, or from an executor of your own");
            assertThat(connection.inFlight()).isZero();
            assertThat(TestPeers.textOf(connection.act(TestPeers.call("b"), TestPeers.seconds(30))))
                    .isEqualTo("b");
        }
    }
}
