package dev.attacca.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChecksTest {
    private static final Terminal PLAIN = new Terminal(100, 0, false, false, true);

    private final Checks checks = new Checks();

    @Test
    void nothingCheckedIsNothingProved() {
        assertThat(checks.allHold()).isFalse();
    }

    @Test
    void allHoldWhenNothingContradicts() {
        checks.add("one", List.of());
        checks.add("two", List.of());

        assertThat(checks.allHold()).isTrue();
        assertThat(checks.holding()).isEqualTo(2);
    }

    @Test
    void aProblemIsShownBelowItsClaim() {
        checks.add("one", List.of());
        checks.add("two", List.of("host: null (expected: host-1)"));

        assertThat(checks.allHold()).isFalse();
        assertThat(Checks.lines(checks.all()).stream().map(line -> line.render(PLAIN)))
                .containsExactly("  ✓ one", "  ✗ two", "       host: null (expected: host-1)");
    }
}
