package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.attacca.transport.thrift.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads that run callbacks, and drive in between. */
@Timeout(60)
class CallbackCrewTest {
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch heldCallbacks = new CountDownLatch(1);
    private final TransportServer server = TestPeers.serve((call, control) -> {
        if (TestPeers.textOf(call).equals("held")) {
            waitFor(held);
        }
        return TestPeers.echo(call, control);
    });
    private final TransportClient<String> client = TestPeers.client(server.localAddress());
    private final ClientConnection<String> connection = (ClientConnection<String>) client.connect(TestPeers.seconds(5));
    private final DrivenLoop loop = connection.link().loop();

    @AfterEach
    void close() {
        held.countDown();
        heldCallbacks.countDown();
        client.close();
        server.close();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<Reply> call(String text) {
        return connection.actAsync(TestPeers.call(text), TestPeers.seconds(30));
    }

    /** So many calls, each by the callback of the one before. */
    private final class Chain extends CompletableFuture<Void> {
        private final Runnable before;
        private int left;
        private volatile boolean stopped;

        Chain(int calls) {
            this(calls, () -> {});
        }

        Chain(int calls, Runnable before) {
            this.left = calls;
            this.before = before;
            next();
        }

        void stop() {
            stopped = true;
        }

        private void next() {
            assertThat(loop.inEventLoop()).isFalse();
            if (stopped || left-- == 0) {
                complete(null);
                return;
            }
            before.run();
            var unused = call("x").whenComplete((reply, failure) -> {
                if (failure == null) {
                    next();
                } else {
                    completeExceptionally(failure);
                }
            });
        }
    }

    @Test
    void theThreadOfACallbackDrivesForTheCallsThatItMakes() {
        Set<Thread> callers = ConcurrentHashMap.newKeySet();
        Chain endless = new Chain(Integer.MAX_VALUE, () -> callers.add(Thread.currentThread()));

        await().pollInterval(Duration.ofMillis(1)).until(() -> callers.stream().anyMatch(loop::inEventLoop));

        endless.stop();
        assertThat(endless.join()).isNull();
        assertThat(callers.stream().filter(caller -> caller.getName().startsWith("attacca-callback-")))
                .isNotEmpty();
    }

    @Test
    void noCallbackRunsOnTheEventLoop() {
        List<Chain> chains = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            chains.add(new Chain(500));
        }

        chains.forEach(CompletableFuture::join);

        assertThat(connection.inFlight()).isZero();
    }

    @Test
    void aCallbackThatBlocksHoldsNobodyUp() {
        Chain before = new Chain(200);
        CountDownLatch blocks = new CountDownLatch(1);
        var unused = before.thenCompose(done -> call("x")).thenAccept(reply -> {
            blocks.countDown();
            waitFor(heldCallbacks);
        });
        List<Chain> chains = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            chains.add(new Chain(300));
        }
        waitFor(blocks);

        chains.forEach(CompletableFuture::join);
        new Chain(100).join();
        assertThat(TestPeers.textOf(connection.act(TestPeers.call("blocking"), TestPeers.seconds(30))))
                .isEqualTo("blocking");
        assertThat(heldCallbacks.getCount()).isOne();
    }

    @Test
    void whenEveryThreadOfCallbacksBlocksCallersAreAnsweredAndTheRestRunsLater() {
        CountDownLatch blocked = new CountDownLatch(2);
        AtomicInteger ran = new AtomicInteger();
        for (int i = 0; i < 6; i++) {
            var unused = call("x").thenAccept(reply -> {
                blocked.countDown();
                waitFor(heldCallbacks);
                ran.incrementAndGet();
            });
        }
        waitFor(blocked);

        for (int i = 0; i < 100; i++) {
            connection.act(TestPeers.call("blocking"), TestPeers.seconds(30));
        }
        await().until(() -> connection.inFlight() == 0);
        assertThat(ran).hasValue(0);

        heldCallbacks.countDown();
        await().until(() -> ran.get() == 6);
    }

    @Test
    void callbacksMayMakeBlockingCallsBesideCallersAndChains() throws Exception {
        List<String> answers = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        Thread caller = new Thread(() -> {
            for (int i = 0; i < 500; i++) {
                connection.act(TestPeers.call("caller"), TestPeers.seconds(30));
            }
        });
        caller.start();
        for (int i = 0; i < 200; i++) {
            String text = "b" + i;
            ends.add(call("x")
                    .thenAccept(reply -> answers.add(
                            TestPeers.textOf(connection.act(TestPeers.call(text), TestPeers.seconds(30))))));
        }
        ends.add(new Chain(500));

        ends.forEach(CompletableFuture::join);
        caller.join();

        assertThat(answers).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void aCallbackThatFailsEndsNoThread() {
        CallbackCrew crew = crew();
        for (int i = 0; i < 8; i++) {
            crew.execute(() -> {
                throw new AssertionError("on purpose");
            });
        }

        new Chain(100).join();
    }

    @Test
    void aCallbackThatLeavesItsThreadInterruptedTroublesNoOther() {
        List<Boolean> interrupted = Collections.synchronizedList(new ArrayList<>());

        for (int i = 0; i < 50; i++) {
            var unused = call("x").thenAccept(reply -> {
                interrupted.add(Thread.currentThread().isInterrupted());
                Thread.currentThread().interrupt();
            });
        }

        await().until(() -> interrupted.size() == 50);
        new Chain(100).join();
        // What hung on to a call that had ended already ran here.
        Thread.interrupted();
        assertThat(connection.usable()).isTrue();
    }

    @Test
    void aCallbackMayCloseItsClient() {
        CompletableFuture<Void> closed = call("x").thenAcceptAsync(reply -> client.close(), crew());

        closed.join();

        assertThat(loop.isTerminated()).isTrue();
        assertThat(connection.inFlight()).isZero();
    }

    @Test
    void whenTheLoopHasEndedItsThreadsEndAndCallbacksAreRefused() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        crew().execute(() -> threads.add(Thread.currentThread()));
        await().until(() -> !threads.isEmpty());

        client.close();

        await().until(() -> threads.stream().noneMatch(Thread::isAlive));
        assertThatThrownBy(() -> crew().execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("callbacks: ended (expected: an open client)");
    }

    private CallbackCrew crew() {
        return connection.link().driving().callbacks();
    }
}
