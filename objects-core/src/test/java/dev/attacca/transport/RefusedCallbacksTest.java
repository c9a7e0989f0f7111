package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.attacca.error.ConnectionLostException;
import dev.attacca.transport.thrift.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A user's executor that throws when it is given a callback. */
@Timeout(60)
class RefusedCallbacksTest {
    private final TransportServer server = TestPeers.serve(TestPeers::echo);
    private final TransportClient<String> client =
            TestPeers.client(ClientOptions.builder(server.localAddress()).callbacks(callback -> {
                throw new IllegalStateException("no thread for a callback");
            }));
    private final ClientConnection<String> connection = (ClientConnection<String>) client.connect(TestPeers.seconds(5));

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void theFutureSaysSo() {
        CompletableFuture<Reply> reply = connection.actAsync(TestPeers.call("a"), TestPeers.seconds(30));

        assertThatThrownBy(reply::join).hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void theConnectionGoesOnAndCallersDriveItAgain() {
        CompletableFuture<Reply> reply = connection.actAsync(TestPeers.call("a"), TestPeers.seconds(30));
        await().until(reply::isDone);

        assertThat(TestPeers.textOf(connection.act(TestPeers.call("b"), TestPeers.seconds(30))))
                .isEqualTo("b");
        assertThat(connection.usable()).isTrue();
        assertThat(connection.inFlight()).isZero();
    }

    @Test
    void everyFutureEndsWhenTheConnectionDoes() {
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            replies.add(connection.actAsync(TestPeers.call("x"), TestPeers.seconds(30)));
        }

        server.close();

        await().until(() -> replies.stream().allMatch(CompletableFuture::isDone));
        await().until(() -> !connection.usable());
        assertThat(connection.inFlight()).isZero();
    }

    @Test
    void callsAfterTheEndOfTheClientAreRefusedFromAnyThread() throws Exception {
        client.close();
        await().until(() -> connection.link().loop().isTerminated());
        List<Thread> callers = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 8; i++) {
            Thread caller = new Thread(() -> {
                for (int k = 0; k < 50; k++) {
                    try {
                        connection.act(TestPeers.call("x"), TestPeers.seconds(30));
                    } catch (Throwable failure) {
                        failures.add(failure);
                    }
                }
            });
            callers.add(caller);
            caller.start();
        }
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(failures).hasSize(400).allMatch(ConnectionLostException.class::isInstance);
    }
}
