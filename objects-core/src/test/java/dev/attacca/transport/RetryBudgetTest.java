package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryBudgetTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);
    private final RetryBudget budget = new RetryBudget(clock::get);

    @ParameterizedTest
    @CsvSource({"0, 10", "9, 10", "10, 11", "1000, 110"})
    void aTenthOfTheCallsAndTenMoreMayBeRepeated(int calls, int repetitions) {
        call(calls);

        assertThat(repeatable()).isEqualTo(repetitions);
    }

    @Test
    void callsCountForTenSeconds() {
        call(500);
        pass(Duration.ofSeconds(9));
        call(500);

        pass(Duration.ofMillis(999));
        assertThat(repeatable()).isEqualTo(110);
        pass(Duration.ofMillis(1));

        // The first 500 are forgotten, the 110 repetitions are not.
        assertThat(budget.repeat()).isFalse();
        pass(Duration.ofSeconds(9));
        assertThat(repeatable()).isEqualTo(10);
    }

    @Test
    void whoeverCallsSeldomMayRepeatOnceASecond() {
        assertThat(repeatable()).isEqualTo(10);

        pass(Duration.ofMillis(9_999));
        assertThat(repeatable()).isZero();
        pass(Duration.ofMillis(1));
        assertThat(repeatable()).isEqualTo(10);
    }

    @Test
    void aLongTimeWithoutCallsLeavesNothingBehind() {
        call(100_000);
        pass(Duration.ofDays(300));

        assertThat(repeatable()).isEqualTo(10);
    }

    private void call(int times) {
        for (int i = 0; i < times; i++) {
            budget.called();
        }
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private int repeatable() {
        int times = 0;
        // A budget that never ends is to fail, not to be counted for ever.
        while (times < 1_000 && budget.repeat()) {
            times++;
        }
        return times;
    }
}
