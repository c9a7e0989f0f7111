package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlarmTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<Duration> rung = new ArrayList<>();
    private final Alarm alarm = new Alarm(channel.eventLoop(), () -> rung.add(this.now));
    private Duration now = Duration.ZERO;

    @BeforeEach
    void stopTheClock() {
        channel.freezeTime();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void itRingsOnceForManyDeadlinesAtTheEarliest() {
        within(Duration.ofSeconds(10));
        within(Duration.ofSeconds(30));
        within(Duration.ofSeconds(2));
        within(Duration.ofSeconds(5));

        pass(Duration.ofSeconds(60));

        assertThat(rung).containsExactly(Duration.ofSeconds(2));
    }

    @Test
    void callsThatAreAnsweredInTimeDoNotMakeItRing() {
        for (int call = 0; call < 1_000; call++) {
            within(Duration.ofSeconds(10));
            pass(Duration.ofMillis(1));
        }

        assertThat(rung).isEmpty();
        pass(Duration.ofSeconds(9));
        assertThat(rung).containsExactly(Duration.ofSeconds(10));
    }

    @Test
    void deadlinesThatAreOverOrNearlyRingTogether() {
        within(Duration.ofSeconds(-1));
        pass(Duration.ofMillis(10));
        within(Duration.ZERO);
        within(Duration.ofMillis(9));

        pass(Duration.ofSeconds(1));

        assertThat(rung).containsExactly(Duration.ofMillis(20));
    }

    @Test
    void itIsSetAnewAfterItRang() {
        within(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(2));
        within(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(2));

        assertThat(rung).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(3));
    }

    @Test
    void itDoesNotRingWhenItWasStopped() {
        within(Duration.ofSeconds(1));
        alarm.stop();
        pass(Duration.ofSeconds(2));

        assertThat(rung).isEmpty();
    }

    private void within(Duration left) {
        alarm.within(left.toNanos());
    }

    private void pass(Duration time) {
        for (Duration end = now.plus(time); now.compareTo(end) < 0; ) {
            now = now.plusMillis(1);
            channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }
    }
}
