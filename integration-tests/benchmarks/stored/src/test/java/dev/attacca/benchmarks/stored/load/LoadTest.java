package dev.attacca.benchmarks.stored.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.benchmarks.stored.subject.Operation;
import dev.attacca.benchmarks.stored.subject.Task;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LoadTest {
    @Test
    void everything_is_counted_and_what_ended_in_the_window_is_measured() throws Exception {
        AtomicLong done = new AtomicLong();
        Load load = Load.start((operation, share) -> done::incrementAndGet, Operation.FIND, 3);
        Awaitility.await().until(() -> done.get() > 1_000);

        load.open();
        Awaitility.await().until(() -> load.measured() > 1_000);
        Load.Window window = load.close();
        Load.Sum sum = load.stop();

        assertThat(window.times()).isGreaterThan(1_000);
        assertThat(window.perSecond()).isPositive().isFinite();
        assertThat(sum.times()).isEqualTo(done.get()).isGreaterThan(window.times());
        assertThat(sum.latencies().count()).isGreaterThanOrEqualTo(window.times());
    }

    @Test
    void what_comes_before_and_after_takes_no_time() throws Exception {
        AtomicLong before = new AtomicLong();
        Task slowAround = new Task() {
            @Override
            public void before() {
                // Whoever measured this as well would find at least as much in each.
                long until = System.nanoTime() + 2_000_000;
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                before.incrementAndGet();
            }

            @Override
            public void run() {}
        };
        Load load = Load.start((operation, share) -> slowAround, Operation.FIND, 1);
        load.open();
        Awaitility.await().until(() -> load.measured() > 10);
        load.close();

        assertThat(load.stop().latencies().percentile(0.5)).isLessThan(2_000_000);
        assertThat(before.get()).isGreaterThan(10);
    }

    @Test
    void one_caller_who_fails_fails_the_load() throws Exception {
        Load load = Load.start(
                (operation, share) -> () -> {
                    if (share.slot() == 1) {
                        throw new IllegalStateException("no such row");
                    }
                },
                Operation.FIND,
                2);

        Awaitility.await()
                .untilAsserted(() -> assertThatThrownBy(load::measured).hasMessageStartingWith("a caller failed"));
        assertThatThrownBy(load::stop).hasMessage("a caller failed: java.lang.IllegalStateException: no such row");
    }
}
