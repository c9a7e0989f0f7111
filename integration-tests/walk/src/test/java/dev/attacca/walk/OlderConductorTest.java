package dev.attacca.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.compute.Instance;
import dev.attacca.compute.TaskState;
import dev.attacca.compute.VmState;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.fleet.AgentProcess;
import dev.attacca.fleet.Release;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Callers of the newest release and a conductor of compute 1.1: what that knows works, the rest is refused by name. */
@ExtendWith(SharedFleet.Resolver.class)
class OlderConductorTest {
    private static final long BEYOND_INT = 3_000_000_000L;

    private static @Nullable Served older;
    private static @Nullable SharedFleet fleet;

    @BeforeAll
    static void startConductor(SharedFleet shared) {
        fleet = shared;
        older = Served.by(
                shared.fleet().conductor(shared.withDatabase("compute_1_1").domain(Release.R1_1)));
    }

    @AfterAll
    static void stopConductor() {
        older().close();
        older().conductor().stop();
    }

    private static Served older() {
        return Objects.requireNonNull(older);
    }

    @Test
    void theConductorKnowsInstancesOfOneDotOneAndNeverHeardOfWhatCameLater() {
        assertThat(older().conductor()
                        .health()
                        .object("domains")
                        .object("compute")
                        .object("types")
                        .text("Instance"))
                .isEqualTo("1.1");
        assertThat(older().rows()
                        .one("SELECT data_type FROM information_schema.columns"
                                + " WHERE table_name = 'instances' AND column_name = 'memory_mb'"))
                .containsEntry("data_type", "integer");
    }

    @Test
    void anAgentOfTheNewestReleaseRunsAnInstanceAndDeletesIt() {
        Sample sample = Sample.store(older().context(), "newer");
        Instance instance = sample.instance();
        AgentProcess agent = Objects.requireNonNull(fleet)
                .fleet()
                .agent(AgentProcess.Options.of(
                        Release.R1_2, "newer", older().conductor().address()));
        String uuid = instance.getUuid().toString();

        agent.events().await("activated", line -> line.has("action", "activated") && line.has("instance", uuid));
        instance.refresh();
        assertThat(agent.instances().values()).containsOnly(instance.getUuid());
        instance.setTaskState(TaskState.DELETING);
        instance.save();
        agent.events().await("destroyed", line -> line.has("action", "destroyed") && line.has("instance", uuid));
        agent.stop();

        assertThat(agent.instances()).isEmpty();
        assertThat(older().rows().instance(instance.getUuid()))
                .containsEntry("row_version", 5L)
                .containsEntry("display_name", "web on newer")
                .containsEntry("availability_zone", Sample.ZONE)
                .containsEntry("memory_mb", Sample.MEMORY_MB)
                .containsEntry("vm_state", "DELETED")
                .containsEntry("task_state", null)
                .containsEntry("power_state", "NOSTATE")
                .hasEntrySatisfying("terminated_at", time -> assertThat(time).isNotNull())
                .hasEntrySatisfying("deleted", number -> assertThat(number).isNotEqualTo(0L));
        assertThat(older().rows().devices(instance.getUuid()))
                .hasSize(2)
                .allSatisfy(device -> assertThat(device.get("deleted")).isNotEqualTo(0L));
        assertThat(older().rows().quotas(sample.project()))
                .containsEntry("used_instances", Sample.OTHER_INSTANCES)
                .containsEntry("used_cores", Sample.OTHER_CORES)
                .containsEntry("used_ram_mb", Sample.OTHER_RAM_MB);
        assertThat(older().conductor().calls().matching(call -> call.has("peer", "agent newer")))
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call.text("outcome")).isEqualTo("ok"))
                .filteredOn(call -> call.text("method").startsWith("Instance."))
                .allSatisfy(call -> assertThat(call.text("version")).isEqualTo("1.1"));
    }

    @Test
    void whatOneDotOneKnowsUnderAnotherNameOrTypeArrives() {
        Sample.flavor(older().context());
        Instance instance = Sample.instance(older().context(), "project-names", "names");

        Instance found =
                Objects.requireNonNull(Instance.query(older().context()).byUuid(instance.getUuid()));

        assertThat(found.getName()).isEqualTo("web on names");
        assertThat(found.getMemoryMb()).isEqualTo(Sample.MEMORY_MB);
        assertThat(found.getFlavor().getFlavorId()).isEqualTo(Sample.FLAVOR);
        assertThat(Instance.query(older().context()).byAvailabilityZone(Sample.ZONE))
                .extracting(Instance::getUuid)
                .contains(instance.getUuid());
    }

    @Test
    void aQueryThatCameLaterIsRefusedWithTheVersionItNeeds() {
        assertRefused(
                () -> Instance.query(older().context()).byName("web"),
                "Instance.Query.byName: the conductor speaks Instance 1.1 (expected: Instance 1.2 or newer, which brought"
                        + " this call); upgrade the conductor first");
        assertThat(Instance.query(older().context()).byHost("nobody")).isEmpty();
    }

    @Test
    void memoryThatDoesNotFitIsRefusedAndNothingOfItIsStored() {
        Instance instance = Sample.instance(older().context(), "project-memory", "memory");
        Map<String, @Nullable Object> before = older().rows().instance(instance.getUuid());

        instance.setMemoryMb(BEYOND_INT);
        instance.setUserId("somebody else");
        assertRefused(
                instance::save,
                "the call would lose Instance.memoryMb: capped at 2147483647; the conductor speaks Instance 1.1"
                        + " (expected: Instance 1.2 or newer); upgrade the conductor first");

        assertThat(older().rows().instance(instance.getUuid())).isEqualTo(before);
        assertThat(instance.changes()).containsExactly("memoryMb", "userId");
        instance.setMemoryMb(Integer.MAX_VALUE);
        instance.save();
        assertThat(older().rows().instance(instance.getUuid()))
                .containsEntry("memory_mb", Integer.MAX_VALUE)
                .containsEntry("user_id", "somebody else");
    }

    @Test
    void aStateThatCameLaterIsRefusedAndNothingOfItIsStored() {
        Instance instance = Sample.instance(older().context(), "project-state", "state");
        Map<String, @Nullable Object> before = older().rows().instance(instance.getUuid());

        instance.setVmState(VmState.SHELVED_OFFLOADED);
        assertRefused(
                instance::save,
                "the call would lose Instance.vmState: SHELVED_OFFLOADED read as SHELVED; the conductor speaks Instance 1.1"
                        + " (expected: Instance 1.2 or newer); upgrade the conductor first");

        assertThat(older().rows().instance(instance.getUuid())).isEqualTo(before);
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .hasMessage(message)
                .asInstanceOf(InstanceOfAssertFactories.type(VersionMismatchException.class))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(VersionMismatchException.TOO_NEW);
                    assertThat(refused.details())
                            .containsAllEntriesOf(Map.of("type", "Instance", "asked", "1.2", "supported", "1.1"));
                })
                .extracting(AttaccaException::retryable)
                .isEqualTo(false);
    }
}
