package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SequenceIdsTest {
    private final SequenceIds ids = new SequenceIds();

    @Test
    void the_lowest_free_one_is_given_out() {
        assertThat(IntStream.range(0, 100).map(i -> ids.take())).containsExactlyElementsOf(sequence(1, 100));

        ids.free(64);
        ids.free(7);

        assertThat(ids.take()).isEqualTo(7);
        assertThat(ids.take()).isEqualTo(64);
        assertThat(ids.take()).isEqualTo(101);
    }

    @Test
    void a_caller_that_waits_for_each_answer_always_has_the_first() {
        for (int call = 0; call < 100_000; call++) {
            int id = ids.take();
            assertThat(id).isOne();
            ids.free(id);
        }
    }

    @Test
    void none_takes_more_than_two_bytes() {
        BitSet given = new BitSet();
        for (int i = 0; i < SequenceIds.MOST; i++) {
            given.set(ids.take());
        }

        assertThat(given.cardinality()).isEqualTo(SequenceIds.MOST);
        assertThat(given.length() - 1).isEqualTo(16_383);
        assertThat(given.get(0)).isFalse();
        assertThatThrownBy(ids::take)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("sequence ids: all 16383 are out (expected: fewer calls pending)");
    }

    @Test
    void no_two_threads_have_one_at_a_time() throws Exception {
        AtomicIntegerArray holders = new AtomicIntegerArray(SequenceIds.MOST + 1);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Boolean> work = () -> {
                boolean alone = true;
                for (int i = 0; i < 50_000; i++) {
                    int first = ids.take();
                    int second = ids.take();
                    alone &= holders.incrementAndGet(first) == 1 && holders.incrementAndGet(second) == 1;
                    holders.decrementAndGet(first);
                    holders.decrementAndGet(second);
                    ids.free(second);
                    ids.free(first);
                }
                return alone;
            };
            List<Future<Boolean>> done =
                    threads.invokeAll(Stream.generate(() -> work).limit(4).toList());
            for (Future<Boolean> each : done) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(ids.take()).isOne();
    }

    private static List<Integer> sequence(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }
}
