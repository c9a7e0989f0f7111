package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.transport.thrift.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers that wait, callers that do not, and callbacks of every kind on one event loop: nobody is forgotten. */
@Timeout(120)
class MixedCallersTest {
    /** A thread that is held up for long between two steps looks to the keeper as if nobody was responsible. */
    private static final int HELD_UP = 5;

    private final CountDownLatch never = new CountDownLatch(1);
    private final TransportServer server = TestPeers.serve(TestPeers::echo);
    private final TransportClient<String> client = TestPeers.client(server.localAddress());
    private final ClientConnection<String> connection = (ClientConnection<String>) client.connect(TestPeers.seconds(5));

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private CompletableFuture<Reply> later() {
        return connection.actAsync(TestPeers.call("later"), TestPeers.seconds(60));
    }

    private void now() {
        assertThat(TestPeers.textOf(connection.act(TestPeers.call("now"), TestPeers.seconds(60))))
                .isEqualTo("now");
    }

    private void hang(int micros) {
        try {
            assertThat(never.await(micros, TimeUnit.MICROSECONDS)).isFalse();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** So many calls, each by the callback of the one before, after what that does first. */
    private CompletableFuture<Void> chain(int calls, Runnable inCallback) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        next(calls, inCallback, end);
        return end;
    }

    private void next(int left, Runnable inCallback, CompletableFuture<Void> end) {
        var unused = later().whenComplete((reply, failure) -> {
            try {
                if (failure != null) {
                    throw failure;
                }
                inCallback.run();
                if (left == 1) {
                    end.complete(null);
                } else {
                    next(left - 1, inCallback, end);
                }
            } catch (Throwable failed) {
                end.completeExceptionally(failed);
            }
        });
    }

    @Test
    void everyCallEndsAndNoneWaitsForTheKeeperToComeAcrossIt() throws Exception {
        List<CompletableFuture<Void>> chains = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            chains.add(chain(2_000, () -> {}));
        }
        chains.add(chain(50, () -> hang(5_000)));
        chains.add(chain(200, () -> hang(300)));
        chains.add(chain(500, this::now));
        chains.add(chain(50, () -> later().join()));
        List<Thread> callers = new ArrayList<>();
        CountDownLatch called = new CountDownLatch(4 * 1_500);
        for (int i = 0; i < 4; i++) {
            Thread caller = new Thread(() -> {
                for (int k = 0; k < 1_500; k++) {
                    now();
                    if (k % 100 == 0) {
                        hang(2_000);
                    }
                    called.countDown();
                }
            });
            callers.add(caller);
            caller.start();
        }

        chains.forEach(CompletableFuture::join);
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(called.getCount()).isZero();
        assertThat(connection.inFlight()).isZero();
        assertThat(connection.link().driving().rescues()).isLessThan(HELD_UP);
    }

    @Test
    void callsOneByOneAreAnsweredWithoutTheKeeperComingAcrossThem() {
        chain(3_000, () -> {}).join();
        for (int i = 0; i < 300; i++) {
            later().join();
            now();
            chain(3, () -> {}).join();
        }

        assertThat(connection.link().driving().rescues()).isLessThan(HELD_UP);
    }
}
