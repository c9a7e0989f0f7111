package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When a method counts as quick. */
class RunTimesTest {
    private static final long SHORT = TimeUnit.MICROSECONDS.toNanos(10);
    private static final long NOT_SHORT = TimeUnit.MICROSECONDS.toNanos(200);

    private final RunTimes times = new RunTimes(TimeUnit.MICROSECONDS.toNanos(50));

    @Test
    void nothingIsQuickAtFirst() {
        run(63, SHORT);

        assertThat(times.quick()).isFalse();
    }

    @Test
    void aRowOfShortRunsMakesItQuick() {
        run(64, SHORT);

        assertThat(times.quick()).isTrue();
    }

    @Test
    void aRareLongRunIsForgiven() {
        for (int i = 0; i < 100; i++) {
            run(20, SHORT);
            run(1, NOT_SHORT);
        }

        assertThat(times.quick()).isTrue();
    }

    @Test
    void oneLongRunInFiveIsNot() {
        for (int i = 0; i < 1000; i++) {
            run(4, SHORT);
            run(1, NOT_SHORT);
        }

        assertThat(times.quick()).isFalse();
    }

    @Test
    void aRunThatHangsIsRememberedForHundredsOfRuns() {
        run(10_000, SHORT);

        times.hangs();

        assertThat(times.quick()).isFalse();
        run(300, SHORT);
        assertThat(times.quick()).isFalse();
        run(100, SHORT);
        assertThat(times.quick()).isTrue();
    }

    private void run(int times, long nanos) {
        for (int i = 0; i < times; i++) {
            this.times.ran(nanos);
        }
    }
}
