package dev.attacca.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
    private final Origin origin = Origin.of(new byte[] {0x5f, 0x1d, (byte) 0x9c, 0x3a, (byte) 0xb2, 0, 7, 0x18});

    @Test
    void is_told_from_others_by_its_bytes() {
        assertThat(origin).hasToString("5f1d9c3ab2000718");
        assertThat(Origin.of(origin.bytes())).isEqualTo(origin).hasSameHashCodeAs(origin);
        assertThat(Origin.own()).isNotEqualTo(origin).isSameAs(Origin.own());
        assertThat(Origin.own().bytes()).hasSize(Origin.BYTES);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 9, 16})
    void has_eight_bytes(int length) {
        assertThatThrownBy(() -> Origin.of(new byte[length]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("origin: " + length + " bytes (expected: 8 random ones, the same for the whole process)");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 9, 10, 255, 10_000_000, (1L << 60) - 1})
    void numbers_its_requests(long number) {
        String id = origin.requestId(number);

        assertThat(id).isEqualTo("req-5f1d9c3ab2000718-" + Long.toHexString(number));
        assertThat(origin.requestNumber(id)).isEqualTo(number);
        assertThat(Origin.own().requestNumber(id)).isNegative();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "req-5f1d9c3ab2000718-",
                "req-5f1d9c3ab2000718-0",
                "req-5f1d9c3ab2000718-01",
                "req-5f1d9c3ab2000718-1A",
                "req-5f1d9c3ab2000718-1 ",
                "req-5f1d9c3ab2000718--1",
                "req-5f1d9c3ab2000718-1000000000000000",
                "req-5F1D9C3AB2000718-1",
                "req-5f1d9c3ab2000718",
                "req-1",
                "REQ-5f1d9c3ab2000718-1"
            })
    void an_id_that_its_number_would_not_give_back_is_a_text(String id) {
        assertThat(origin.requestNumber(id)).isNegative();
    }

    @Test
    void no_two_requests_and_no_two_calls_have_one_number() {
        Set<String> requests = new HashSet<>();
        Set<Long> calls = new HashSet<>();

        for (int i = 0; i < 1000; i++) {
            requests.add(RequestContext.create().requestId());
            calls.add(Origin.own().nextCall());
        }

        assertThat(requests).hasSize(1000).allMatch(id -> Origin.own().requestNumber(id) > 0);
        assertThat(calls).hasSize(1000).allMatch(number -> number > 0);
    }
}
