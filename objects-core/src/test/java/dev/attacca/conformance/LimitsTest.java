package dev.attacca.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.conformance.Mirrors.Gauge;
import dev.attacca.conformance.Mirrors.Phase;
import dev.attacca.error.InvalidValueException;
import org.junit.jupiter.api.Test;

/** A body is refused what its caller would be refused, and then nothing has happened. */
class LimitsTest extends ConformanceTest {
    private final Gauge gauge = context.create(Gauge.class);

    LimitsTest(Mode mode) {
        super(mode);
        gauge.setLevel(60);
        gauge.setSerial("a");
        gauge.setPhase(Phase.COLD);
        gauge.resetChanges();
    }

    @Test
    void what_fits_is_set() {
        gauge.raise(40);

        assertThat(gauge.getLevel()).isEqualTo(100);
        assertThat(gauge.getPhase()).isEqualTo(Phase.WARM);
        assertThat(gauge.changes()).containsExactly("level", "phase");
    }

    @Test
    void a_number_out_of_bounds_names_object_field_value_and_bounds() {
        assertThatThrownBy(() -> gauge.raise(41))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("Gauge.level: 101 (expected: 0 to 100)");

        untouched();
    }

    @Test
    void a_value_that_is_written_once_stays() {
        gauge.engrave("a");
        assertThat(gauge.getLevel()).isEqualTo(1);
        gauge.setLevel(60);
        gauge.resetChanges();

        assertThatThrownBy(() -> gauge.engrave("b")).isInstanceOf(InvalidValueException.class);

        untouched();
    }

    @Test
    void a_state_that_does_not_follow_is_refused() {
        assertThatThrownBy(() -> gauge.go(Phase.BURNT))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("Gauge.phase: COLD -> BURNT (expected: WARM)");

        untouched();
    }

    @Test
    void a_text_that_would_keep_its_pattern_busy_for_years_is_refused() {
        assertThatThrownBy(() -> gauge.attach("x".repeat(10_000)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageEndingWith("... (expected: a text that matches (x+x+)+y)".replace("... ", "...' "));

        untouched();
    }

    @Test
    void a_default_of_a_field_without_a_setter_is_set_and_is_no_change() {
        gauge.setDefaults();

        assertThat(gauge.getMarks()).containsExactly(0, 50, 100);
        assertThat(gauge.changes()).containsExactly("scale");
        gauge.raise(1);
        assertThat(gauge.getLevel()).isEqualTo(61);
    }

    @Test
    void a_body_sets_defaults_as_its_caller_would() {
        gauge.calibrate();

        assertThat(gauge.getMarks()).containsExactly(0, 50, 100);
        assertThat(gauge.getScale()).isEqualTo(1);
        assertThat(gauge.changes()).containsExactly("scale");
    }

    private void untouched() {
        assertThat(gauge.getLevel()).isEqualTo(60);
        assertThat(gauge.getSerial()).isEqualTo("a");
        assertThat(gauge.getPhase()).isEqualTo(Phase.COLD);
        assertThat(gauge.changes()).isEmpty();
    }
}
