package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.nio.NioIoHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An event loop whose driver changes. */
@Timeout(60)
class DrivenLoopTest {
    private final DrivenLoop loop = new DrivenLoop(null, NioIoHandler.newFactory());
    private final AtomicInteger caretakerCalls = new AtomicInteger();

    @Test
    void oneThreadAtATimeIsTheEventLoop() throws Exception {
        assertThat(loop.inEventLoop()).isFalse();
        assertThat(loop.tryDrive()).isTrue();
        assertThat(loop.inEventLoop()).isTrue();
        AtomicBoolean second = new AtomicBoolean(true);

        Thread other = new Thread(() -> second.set(loop.tryDrive() || loop.inEventLoop()));
        other.start();
        other.join();

        assertThat(second).isFalse();
        loop.letGo();
        assertThat(loop.inEventLoop()).isFalse();
    }

    @Test
    void noTaskIsLostOrOvertakesAnotherWhileTheDriverChanges() throws Exception {
        int producers = 3;
        int tasks = 20_000;
        // Plain memory: only the hand-over of the driving makes it visible to the next driver.
        int[] next = new int[producers];
        List<String> broken = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(producers * tasks);
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> drivers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Thread driver = new Thread(() -> {
                while (!stop.get()) {
                    if (loop.tryDrive()) {
                        loop.runOnce(TimeUnit.MILLISECONDS.toNanos(2));
                        loop.letGo();
                    }
                    Thread.onSpinWait();
                }
            });
            drivers.add(driver);
            driver.start();
        }
        for (int i = 0; i < producers; i++) {
            int producer = i;
            new Thread(() -> {
                        for (int k = 0; k < tasks; k++) {
                            int number = k;
                            loop.execute(() -> {
                                if (!loop.inEventLoop() || next[producer]++ != number) {
                                    broken.add(producer + ": " + number);
                                }
                                all.countDown();
                            });
                        }
                    })
                    .start();
        }

        assertThat(all.await(50, TimeUnit.SECONDS)).isTrue();

        stop.set(true);
        for (Thread driver : drivers) {
            driver.join();
        }
        assertThat(broken).isEmpty();
        assertThat(next).containsOnly(tasks);
    }

    @Test
    void aTaskWakesTheDriverThatWaits() throws Exception {
        CountDownLatch driving = new CountDownLatch(1);
        AtomicReference<Thread> ran = new AtomicReference<>();
        Thread driver = new Thread(() -> {
            assertThat(loop.tryDrive()).isTrue();
            driving.countDown();
            while (ran.get() == null) {
                loop.runOnce(DrivenLoop.FOREVER);
            }
            loop.letGo();
        });
        driver.start();
        driving.await();

        loop.execute(() -> ran.set(Thread.currentThread()));
        driver.join();

        assertThat(ran.get()).isSameAs(driver);
    }

    @Test
    void aTurnThatRanTasksDoesNotWait() {
        AtomicReference<Thread> ran = new AtomicReference<>();
        assertThat(loop.tryDrive()).isTrue();
        loop.execute(() -> ran.set(Thread.currentThread()));

        loop.runOnce(DrivenLoop.FOREVER);

        assertThat(ran.get()).isSameAs(Thread.currentThread());
        loop.letGo();
    }

    @Test
    void aTaskThatNobodyDrivesForIsTheCaretakers() {
        loop.caretaker(caretakerCalls::incrementAndGet);

        loop.execute(() -> {});

        assertThat(caretakerCalls).hasValue(1);
    }

    @Test
    void aTaskLeftBehindByTheDriverIsTheCaretakers() throws Exception {
        loop.caretaker(caretakerCalls::incrementAndGet);
        assertThat(loop.tryDrive()).isTrue();
        Thread other = new Thread(() -> loop.execute(() -> {}));
        other.start();
        other.join();
        assertThat(caretakerCalls).hasValue(0);

        loop.letGo();

        assertThat(caretakerCalls).hasValue(1);
    }

    @Test
    void timersFireWhoeverDrives() throws Exception {
        AtomicReference<Thread> fired = new AtomicReference<>();
        assertThat(loop.tryDrive()).isTrue();
        var timer = loop.schedule(() -> fired.set(Thread.currentThread()), 5, TimeUnit.MILLISECONDS);
        loop.letGo();

        Thread driver = new Thread(() -> {
            assertThat(loop.tryDrive()).isTrue();
            while (!timer.isDone()) {
                loop.runOnce(DrivenLoop.FOREVER);
            }
            loop.letGo();
        });
        driver.start();
        driver.join();

        assertThat(fired.get()).isSameAs(driver);
    }

    @Test
    void anInterruptEndsTheWaitAndStaysVisible() throws Exception {
        AtomicBoolean visible = new AtomicBoolean();
        Thread driver = new Thread(() -> {
            assertThat(loop.tryDrive()).isTrue();
            loop.runOnce(DrivenLoop.FOREVER);
            visible.set(Thread.currentThread().isInterrupted());
            loop.letGo();
        });
        driver.start();
        driver.interrupt();
        driver.join();

        assertThat(visible).isTrue();
    }

    @Test
    void aTaskThatThrowsIsTheLastOfNothing() {
        AtomicBoolean ran = new AtomicBoolean();
        assertThat(loop.tryDrive()).isTrue();
        loop.execute(() -> {
            throw new IllegalStateException("thrown by a task");
        });
        loop.execute(() -> ran.set(true));

        loop.runOnce(0);

        assertThat(ran).isTrue();
        loop.letGo();
    }

    @Test
    void itEndsInTheNextTurnAfterShutdown() {
        AtomicBoolean late = new AtomicBoolean();
        loop.execute(() -> late.set(true));
        var ended = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        assertThat(loop.tryDrive()).isTrue();

        loop.runOnce(DrivenLoop.FOREVER);
        loop.letGo();

        assertThat(ended.isSuccess()).isTrue();
        assertThat(late).isTrue();
        assertThat(loop.isTerminated()).isTrue();
        assertThat(loop.tryDrive()).isFalse();
        assertThatThrownBy(() -> loop.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }
}
