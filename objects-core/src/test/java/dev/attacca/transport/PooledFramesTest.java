package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.testing.CallerThreads;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** However many threads send and receive frames, and however short they live, they share a few protocols and arrays. */
class PooledFramesTest {
    private static final int THREADS = 2_000;

    private static Set<Object> distinct(List<?> taken) {
        Set<Object> identities = Collections.newSetFromMap(new IdentityHashMap<>());
        identities.addAll(taken);
        return identities;
    }

    @Test
    void protocols() throws Exception {
        List<Protocols> crowd = CallerThreads.atOnce(others -> {
            Protocols taken = Protocols.take();
            others.arriveAndAwaitAdvance();
            taken.giveBack(true);
            return taken;
        });

        assertThat(distinct(crowd)).hasSameSizeAs(crowd);
        assertThat(distinct(CallerThreads.oneByOne(THREADS, () -> {
                    Protocols taken = Protocols.take();
                    taken.giveBack(true);
                    return taken;
                })))
                .hasSizeLessThanOrEqualTo(Protocols.PLACES);
    }

    @Test
    void arrays() throws Exception {
        ByteArrays pool = new ByteArrays();
        Set<Object> given = distinct(CallerThreads.oneByOne(THREADS, () -> {
            byte[] array = new byte[ByteArrays.MOST_BYTES];
            pool.giveBack(array);
            return array;
        }));

        List<byte[]> taken = CallerThreads.oneByOne(THREADS, () -> pool.take(ByteArrays.MOST_BYTES));

        assertThat(taken.stream().filter(given::contains)).isNotEmpty().hasSizeLessThanOrEqualTo(ByteArrays.PLACES);
        assertThat(distinct(taken)).hasSameSizeAs(taken);
    }
}
