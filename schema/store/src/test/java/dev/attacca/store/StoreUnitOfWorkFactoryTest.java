package dev.attacca.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Options and their defaults. */
class StoreUnitOfWorkFactoryTest {
    private final PGSimpleDataSource source = new PGSimpleDataSource();

    @Test
    void defaults() {
        StoreUnitOfWorkFactory units = StoreUnitOfWorkFactory.of(source);

        assertThat(units.commitTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(units.listener()).isSameAs(StatementListener.NONE);
    }

    @Test
    void aCommitTimeoutOutOfRangeIsRefused() {
        assertThatThrownBy(() -> StoreUnitOfWorkFactory.builder(source).commitTimeout(Duration.ofMillis(99)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("commitTimeout: PT0.099S (expected: PT0.1S to PT10M)");
        assertThatThrownBy(() -> StoreUnitOfWorkFactory.builder(source).commitTimeout(Duration.ofMinutes(11)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
