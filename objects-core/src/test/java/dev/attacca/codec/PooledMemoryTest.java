package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.Sample;
import dev.attacca.testing.CallerThreads;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Phaser;
import org.junit.jupiter.api.Test;

/** However many threads write and read messages, and however short they live, they share a few places of memory. */
class PooledMemoryTest {
    private static final int THREADS = 2_000;
    private static final ByteBuffer EMPTY = ByteBuffer.wrap(new byte[1]);

    private static int distinct(List<?> taken) {
        Set<Object> identities = Collections.newSetFromMap(new IdentityHashMap<>());
        identities.addAll(taken);
        return identities.size();
    }

    private static Scratch written() {
        Scratch taken = Scratch.take();
        taken.giveBack();
        return taken;
    }

    private static Scratch writtenTogether(Phaser others) {
        Scratch taken = Scratch.take();
        others.arriveAndAwaitAdvance();
        taken.giveBack();
        return taken;
    }

    @Test
    void what_messages_are_written_in() throws Exception {
        assertThat(distinct(CallerThreads.oneByOne(THREADS, PooledMemoryTest::written)))
                .isLessThanOrEqualTo(Scratch.PLACES);

        List<Scratch> crowd = CallerThreads.atOnce(PooledMemoryTest::writtenTogether);

        assertThat(distinct(crowd)).isEqualTo(crowd.size());
        assertThat(distinct(CallerThreads.oneByOne(THREADS, PooledMemoryTest::written)))
                .isLessThanOrEqualTo(Scratch.PLACES);
    }

    @Test
    void what_messages_are_read_with() throws Exception {
        ObjectRegistry registry = Sample.registry();
        Agreement agreement = Agreement.between(registry, registry.schemaSet());
        List<WireInput> crowd = CallerThreads.atOnce(others -> {
            WireInput taken = WireInput.take(agreement, null, EMPTY, true);
            others.arriveAndAwaitAdvance();
            taken.giveBack();
            return taken;
        });

        assertThat(distinct(crowd)).isEqualTo(crowd.size());
        assertThat(distinct(CallerThreads.oneByOne(THREADS, () -> {
                    WireInput taken = WireInput.take(agreement, null, EMPTY, true);
                    taken.giveBack();
                    return taken;
                })))
                .isLessThanOrEqualTo(WireInput.PLACES);
    }
}
