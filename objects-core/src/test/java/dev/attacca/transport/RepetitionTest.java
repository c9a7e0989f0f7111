package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.error.ConductorUnavailableException;
import dev.attacca.error.ConnectionLostException;
import dev.attacca.error.InvalidCallException;
import dev.attacca.error.Outcome;
import dev.attacca.error.OverloadedException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepetitionTest {
    private final ConnectionLostException lost = new ConnectionLostException("lost", Outcome.UNKNOWN);
    private final ConductorUnavailableException refused = new ConductorUnavailableException("not now");

    private final RetryBudget budget = new RetryBudget(() -> 0);

    @Test
    void whatCannotBeAppliedTwiceIsRepeatedTwice() {
        for (Repetition each : List.of(reading(), writing())) {
            assertThat(each.pauseAfter(refused, 1)).isBetween(Duration.ofMillis(1), Duration.ofMillis(100));
            assertThat(each.pauseAfter(refused, 2)).isBetween(Duration.ofMillis(1), Duration.ofMillis(200));
            assertThat(each.pauseAfter(refused, 3)).isNull();
        }
    }

    @Test
    void ofCallsThatMayHaveBeenCarriedOutOnlyThoseThatReadAreRepeated() {
        assertThat(reading().pauseAfter(lost, 1)).isNotNull();
        assertThat(writing().pauseAfter(lost, 1)).isNull();
    }

    @Test
    void whatWouldFailAgainIsNotRepeated() {
        assertThat(reading().pauseAfter(new InvalidCallException("bad"), 1)).isNull();
    }

    @Test
    void theConductorIsLeftAloneForAsLongAsItAsks() {
        OverloadedException overloaded =
                OverloadedException.retryAfter(OverloadedException.CODE, "full", Duration.ofSeconds(2));

        assertThat(reading().pauseAfter(overloaded, 1)).isBetween(Duration.ofMillis(2_001), Duration.ofMillis(2_100));
        assertThat(new Repetition(true, TestPeers.seconds(1), budget).pauseAfter(overloaded, 1))
                .isNull();
    }

    @Test
    void anEmptyBudgetEndsRepetitionsAndOneThatDoesNotComeToItCostsNothing() {
        for (int i = 0; i < 100; i++) {
            assertThat(writing().pauseAfter(lost, 1)).isNull();
            assertThat(reading().pauseAfter(lost, 3)).isNull();
        }

        for (int i = 0; i < 10; i++) {
            assertThat(reading().pauseAfter(lost, 1)).isNotNull();
        }
        assertThat(reading().pauseAfter(lost, 1)).isNull();
    }

    private Repetition reading() {
        return new Repetition(true, TestPeers.seconds(60), budget);
    }

    private Repetition writing() {
        return new Repetition(false, TestPeers.seconds(60), budget);
    }
}
