package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callbacks are taken from. */
@Timeout(60)
class CallbackQueueTest {
    private final CallbackQueue queue = new CallbackQueue();

    private Thread taker(int callbacks) {
        Thread taker = new Thread(() -> {
            try {
                for (int i = 0; i < callbacks; i++) {
                    queue.take().run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        taker.start();
        return taker;
    }

    @Test
    void callbacksAreTakenInTheirOrder() throws Exception {
        ConcurrentLinkedQueue<Integer> ran = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 3; i++) {
            int number = i;
            queue.add(() -> ran.add(number));
        }

        taker(3).join();

        assertThat(ran).containsExactly(0, 1, 2);
    }

    @Test
    void aTakerThatSleepsIsWokenByTheNextCallback() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        Thread taker = taker(1);
        await().until(() -> taker.getState() == Thread.State.WAITING);

        queue.add(ran::countDown);

        ran.await();
        taker.join();
    }

    @Test
    void aTakerThatLooksInVainAgainAndAgainStillGetsEveryCallback() throws Exception {
        int callbacks = 200;
        CountDownLatch ran = new CountDownLatch(callbacks);
        Thread taker = taker(callbacks);
        for (int i = 0; i < callbacks; i++) {
            if (i < 20) {
                await().until(() -> taker.getState() == Thread.State.WAITING);
            }
            queue.add(ran::countDown);
        }

        ran.await();
        taker.join();
    }

    @Test
    void anInterruptEndsTheTaking() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(queue::take).isInstanceOf(InterruptedException.class);
    }
}
