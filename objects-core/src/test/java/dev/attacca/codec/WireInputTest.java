package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.Sample;
import org.junit.jupiter.api.Test;

class WireInputTest {
    private static WireInput of(int bytes) {
        ObjectRegistry registry = Sample.registry();
        return new WireInput(Agreement.between(registry, registry.schemaSet()), null, new byte[bytes], true);
    }

    @Test
    void objects_cost_their_slots_so_that_few_bytes_cannot_allocate_much() {
        WireInput in = of(100);
        assertThatCode(() -> in.enter(10_400)).doesNotThrowAnyException();

        assertThatThrownBy(() -> in.enter(1))
                .isInstanceOf(Malformed.class)
                .hasMessage("too many objects for 100 bytes (expected: fuller ones)");
    }

    @Test
    void depth_is_limited_and_given_back() {
        WireInput in = of(1);
        for (int depth = 0; depth < MessageWriting.MOST_DEPTH; depth++) {
            in.enter(1);
        }
        assertThatThrownBy(() -> in.enter(1))
                .isInstanceOf(Malformed.class)
                .hasMessage("nested deeper than 32 (expected: at most that)");

        in.leave();
        in.leave();
        assertThatCode(() -> in.enter(1)).doesNotThrowAnyException();
    }
}
