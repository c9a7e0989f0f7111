package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));

    @ParameterizedTest
    @CsvSource({"0, 50", "1, 100", "2, 200", "5, 1600", "6, 2000", "7, 2000", "1000000, 2000"})
    void pausesAreSpreadOverTheWholeOfABoundThatDoubles(int failures, int boundMillis) {
        Random random = new Random(1);
        long bound = Duration.ofMillis(boundMillis).toNanos();

        LongSummaryStatistics pauses = LongStream.generate(() -> BACKOFF.pauseNanos(failures, random))
                .limit(2_000)
                .summaryStatistics();

        assertThat(pauses.getMin()).isBetween(0L, bound * 5 / 100);
        assertThat(pauses.getMax()).isBetween(bound * 95 / 100, bound);
    }
}
