package dev.attacca.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attacca.compute.Instance;
import dev.attacca.compute.Quotas;
import dev.attacca.compute.TaskState;
import dev.attacca.compute.VmState;
import dev.attacca.fleet.AgentProcess;
import dev.attacca.fleet.JsonLine;
import dev.attacca.fleet.Release;
import dev.attacca.object.ObjectContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two agents, of the oldest and of the newest release, look after one host: whatever both want is done by one. */
@ExtendWith(SharedFleet.Resolver.class)
class RacingAgentsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String HOST = "contested";
    private static final String PROJECT = "project-contested";
    private static final int INSTANCES = 12;

    private static final List<AgentProcess> AGENTS = new ArrayList<>();
    private static final Set<UUID> UUIDS = new TreeSet<>();

    private final SharedFleet shared;

    RacingAgentsTest(SharedFleet shared) {
        this.shared = shared;
    }

    /** The instances are there before both agents, and their deletes are asked for while both run. */
    @BeforeAll
    static void twoAgentsRunAndDeleteTheSameInstances(SharedFleet shared) {
        ObjectContext context = shared.served().context();
        Sample.quotas(context, PROJECT);
        Objects.requireNonNull(Quotas.query(context).byProject(PROJECT))
                .reserve(INSTANCES - 1, (INSTANCES - 1) * Sample.VCPUS, (INSTANCES - 1) * (long) Sample.MEMORY_MB);
        for (int i = 0; i < INSTANCES; i++) {
            UUIDS.add(Sample.instance(context, PROJECT, HOST).getUuid());
        }
        for (Release release : List.of(Release.R1_0, Release.R1_2)) {
            AGENTS.add(shared.fleet()
                    .launch(AgentProcess.Options.of(
                                    release, HOST, shared.conductor().address())
                            .name("contender-" + release.version())
                            .with("poll-interval", "20ms")));
        }
        AGENTS.forEach(agent ->
                agent.events().await("both at work", PATIENCE, line -> line.has("action", "conductor-answers")));
        await().atMost(PATIENCE).until(() -> told("activated").size() >= INSTANCES);
        for (UUID uuid : UUIDS) {
            Instance instance = Objects.requireNonNull(Instance.query(context).byUuid(uuid));
            instance.setTaskState(TaskState.DELETING);
            instance.saveExpecting(VmState.ACTIVE, null);
        }
        await().atMost(PATIENCE)
                .until(() ->
                        shared.rows().number("SELECT count(*) FROM instances WHERE host = ? AND deleted <> 0", HOST)
                                == INSTANCES);
        // The one that lost a race finds out at its next look; stopped before it, it leaves what it had started.
        await().atMost(PATIENCE)
                .until(() -> AGENTS.stream().allMatch(agent -> agent.instances().isEmpty()));
        AGENTS.forEach(AgentProcess::stop);
    }

    @AfterAll
    static void forget() {
        AGENTS.clear();
    }

    /** The instances that the agents told such an event of, in uuid order, each as often as it was told. */
    private static List<UUID> told(String action) {
        return AGENTS.stream()
                .flatMap(agent -> agent.events().matching(line -> line.has("action", action)).stream())
                .map(line -> UUID.fromString(line.text("instance")))
                .sorted()
                .toList();
    }

    @Test
    void eachInstanceWasActivatedOnceAndMarkedDeletedOnce() {
        assertThat(told("activated")).containsExactlyElementsOf(UUIDS);
        assertThat(told("marked-deleted")).containsExactlyElementsOf(UUIDS);
        assertThat(told("taken-over")).isEmpty();
    }

    /** Stored; activated; asked to delete; marked deleted; destroyed. A second winner would have written once more. */
    @Test
    void theRowsWereWrittenOnceForEachStep() {
        for (UUID uuid : UUIDS) {
            assertThat(shared.rows().instance(uuid))
                    .containsEntry("row_version", 5L)
                    .containsEntry("vm_state", "DELETED");
        }
    }

    @Test
    void theQuotasWereGivenBackOncePerInstance() {
        assertThat(shared.rows().quotas(PROJECT))
                .containsEntry("used_instances", Sample.OTHER_INSTANCES)
                .containsEntry("used_cores", Sample.OTHER_CORES)
                .containsEntry("used_ram_mb", Sample.OTHER_RAM_MB)
                .containsEntry("row_version", 3L + INSTANCES);
        assertThat(told("quotas-released")).containsExactlyElementsOf(UUIDS);
    }

    @Test
    void noProcessIsLeftOfAnyOfThem() {
        assertThat(AGENTS).allSatisfy(agent -> assertThat(agent.instances()).isEmpty());
    }

    @Test
    void theyDidMeetAndEachRefusalMadeOneOfThemLetGo() {
        List<JsonLine> calls = shared.conductor().calls().matching(call -> call.has("peer", "agent " + HOST));
        List<JsonLine> refused = calls.stream()
                .filter(call -> call.has("method", "Instance.saveExpecting") && !call.has("outcome", "ok"))
                .toList();

        // Not found: the winner was quick enough to take the row from the living.
        assertThat(refused)
                .isNotEmpty()
                .extracting(call -> call.text("outcome"))
                .isSubsetOf("CONFLICT", "NOT_FOUND");
        assertThat(told("race-lost")).hasSameSizeAs(refused);
        assertThat(told("failed")).isEmpty();
        Figures.note("racing agents, races lost over " + INSTANCES + " instances", refused.size(), "races");
        for (AgentProcess agent : AGENTS) {
            int won = agent.events()
                    .matching(line -> line.has("action", "marked-deleted"))
                    .size();
            Figures.note("racing agents, deletes won by " + agent, won, "instances");
        }
    }
}
