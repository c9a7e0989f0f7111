package dev.attacca.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.ConflictException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.error.NotFoundException;
import dev.attacca.error.UnsetFieldException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.Page;
import dev.attacca.object.PageRequest;
import dev.attacca.object.ReadDeleted;
import dev.attacca.object.RequestContext;
import dev.attacca.object.Timestamped;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class InstanceTest {
    @AutoClose
    private final ComputeDatabase database = ComputeDatabase.create();

    private final ObjectContext context = database.context();

    @Test
    void createStoresEveryFieldInItsColumn() {
        Instant launched = Instant.parse("2026-11-01T10:15:30.123456Z");
        Instant terminated = Instant.parse("2026-11-02T00:00:00Z");
        Instance instance = context.create(Instance.class);
        instance.setProjectId("p-1");
        instance.setUserId("u-1");
        instance.setName("web \u00e4 1");
        instance.setHost("host-1");
        instance.setAvailabilityZone("zone-1");
        instance.setMemoryMb(3_000_000_000L);
        instance.setVcpus(4);
        instance.setFlavorId("m1.large");
        instance.setVmState(VmState.SHELVED_OFFLOADED);
        instance.setTaskState(TaskState.POWERING_ON);
        instance.setPowerState(PowerState.SHUTDOWN);
        instance.setLaunchedAt(launched);
        instance.setTerminatedAt(terminated);
        instance.setSystemMetadata(Map.of("image", "cirros", "quote", "a \"b\" \\ \u00fc\n"));

        instance.create();

        Map<String, @Nullable Object> row = database.row("instances", instance.getUuid());
        Map<String, @Nullable Object> expected = new HashMap<>();
        expected.put("uuid", instance.getUuid());
        expected.put("row_version", 1L);
        expected.put("project_id", "p-1");
        expected.put("user_id", "u-1");
        expected.put("display_name", "web \u00e4 1");
        expected.put("host", "host-1");
        expected.put("availability_zone", "zone-1");
        expected.put("memory_mb", 3_000_000_000L);
        expected.put("vcpus", 4);
        expected.put("flavor_id", "m1.large");
        expected.put("vm_state", "SHELVED_OFFLOADED");
        expected.put("task_state", "POWERING_ON");
        expected.put("power_state", "SHUTDOWN");
        expected.put("launched_at", launched);
        expected.put("terminated_at", terminated);
        expected.put("system_metadata", "{\"image\": \"cirros\", \"quote\": \"a \\\"b\\\" \\\\ \u00fc\\n\"}");
        expected.put("created_at", instance.getCreatedAt());
        expected.put("updated_at", null);
        expected.put("deleted_at", null);
        expected.put("deleted", 0L);
        assertThat(row).isEqualTo(expected);
        assertThat(instance.changes()).isEmpty();
        assertThat(instance.getRowVersion()).isEqualTo(1);
        assertThat(instance.getCreatedAt()).isNotNull();
    }

    @Test
    void anInstanceKnowsWhoseItIsAndWhenItWasStored() {
        Instance instance = Samples.stored(context, "host-1");
        RequestContext request = RequestContext.create();

        assertThat(instance.ownedBy(request.onBehalfOf(null, instance.getProjectId())))
                .isTrue();
        assertThat(instance.ownedBy(request)).isFalse();
        assertThat(((Timestamped) instance).getCreatedAt()).isNotNull();
        assertThat(instance.deleted()).isFalse();
    }

    @Test
    void createGivesWhatWasNotSetTheStateOfANewInstance() {
        Instance instance = Samples.instance(context, "host-1");

        instance.create();

        assertThat(instance.getVmState()).isEqualTo(VmState.BUILDING);
        assertThat(instance.getPowerState()).isEqualTo(PowerState.NOSTATE);
        assertThat(instance.getTaskState()).isNull();
        assertThat(instance.getLaunchedAt()).isNull();
        assertThat(instance.getSystemMetadata()).isEmpty();
    }

    @Test
    void anInstanceReadFromItsRowEqualsTheOneThatWasCreated() {
        Instance created = Samples.stored(context, "host-1");

        Instance read = byUuid(database.context(), created.getUuid());

        assertThat(read.getName()).isEqualTo(created.getName());
        assertThat(read.getHost()).isEqualTo("host-1");
        assertThat(read.getMemoryMb()).isEqualTo(created.getMemoryMb());
        assertThat(read.getVcpus()).isEqualTo(created.getVcpus());
        assertThat(read.getVmState()).isEqualTo(VmState.ACTIVE);
        assertThat(read.getTaskState()).isNull();
        assertThat(read.getCreatedAt()).isEqualTo(created.getCreatedAt());
        assertThat(read.getUpdatedAt()).isNull();
        assertThat(read.getSystemMetadata()).isEqualTo(created.getSystemMetadata());
        assertThat(read.changes()).isEmpty();
    }

    @Test
    void saveWritesExactlyTheChangedColumns() {
        Instance instance = Samples.stored(context, "host-1");
        Map<String, @Nullable Object> before = database.row("instances", instance.getUuid());
        // Written behind the object's back: a save that wrote more than it changed would undo it.
        database.execute("UPDATE instances SET user_id = 'somebody else'");

        instance.setTaskState(TaskState.POWERING_OFF);
        instance.setHost(null);
        instance.save();

        Map<String, @Nullable Object> expected = new HashMap<>(before);
        expected.put("user_id", "somebody else");
        expected.put("task_state", "POWERING_OFF");
        expected.put("host", null);
        expected.put("row_version", 2L);
        expected.put("updated_at", instance.getUpdatedAt());
        assertThat(database.row("instances", instance.getUuid())).isEqualTo(expected);
        assertThat(instance.changes()).isEmpty();
        assertThat(instance.getRowVersion()).isEqualTo(2);
        assertThat(instance.getUpdatedAt()).isNotNull();
    }

    @Test
    void saveBasedOnAnOldReadIsRefusedAndKeepsTheChanges() {
        Instance instance = Samples.stored(context, "host-1");
        Instance other = byUuid(database.context(), instance.getUuid());
        other.setName("renamed");
        other.save();

        instance.setHost("host-2");

        assertThatThrownBy(instance::save).isInstanceOf(ConflictException.class);
        assertThat(instance.changes()).containsExactly("host");
        assertThat(instance.getHost()).isEqualTo("host-2");
        assertThat(database.row("instances", instance.getUuid())).containsEntry("host", "host-1");
    }

    @Test
    void theDeleteOfTheSeedLeavesTheRowMarked() {
        Instance instance = Samples.stored(context, "host-1");
        Map<String, @Nullable Object> before = database.row("instances", instance.getUuid());
        Instant now = Instant.parse("2026-11-03T12:00:00Z");

        instance.setVmState(VmState.DELETED);
        instance.setTaskState(null);
        instance.setPowerState(PowerState.NOSTATE);
        instance.setTerminatedAt(now);
        instance.save();
        instance.destroy();

        Map<String, @Nullable Object> row = database.row("instances", instance.getUuid());
        Map<String, @Nullable Object> expected = new HashMap<>(before);
        expected.put("vm_state", "DELETED");
        expected.put("power_state", "NOSTATE");
        expected.put("terminated_at", now);
        expected.put("row_version", 3L);
        expected.put("updated_at", instance.getUpdatedAt());
        expected.put("deleted_at", instance.getDeletedAt());
        expected.put("deleted", row.get("deleted"));
        assertThat(row).isEqualTo(expected);
        assertThat(row.get("deleted")).isNotEqualTo(0L);
        assertThat(instance.deleted()).isTrue();
    }

    @Test
    void aDestroyedInstanceIsSeenOnlyByThoseWhoAskForDeletedOnes() {
        Instance instance = Samples.stored(context, "host-1");
        instance.destroy();

        Instance.Query live = Instance.query(database.context());
        Instance.Query all = Instance.query(database.context(ReadDeleted.YES));
        Instance.Query dead = Instance.query(database.context(ReadDeleted.ONLY));

        assertThat(live.byUuid(instance.getUuid())).isNull();
        assertThat(live.byHost("host-1")).isEmpty();
        assertThat(all.byUuid(instance.getUuid())).isNotNull();
        assertThat(dead.byHost("host-1")).hasSize(1);
        assertThatThrownBy(instance::destroy).isInstanceOf(NotFoundException.class);
    }

    @Test
    void refreshShowsWhatIsStoredAndGivesUpUnsavedChanges() {
        Instance instance = Samples.stored(context, "host-1");
        Instance other = byUuid(database.context(), instance.getUuid());
        other.setHost("host-2");
        other.save();
        instance.setName("never saved");

        instance.refresh();

        assertThat(instance.getHost()).isEqualTo("host-2");
        assertThat(instance.getName()).isEqualTo("web-1");
        assertThat(instance.getRowVersion()).isEqualTo(2);
        assertThat(instance.changes()).isEmpty();
    }

    @Test
    void queriesFindByHostZoneAndName() {
        Instance first = Samples.stored(context, "host-1");
        first.setAvailabilityZone("zone-1");
        first.setName("db-1");
        first.save();
        Samples.stored(context, "host-2");

        Instance.Query query = Instance.query(database.context());

        assertThat(query.byHost("host-1")).extracting(Instance::getUuid).containsExactly(first.getUuid());
        assertThat(query.byAvailabilityZone("zone-1"))
                .extracting(Instance::getUuid)
                .containsExactly(first.getUuid());
        assertThat(query.byName("db-1")).extracting(Instance::getUuid).containsExactly(first.getUuid());
        assertThat(query.byName("db-2")).isEmpty();
        assertThat(query.byUuid(UUID.randomUUID())).isNull();
    }

    @Test
    void theFlavorIsFetchedAtTheFirstReadAndStays() {
        Samples.flavor(context, "m1.small").create();
        Instance instance =
                byUuid(database.context(), Samples.stored(context, "host-1").getUuid());
        assertThat(instance.isSet("flavor")).isFalse();

        Flavor flavor = instance.getFlavor();

        assertThat(flavor.getName()).isEqualTo("m1.small");
        assertThat(flavor.getRootGb()).isEqualTo(10);
        assertThat(instance.getFlavor()).isSameAs(flavor);
        assertThat(instance.changes()).isEmpty();
    }

    @Test
    void aFlavorThatIsGoneIsNotFound() {
        Instance instance = Samples.stored(context, "host-1");

        assertThatThrownBy(instance::getFlavor)
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("m1.small");
        assertThat(instance.isSet("flavor")).isFalse();
    }

    @Test
    void systemMetadataIsLoadedFromTheRowAnew() {
        Instance instance = Samples.stored(context, "host-1");
        Instance other = byUuid(database.context(), instance.getUuid());
        other.setSystemMetadata(Map.of("deleted_by", "operator"));
        other.save();

        assertThat(instance.loadSystemMetadata()).isEqualTo(Map.of("deleted_by", "operator"));
        assertThat(database.row("instances", instance.getUuid()))
                .containsEntry("system_metadata", "{\"deleted_by\": \"operator\"}");
    }

    @Test
    void aFieldThatWasNeverSetCannotBeRead() {
        Instance instance = context.create(Instance.class);

        assertThatThrownBy(instance::getName)
                .isInstanceOf(UnsetFieldException.class)
                .hasMessageContaining("Instance.name");
    }

    private static Instance byUuid(ObjectContext context, UUID uuid) {
        return Objects.requireNonNull(Instance.query(context).byUuid(uuid));
    }

    @Test
    void theInstancesOfAHostComeInPages() {
        for (int i = 0; i < 5; i++) {
            Samples.stored(context, "host-1");
        }
        Samples.stored(context, "host-2");
        Instance.Query query = context.query(Instance.Query.class);

        Page<Instance> first = query.pageByHost("host-1", PageRequest.first(2));

        assertThat(first.items())
                .hasSize(2)
                .isSortedAccordingTo(Comparator.comparing(each -> each.getUuid().toString()));
        assertThat(first.next()).isEqualTo(first.items().get(1).getUuid().toString());
        assertThat(Page.stream(PageRequest.first(2), request -> query.pageByHost("host-1", request))
                        .map(Instance::getUuid))
                .hasSize(5)
                .doesNotHaveDuplicates();
        assertThatThrownBy(() -> query.pageByHost("host-1", new PageRequest("7", 2)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("PageRequest.marker: 7 (expected: the next of a page of instances)");
    }

    @Test
    void theFlavorsOfAListAreLoadedTogether() {
        Samples.flavor(context, "m1.small").create();
        List<Instance> instances = List.of(Samples.stored(context, "host-1"), Samples.stored(context, "host-1"));

        context.load(instances, "flavor");

        assertThat(instances)
                .allSatisfy(each -> assertThat(each.getFlavor().getFlavorId()).isEqualTo("m1.small"));
        Instance lost = Samples.stored(context, "host-1");
        lost.setFlavorId("m1.gone");
        assertThatThrownBy(() -> context.load(List.of(lost), "flavor")).isInstanceOf(NotFoundException.class);
        assertThat(lost.isSet("flavor")).isFalse();
    }
}
