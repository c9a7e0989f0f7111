package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.attacca.error.CallCancelledException;
import dev.attacca.error.DeadlineExceededException;
import dev.attacca.transport.thrift.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who drives the event loop of a client. */
@Timeout(60)
class ClientLoopTest {
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private final TransportServer server = TestPeers.serve((call, control) -> {
        CountDownLatch latch = held.get(TestPeers.textOf(call));
        try {
            if (latch != null) {
                latch.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return TestPeers.echo(call, control);
    });
    private final TransportClient<String> client = TestPeers.client(server.localAddress());
    private final ClientConnection<String> connection = (ClientConnection<String>) client.connect(TestPeers.seconds(5));
    private final DrivenLoop loop = connection.link().loop();

    @AfterEach
    void close() {
        held.values().forEach(CountDownLatch::countDown);
        client.close();
        server.close();
    }

    /** A thread that makes one call and waits for it. */
    private final class Caller extends Thread {
        private final String text;
        final AtomicReference<String> answer = new AtomicReference<>();
        final AtomicReference<RuntimeException> failure = new AtomicReference<>();

        Caller(String text) {
            this.text = text;
            start();
        }

        @Override
        public void run() {
            try {
                answer.set(TestPeers.textOf(connection.act(TestPeers.call(text), TestPeers.seconds(30))));
            } catch (RuntimeException e) {
                failure.set(e);
            }
        }
    }

    private Caller heldCaller(String text) {
        held.put(text, new CountDownLatch(1));
        return new Caller(text);
    }

    private void release(String text) {
        CountDownLatch latch = held.get(text);
        assertThat(latch).isNotNull();
        latch.countDown();
    }

    private boolean driving(Thread thread) {
        return loop.inEventLoop(thread);
    }

    @Test
    void aCallerAloneDrivesItself() throws Exception {
        Caller caller = heldCaller("a");

        await().until(() -> driving(caller));

        release("a");
        caller.join();
        assertThat(caller.answer).hasValue("a");
    }

    @Test
    void aCallerCompletesTheOthersCallsOnTheWay() throws Exception {
        Caller driver = heldCaller("a");
        await().until(() -> driving(driver));

        Caller other = new Caller("b");
        other.join();

        assertThat(other.answer).hasValue("b");
        assertThat(driving(driver)).isTrue();
    }

    @Test
    void whoeverHasItsAnswerHandsOverToAnotherThatWaits() throws Exception {
        Caller first = heldCaller("a");
        await().until(() -> driving(first));
        Caller second = heldCaller("b");
        await().until(() -> server.counters().callsExecuted() >= 2);

        release("a");
        first.join();

        await().until(() -> driving(second));
        release("b");
        second.join();
        assertThat(second.answer).hasValue("b");
    }

    @Test
    void aCallThatNobodyWaitsForIsDrivenByTheKeeper() {
        held.put("a", new CountDownLatch(1));

        CompletableFuture<Reply> reply = connection.actAsync(TestPeers.call("a"), TestPeers.seconds(30));

        await().until(loop::driven);
        release("a");
        assertThat(TestPeers.textOf(reply.join())).isEqualTo("a");
    }

    @Test
    void amongACrowdAnotherCallerDrivesWhenTheDriverLeaves() throws Exception {
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            callers.add(heldCaller("c" + i));
        }
        await().until(() ->
                server.counters().callsExecuted() >= 8 && callers.stream().anyMatch(this::driving));

        while (!callers.isEmpty()) {
            await().until(() -> callers.stream().anyMatch(this::driving));
            Caller driver = callers.stream().filter(this::driving).findFirst().orElseThrow();
            release(driver.text);
            driver.join();
            assertThat(driver.answer).hasValue(driver.text);
            callers.remove(driver);
        }
    }

    @Test
    void nobodyIsLeftToTheKeeper() throws Exception {
        int turns = 20;
        for (int i = 0; i < turns; i++) {
            String held = "h" + i;
            long before = server.counters().callsExecuted();
            Caller first = heldCaller("f" + i);
            await().until(() -> driving(first));
            Caller second = heldCaller(held);
            await().until(() -> server.counters().callsExecuted() == before + 2);
            release("f" + i);
            first.join();
            await().until(() -> driving(second));
            release(held);
            second.join();
        }

        assertThat(connection.link().driving().rescues()).isLessThan(turns / 4);
    }

    @Test
    void callersThatCallAgainAndAgainLeaveNobodyWaiting() throws Exception {
        List<Thread> callers = new ArrayList<>();
        AtomicInteger answered = new AtomicInteger();
        for (int i = 0; i < 32; i++) {
            Thread caller = new Thread(() -> {
                for (int k = 0; k < 500; k++) {
                    connection.act(TestPeers.call("x"), TestPeers.seconds(30));
                    answered.incrementAndGet();
                }
            });
            callers.add(caller);
            caller.start();
        }
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(answered).hasValue(32 * 500);
    }

    @Test
    void anInterruptEndsTheCallOfTheDriverAndNobodyElses() throws Exception {
        Caller driver = heldCaller("a");
        await().until(() -> driving(driver));
        Caller other = heldCaller("b");
        await().until(() -> server.counters().callsExecuted() >= 2);

        driver.interrupt();
        driver.join();
        release("b");
        other.join();

        assertThat(driver.failure.get()).isInstanceOf(CallCancelledException.class);
        assertThat(other.answer).hasValue("b");
    }

    @Test
    void aThreadInterruptedBeforeItCallsDoesNotWait() {
        held.put("a", new CountDownLatch(1));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> connection.act(TestPeers.call("a"), TestPeers.seconds(30)))
                .isInstanceOf(CallCancelledException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aDeadlinePassesWhileItsCallerDrives() throws Exception {
        held.put("a", new CountDownLatch(1));

        assertThatThrownBy(() -> connection.act(TestPeers.call("a"), TestPeers.millis(50)))
                .isInstanceOf(DeadlineExceededException.class);

        Caller next = new Caller("b");
        next.join();
        assertThat(next.answer).hasValue("b");
    }

    @Test
    void whenNobodyCallsTheKeeperWatches() {
        await().until(loop::driven);

        server.close();

        await().until(() -> !connection.usable());
    }

    @Test
    void everyCallEndsWhoeverComesAndGoes() throws Exception {
        int calls = 1_500;
        AtomicInteger ended = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Thread caller = new Thread(() -> {
                for (int k = 0; k < calls; k++) {
                    int kind = ThreadLocalRandom.current().nextInt(20);
                    try {
                        if (kind == 0) {
                            connection
                                    .actAsync(TestPeers.call("x"), TestPeers.seconds(30))
                                    .cancel(true);
                        } else if (kind == 1) {
                            connection.act(TestPeers.call("x"), TestPeers.millis(1));
                        } else if (kind == 2) {
                            Thread.currentThread().interrupt();
                            connection.act(TestPeers.call("x"), TestPeers.seconds(30));
                        } else if (kind < 6) {
                            connection
                                    .actAsync(TestPeers.call("x"), TestPeers.seconds(30))
                                    .join();
                        } else {
                            connection.act(TestPeers.call("x"), TestPeers.seconds(30));
                        }
                    } catch (DeadlineExceededException | CallCancelledException expected) {
                        assertThat(kind).isIn(1, 2);
                    } finally {
                        Thread.interrupted();
                        ended.incrementAndGet();
                    }
                }
            });
            callers.add(caller);
            caller.start();
        }
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(ended).hasValue(6 * calls);
        assertThat(connection.usable()).isTrue();
    }
}
