package dev.attacca.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class UsageTest {
    private static final int ARRAYS = 1_000;
    private static final int LENGTH = 10_000;

    private static volatile byte[] kept = {};

    private static void allocate() {
        for (int i = 0; i < ARRAYS; i++) {
            kept = new byte[LENGTH];
        }
    }

    /** Runs on a thread that is still alive when it is asked, as those of servers are. */
    private static Usage usageOf(java.util.function.Consumer<Runnable> starter) throws InterruptedException {
        CountDownLatch allocated = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        Usage before = Usage.now();
        starter.accept(() -> {
            allocate();
            allocated.countDown();
            try {
                asked.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        allocated.await();
        Usage used = Usage.now().since(before);
        asked.countDown();
        return used;
    }

    @Test
    void what_another_thread_allocates_is_counted() throws InterruptedException {
        Usage used = usageOf(task -> new Thread(task).start());

        assertThat(kept).hasSize(LENGTH);
        assertThat(used.allocatedBytes()).isBetween((long) ARRAYS * LENGTH, 2L * ARRAYS * LENGTH);
    }

    @Test
    @Timeout(30)
    void processor_time_grows_while_a_thread_works() {
        Usage before = Usage.now();

        while (Usage.now().since(before).cpuNanos() == 0) {
            allocate();
        }
    }

    @Test
    void what_a_virtual_thread_allocates_is_counted_where_there_are_any() throws Throwable {
        if (Runtime.version().feature() < 21) {
            return;
        }
        var start = MethodHandles.publicLookup()
                .findStatic(Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));

        Usage used = usageOf(task -> {
            try {
                Thread unused = (Thread) start.invokeExact(task);
            } catch (Throwable impossible) {
                throw new IllegalStateException(impossible);
            }
        });

        assertThat(used.allocatedBytes()).isBetween((long) ARRAYS * LENGTH, 2L * ARRAYS * LENGTH);
    }
}
