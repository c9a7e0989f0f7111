package dev.attacca.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static final Percentage PRECISION = Percentage.withPercentage(1);

    private final Latencies latencies = new Latencies();

    @Test
    void percentiles_are_those_of_the_sorted_values_within_a_per_cent() {
        long[] values = ThreadLocalRandom.current()
                .doubles(100_000, 0, 20)
                .mapToLong(power -> (long) Math.pow(3, power))
                .toArray();
        for (long value : values) {
            latencies.record(value);
        }
        Arrays.sort(values);

        for (double part : new double[] {0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1}) {
            long exact = values[(int) Math.ceil(part * values.length) - 1];
            assertThat(latencies.percentile(part)).as("percentile %s", part).isCloseTo((double) exact, PRECISION);
        }
    }

    @Test
    void small_values_are_exact() {
        for (int value = 0; value < 256; value++) {
            Latencies one = new Latencies();
            one.record(value);
            assertThat(one.percentile(0.5)).isEqualTo(value);
        }
    }

    @Test
    void a_slow_one_in_a_hundred_is_above_the_99th_percentile_and_a_second_one_is_not() {
        for (int i = 0; i < 99; i++) {
            latencies.record(100);
        }
        latencies.record(1_000_000);
        assertThat(latencies.percentile(0.99)).isEqualTo(100);

        latencies.record(1_000_000);
        assertThat(latencies.percentile(0.99)).isCloseTo(1_000_000, PRECISION);
    }

    @Test
    void what_is_out_of_range_counts_as_its_end() {
        latencies.record(-5);
        assertThat(latencies.percentile(1)).isZero();

        latencies.record(Long.MAX_VALUE);
        assertThat(latencies.percentile(1)).isCloseTo(Math.pow(2, 40), PRECISION);
    }

    @Test
    void sums_count_everything() {
        Latencies other = new Latencies();
        latencies.record(10);
        other.record(20);
        other.record(30);

        latencies.add(other);

        assertThat(latencies.count()).isEqualTo(3);
        assertThat(latencies.percentile(0.5)).isEqualTo(20);
    }

    @Test
    void nothing_has_no_percentile() {
        assertThat(latencies.percentile(0.5)).isNaN();
        assertThat(latencies.percentile(0.5)).isNotCloseTo(0, within(1.0));
    }
}
