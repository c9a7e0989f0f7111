package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.error.ConductorUnavailableException;
import dev.attacca.error.OverloadedException;
import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
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

    @Test
    void whoeverIsServedByAnotherConductorSpreadsOverTheLongestBoundAtOnce() {
        Random random = new Random(2);
        long bound = Duration.ofSeconds(2).toNanos();

        LongSummaryStatistics pauses = LongStream.generate(() -> BACKOFF.unhurriedNanos(random))
                .limit(2_000)
                .summaryStatistics();

        assertThat(pauses.getMin()).isBetween(0L, bound * 5 / 100);
        assertThat(pauses.getMax()).isBetween(bound * 95 / 100, bound);
    }

    /** 200 clients lose their only conductor in one instant; each attempt fails until it is back. */
    @ParameterizedTest
    @CsvSource({"1000", "3000", "10000"})
    void aFleetThatWaitedForItsConductorComesBackSpreadOut(int awayMillis) {
        Random random = new Random(3);
        long away = Duration.ofMillis(awayMillis).toNanos();

        long[] delays = LongStream.range(0, 200)
                .map(client -> firstAttemptAfter(away, random) - away)
                .toArray();

        long slice = Duration.ofMillis(100).toNanos();
        long most = LongStream.of(delays)
                .boxed()
                .collect(Collectors.groupingBy(delay -> delay / slice, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
        // Evenly over two seconds it would be 10 in each tenth; while the bound still doubles they come somewhat
        // denser.
        assertThat(most).isLessThanOrEqualTo(50);
        assertThat(LongStream.of(delays).filter(delay -> delay < slice).count()).isLessThanOrEqualTo(50);
        assertThat(LongStream.of(delays).max().orElseThrow())
                .isLessThanOrEqualTo(Duration.ofSeconds(2).toNanos());
    }

    private static long firstAttemptAfter(long moment, Random random) {
        long now = 0;
        for (int failures = 0; ; failures++) {
            now += BACKOFF.pauseNanos(failures, random);
            if (now >= moment) {
                return now;
            }
        }
    }

    @Test
    void whatAConductorAsksForIsHeededWithinReason() {
        assertThat(Backoff.asked(refusal("1500"))).isEqualTo(Duration.ofMillis(1500));
        assertThat(Backoff.asked(refusal("999999999"))).isEqualTo(Duration.ofMinutes(1));
        assertThat(Backoff.asked(refusal("-1"))).isZero();
        assertThat(Backoff.asked(new ConductorUnavailableException("gone"))).isZero();
    }

    private static OverloadedException refusal(String millis) {
        return new OverloadedException(
                OverloadedException.CODE, "full", Map.of(OverloadedException.RETRY_AFTER_MILLIS, millis), null);
    }
}
