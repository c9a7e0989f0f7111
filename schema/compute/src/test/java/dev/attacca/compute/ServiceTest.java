package dev.attacca.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.AlreadyExistsException;
import dev.attacca.error.NotFoundException;
import dev.attacca.object.ObjectContext;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ServiceTest {
    @AutoClose
    private final ComputeDatabase database = ComputeDatabase.create();

    private final ObjectContext context = database.context();

    @Test
    void aBeatCountsAndNotesWhen() {
        Service service = Samples.service(context, "host-1");
        service.create();
        assertThat(service.getReportCount()).isZero();
        assertThat(service.getLastSeenUp()).isNull();
        Instant before = Instant.now().minusMillis(1);

        service.beat();
        service.beat();

        assertThat(database.row("services", service.getUuid()))
                .containsEntry("report_count", 2L)
                .containsEntry("row_version", 3L)
                .containsEntry("last_seen_up", service.getLastSeenUp());
        assertThat(service.getLastSeenUp()).isBetween(before, Instant.now());
    }

    @Test
    void aBeatAfterAnOperatorsChangeIsNoConflictAndShowsIt() {
        Service service = Samples.service(context, "host-1");
        service.create();
        Service operators = byHost(database.context(), "host-1");
        operators.setDisabled(true);
        operators.save();

        service.beat();

        assertThat(service.isDisabled()).isTrue();
        assertThat(byHost(database.context(), "host-1").isDisabled()).isTrue();
    }

    @Test
    void oneLiveServiceOfABinaryOnAHost() {
        Service first = Samples.service(context, "host-1");
        first.create();

        assertThatThrownBy(() -> Samples.service(context, "host-1").create())
                .isInstanceOf(AlreadyExistsException.class);
        Samples.service(context, "host-2").create();

        assertThat(Service.query(context).all())
                .extracting(Service::getHost)
                .containsExactlyInAnyOrder("host-1", "host-2");
        assertThat(Service.query(context).byHostAndBinary("host-1", "scheduler"))
                .isNull();
    }

    @Test
    void aServiceWhoseRowIsMarkedDeletedCannotBeatAndItsPlaceIsFree() {
        Service first = Samples.service(context, "host-1");
        first.create();
        database.execute("UPDATE services SET deleted = 1, deleted_at = now()");

        assertThatThrownBy(first::beat).isInstanceOf(NotFoundException.class);
        Service second = Samples.service(context, "host-1");
        second.create();

        assertThat(byHost(context, "host-1").getUuid()).isEqualTo(second.getUuid());
    }

    private static Service byHost(ObjectContext context, String host) {
        return Objects.requireNonNull(Service.query(context).byHostAndBinary(host, "compute-agent"));
    }
}
