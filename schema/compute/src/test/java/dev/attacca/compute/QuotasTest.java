package dev.attacca.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.error.NotFoundException;
import dev.attacca.object.ObjectContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class QuotasTest {
    @AutoClose
    private final ComputeDatabase database = ComputeDatabase.create();

    private final ObjectContext context = database.context();

    @Test
    void newQuotasUseNothing() {
        Samples.quotas(context, "p-1").create();

        assertUsed("p-1", 0, 0, 0);
        assertThat(Quotas.query(context).byProject("p-2")).isNull();
    }

    @Test
    void aReservationIsCountedOnWhatIsStoredAndNotOnWhatWasRead() {
        Quotas quotas = Samples.quotas(context, "p-1");
        quotas.create();
        byProject(database.context(), "p-1").reserve(3, 6, 1024);

        quotas.reserve(1, 2, 512);

        assertThat(quotas.getUsedInstances()).isEqualTo(4);
        assertThat(quotas.getRowVersion()).isEqualTo(3);
        assertThat(quotas.changes()).isEmpty();
        assertUsed("p-1", 4, 8, 1536);
    }

    @Test
    void aReservationBeyondALimitCountsNothing() {
        Quotas quotas = Samples.quotas(context, "p-1");
        quotas.create();
        quotas.reserve(9, 1, 0);

        assertThatThrownBy(() -> quotas.reserve(2, 1, 0))
                .isInstanceOfSatisfying(QuotaExceededException.class, exceeded -> {
                    assertThat(exceeded.resource()).isEqualTo("usedInstances");
                    assertThat(exceeded.used()).isEqualTo(9);
                    assertThat(exceeded.requested()).isEqualTo(2);
                    assertThat(exceeded.limit()).isEqualTo(10);
                })
                .hasMessage("Quotas p-1: usedInstances 9 + 2 (expected: usedInstances at most 10);"
                        + " give something back, or ask for a higher limit");
        assertThatThrownBy(() -> quotas.reserve(1, 20, 0)).hasMessageContaining("usedCores 1 + 20");
        assertThatThrownBy(() -> quotas.reserve(1, 1, Long.MAX_VALUE)).hasMessageContaining("usedRamMb at most 51200");
        assertUsed("p-1", 9, 1, 0);
    }

    @Test
    void theLimitsThemselvesMayBeReached() {
        Quotas quotas = Samples.quotas(context, "p-1");
        quotas.create();

        quotas.reserve(10, 20, 51_200);

        assertUsed("p-1", 10, 20, 51_200);
    }

    @Test
    void minusOneIsNoLimit() {
        Quotas quotas = Samples.quotas(context, "p-1");
        quotas.setMaxInstances(Quotas.UNLIMITED);
        quotas.setMaxCores(Quotas.UNLIMITED);
        quotas.setMaxRamMb(Quotas.UNLIMITED);
        quotas.create();

        quotas.reserve(1_000_000, Integer.MAX_VALUE, Long.MAX_VALUE);

        assertUsed("p-1", 1_000_000, Integer.MAX_VALUE, Long.MAX_VALUE);
        assertThatThrownBy(() -> quotas.reserve(0, 1, 0)).isInstanceOf(QuotaExceededException.class);
    }

    @Test
    void aLimitLoweredBelowWhatIsUsedRefusesOnlyMore() {
        Quotas quotas = Samples.quotas(context, "p-1");
        quotas.create();
        quotas.reserve(5, 5, 5);
        quotas.setMaxInstances(2);
        quotas.save();

        quotas.reserve(0, 1, 0);

        assertThatThrownBy(() -> quotas.reserve(1, 0, 0)).isInstanceOf(QuotaExceededException.class);
        assertUsed("p-1", 5, 6, 5);
    }

    @Test
    void aReleaseStopsAtNothing() {
        Quotas quotas = Samples.quotas(context, "p-1");
        quotas.create();
        quotas.reserve(2, 2, 2048);

        quotas.release(1, 1, 1024);
        assertUsed("p-1", 1, 1, 1024);
        quotas.release(5, 5, 5000);
        assertUsed("p-1", 0, 0, 0);
    }

    @Test
    void negativeAmountsAreRefused() {
        Quotas quotas = Samples.quotas(context, "p-1");
        quotas.create();

        assertThatThrownBy(() -> quotas.reserve(-1, 0, 0))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("instances: -1 (expected: at least 0); use the opposite method");
        assertThatThrownBy(() -> quotas.release(0, 0, -1)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aProjectWithoutQuotasIsNotFound() {
        assertThatThrownBy(() -> Samples.quotas(context, "p-1").reserve(1, 1, 1))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void concurrentReservationsNeverExceedALimitAndNeverLoseOne() throws Exception {
        Samples.quotas(context, "p-1").create();
        List<Together.Caller> reservations = new ArrayList<>();
        for (int caller = 0; caller < 16; caller++) {
            Quotas mine = byProject(database.context(), "p-1");
            reservations.add(() -> mine.reserve(1, 1, 100));
        }

        List<AttaccaException> refused = Together.run(reservations);

        assertThat(refused)
                .hasSize(6)
                .allSatisfy(conflict -> assertThat(conflict).hasMessageContaining("usedInstances 10 + 1"));
        assertUsed("p-1", 10, 10, 1000);
    }

    @Test
    void concurrentReleasesNeverLoseOne() throws Exception {
        Quotas quotas = Samples.quotas(context, "p-1");
        quotas.create();
        quotas.reserve(10, 20, 1600);
        List<Together.Caller> releases = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
            Quotas mine = byProject(database.context(), "p-1");
            releases.add(() -> {
                mine.release(1, 2, 100);
                mine.reserve(0, 1, 0);
            });
        }

        assertThat(Together.run(releases)).isEmpty();

        assertUsed("p-1", 2, 12, 800);
    }

    private void assertUsed(String project, int instances, int cores, long ramMb) {
        Quotas stored = byProject(database.context(), project);
        assertThat(stored.getUsedInstances()).isEqualTo(instances);
        assertThat(stored.getUsedCores()).isEqualTo(cores);
        assertThat(stored.getUsedRamMb()).isEqualTo(ramMb);
    }

    private static Quotas byProject(ObjectContext context, String project) {
        return Objects.requireNonNull(Quotas.query(context).byProject(project));
    }
}
