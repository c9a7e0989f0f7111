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

class ClientKeepaliveTest {
    private static final Duration KEEPALIVE = Duration.ofSeconds(3);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<Duration> dead = new ArrayList<>();
    private Duration now = Duration.ZERO;
    private Duration lastHeard = Duration.ZERO;

    @BeforeEach
    void stopTheClock() {
        channel.freezeTime();
        RequestWriter writer = new RequestWriter(channel, new ClientTally(), 1_000);
        new ClientKeepalive(
                        channel,
                        writer,
                        KEEPALIVE,
                        () -> now.minus(lastHeard).toNanos(),
                        silent -> dead.add(Duration.ofNanos(silent)))
                .start();
    }

    @AfterEach
    void releaseWhatWasSent() {
        channel.finishAndReleaseAll();
    }

    @Test
    void aConductorIsGivenUpAtTheVeryMomentWhenItWasSilentForThreeIntervals() {
        pass(Duration.ofMillis(100));
        lastHeard = now;

        pass(Duration.ofMillis(8_990));
        assertThat(dead).isEmpty();
        pass(Duration.ofMillis(10));
        assertThat(dead).containsExactly(Duration.ofSeconds(9));
        pass(Duration.ofSeconds(60));
        assertThat(dead).hasSize(1);
    }

    @Test
    void aSilentConductorIsAskedBeforeOneIntervalIsOver() {
        pass(Duration.ofMillis(1_990));
        assertThat(channel.outboundMessages()).isEmpty();

        pass(Duration.ofMillis(10));
        assertThat(channel.outboundMessages()).hasSize(1);
    }

    @Test
    void aConductorThatIsHeardIsNotGivenUp() {
        for (int second = 0; second < 30; second++) {
            pass(Duration.ofSeconds(1));
            lastHeard = now;
        }

        assertThat(dead).isEmpty();
        assertThat(channel.outboundMessages()).isEmpty();
    }

    /** In steps of ten milliseconds, which is as exact as this test looks. */
    private void pass(Duration time) {
        Duration step = Duration.ofMillis(10);
        for (Duration end = now.plus(time); now.compareTo(end) < 0; ) {
            now = now.plus(step);
            channel.advanceTimeBy(step.toMillis(), TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }
    }
}
