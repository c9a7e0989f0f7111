package dev.attacca.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.compute.Instance;
import dev.attacca.compute.VmState;
import dev.attacca.fleet.AgentProcess;
import dev.attacca.fleet.JsonLine;
import dev.attacca.fleet.Release;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the oldest agent cannot be told stays in the row, whatever that agent writes, and the call log says what it was. */
@ExtendWith(SharedFleet.Resolver.class)
class LossesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HOST = "loses";
    private static final long BEYOND_INT = 3_000_000_000L;

    private final SharedFleet shared;
    private final Served served;

    LossesTest(SharedFleet shared) {
        this.shared = shared;
        this.served = shared.served();
    }

    @Test
    void anAgentThatCannotReadAValueWritesBesideItAndNeverOverIt() {
        Instance big = instance(BEYOND_INT, VmState.BUILDING);
        Instance shelved = instance(Sample.MEMORY_MB, VmState.SHELVED_OFFLOADED);
        Map<String, @Nullable Object> bigBefore = shared.rows().instance(big.getUuid());
        Map<String, @Nullable Object> shelvedBefore = shared.rows().instance(shelved.getUuid());

        AgentProcess agent = shared.fleet()
                .agent(AgentProcess.Options.of(
                        Release.R1_0, HOST, shared.conductor().address()));
        agent.events().await("activated", line -> line.has("action", "activated"));
        // Whoever polls once more has seen the shelved one twice.
        int polls = shared.conductor().calls().size();
        JsonLine poll = shared.conductor()
                .calls()
                .awaitFrom(polls, "a look", PATIENCE, call -> isPoll(call) && call.has("outcome", "ok"));
        agent.stop();

        assertThat(poll.texts("lost"))
                .contains(
                        "Instance.memoryMb: capped at 2147483647",
                        "Instance.vmState: SHELVED_OFFLOADED read as SHELVED",
                        "Instance.availabilityZone: not in 1.0");
        assertThat(poll.text("backport")).isEqualTo("Instance 1.2 -> 1.0");
        big.refresh();
        Map<String, @Nullable Object> expected = new TreeMap<>(bigBefore);
        expected.put("vm_state", "ACTIVE");
        expected.put("power_state", "RUNNING");
        expected.put("launched_at", big.getLaunchedAt());
        expected.put("updated_at", big.getUpdatedAt());
        expected.put("row_version", 3L);
        assertThat(shared.rows().instance(big.getUuid())).isEqualTo(expected).containsEntry("memory_mb", BEYOND_INT);
        assertThat(shared.rows().instance(shelved.getUuid()))
                .isEqualTo(shelvedBefore)
                .containsEntry("vm_state", "SHELVED_OFFLOADED");
    }

    private static boolean isPoll(JsonLine call) {
        return call.has("peer", "agent " + HOST) && call.has("method", "Instance.Query.byHost");
    }

    private Instance instance(long memoryMb, VmState vmState) {
        Instance instance = Sample.instance(served.context(), "project-" + HOST, HOST);
        instance.setMemoryMb(memoryMb);
        instance.setVmState(vmState);
        instance.save();
        return instance;
    }
}
