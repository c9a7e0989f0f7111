package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ByteArraysTest {
    private final ByteArrays arrays = new ByteArrays();

    private static Set<byte[]> identities() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    @Test
    void what_was_given_back_is_taken_again() {
        byte[] array = arrays.take(600);
        arrays.giveBack(array);

        assertThat(array).hasSizeGreaterThanOrEqualTo(600);
        assertThat(arrays.take(600)).isSameAs(array);
        assertThat(arrays.take(600)).isNotSameAs(array);
    }

    @Test
    void arrays_are_found_again_however_many_were_out_at_once() {
        Set<byte[]> first = identities();
        IntStream.range(0, 100).forEach(i -> first.add(arrays.take(600)));
        first.forEach(arrays::giveBack);
        Set<byte[]> second = identities();
        IntStream.range(0, 100).forEach(i -> second.add(arrays.take(600)));

        assertThat(first).hasSize(100);
        assertThat(second).isEqualTo(first);
    }

    @Test
    void a_large_array_is_not_kept_nor_more_than_there_are_places() {
        byte[] large = arrays.take(ByteArrays.MOST_BYTES + 1);
        arrays.giveBack(large);
        Set<byte[]> given = identities();
        IntStream.range(0, 2 * ByteArrays.PLACES).forEach(i -> given.add(new byte[ByteArrays.MOST_BYTES]));
        given.forEach(arrays::giveBack);
        Set<byte[]> taken = identities();
        IntStream.range(0, 2 * ByteArrays.PLACES).forEach(i -> taken.add(arrays.take(ByteArrays.MOST_BYTES)));

        assertThat(taken).doesNotContain(large).hasSize(2 * ByteArrays.PLACES);
        taken.retainAll(given);
        assertThat(taken).hasSizeLessThanOrEqualTo(ByteArrays.PLACES);
    }

    @Test
    void no_two_threads_ever_hold_the_same_array() {
        List<CompletableFuture<Void>> users = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            byte mark = (byte) i;
            users.add(CompletableFuture.runAsync(() -> {
                for (int round = 0; round < 20_000; round++) {
                    byte[] mine = arrays.take(16);
                    mine[0] = mark;
                    mine[1] = (byte) round;
                    assertThat(mine[0] == mark && mine[1] == (byte) round).isTrue();
                    arrays.giveBack(mine);
                }
            }));
        }

        assertThat(users).allSatisfy(CompletableFuture::join);
    }
}
