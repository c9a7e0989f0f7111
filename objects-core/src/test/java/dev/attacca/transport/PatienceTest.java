package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When it is worth it to wait awake. */
class PatienceTest {
    private final Patience patience = new Patience();

    private long tries(int calls) {
        return IntStream.range(0, calls).filter(call -> patience.lasts()).count();
    }

    @Test
    void itIsTriedFromTheBeginning() {
        assertThat(tries(100)).isEqualTo(100);
    }

    @Test
    void waitsInVainEndItButForAFewTries() {
        IntStream.range(0, 100).forEach(call -> patience.learned(false));

        assertThat(tries(10_000)).isBetween(100L, 1_000L);
    }

    @Test
    void oneThatWasWorthItBringsItBack() {
        IntStream.range(0, 100).forEach(call -> patience.learned(false));

        patience.learned(true);

        assertThat(tries(100)).isEqualTo(100);
    }

    @Test
    void aFewWaitsInVainDoNoHarmAmongManyThatWereWorthIt() {
        for (int call = 0; call < 1_000; call++) {
            patience.learned(call % 10 != 0);
            assertThat(patience.lasts()).isTrue();
        }
    }

    @Test
    void halfInVainIsTooMany() {
        for (int call = 0; call < 1_000; call++) {
            patience.learned(call % 2 != 0);
        }
        // Now and then a credit is left by the last that was worth it.
        patience.learned(false);

        assertThat(tries(10_000)).isLessThan(1_000);
    }
}
