package dev.attacca.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.compute.Instance;
import dev.attacca.compute.PowerState;
import dev.attacca.compute.TaskState;
import dev.attacca.compute.VmState;
import dev.attacca.error.ConflictException;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two callers with a connection each save the same instance at the same moment, expecting the same state. */
@ExtendWith(SharedFleet.Resolver.class)
class RaceTest {
    private static final int ROUNDS = 150;

    private final SharedFleet shared;
    private final Served served;

    RaceTest(SharedFleet shared) {
        this.shared = shared;
        this.served = shared.served();
    }

    /** One caller, and what became of its save. */
    private record Racer(Attacca client, TaskState wanted) {
        Instance look(UUID uuid) {
            return Objects.requireNonNull(
                    Instance.query(client.context(RequestContext.create())).byUuid(uuid));
        }
    }

    @Test
    void exactlyOneOfTwoWinsInEveryRound() throws Exception {
        Instance owned = Sample.instance(served.context(), "project-race", "race");
        owned.setVmState(VmState.ACTIVE);
        owned.save();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Map<TaskState, Integer> wins = new HashMap<>();
        try (Attacca one = client();
                Attacca other = client()) {
            List<Racer> racers = List.of(new Racer(one, TaskState.POWERING_OFF), new Racer(other, TaskState.REBOOTING));
            for (int round = 0; round < ROUNDS; round++) {
                TaskState winner = race(owned.getUuid(), racers, threads);
                wins.merge(winner, 1, Integer::sum);
                owned.refresh();
                assertThat(owned.getTaskState()).isEqualTo(winner);
                assertThat(owned.getRowVersion()).isEqualTo(3 + 2L * round);
                owned.setTaskState(null);
                owned.save();
            }
        } finally {
            threads.shutdownNow();
            assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        wins.forEach((state, count) -> Figures.note("race, rounds won by the caller for " + state, count, "rounds"));
    }

    private Attacca client() {
        return Attacca.remote(ObjectRegistry.load(), Served.options(shared.conductor()));
    }

    /** Lets each save what it wants at the same moment; who won. */
    private static TaskState race(UUID uuid, List<Racer> racers, ExecutorService threads)
            throws InterruptedException, ExecutionException {
        CyclicBarrier start = new CyclicBarrier(racers.size());
        List<Future<@Nullable ConflictException>> saves = new ArrayList<>();
        for (Racer racer : racers) {
            saves.add(threads.submit(() -> save(racer, uuid, start)));
        }
        List<TaskState> winners = new ArrayList<>();
        for (int i = 0; i < racers.size(); i++) {
            ConflictException lost = saves.get(i).get();
            if (lost == null) {
                winners.add(racers.get(i).wanted());
            } else {
                assertThat(lost).hasMessageContaining("taskState=null");
            }
        }
        assertThat(winners).hasSize(1);
        return winners.get(0);
    }

    private static @Nullable ConflictException save(Racer racer, UUID uuid, CyclicBarrier start) throws Exception {
        Instance instance = racer.look(uuid);
        instance.setTaskState(racer.wanted());
        start.await(30, TimeUnit.SECONDS);
        try {
            instance.saveExpecting(VmState.ACTIVE, null);
            return null;
        } catch (ConflictException lost) {
            assertThat(instance.changes()).containsExactly("taskState");
            return lost;
        }
    }

    @Test
    void anExpectationIsJudgedByTheRowEvenWhenItsVersionIsTheNewest() {
        Instance instance = Sample.instance(served.context(), "project-race", "race-expect");
        instance.setVmState(VmState.ACTIVE);
        instance.setTaskState(TaskState.DELETING);
        instance.save();
        Instance newest =
                Objects.requireNonNull(Instance.query(served.context()).byUuid(instance.getUuid()));
        Map<String, @Nullable Object> before = shared.rows().instance(instance.getUuid());
        newest.setPowerState(PowerState.RUNNING);

        assertConflict(newest, VmState.ACTIVE, null, "taskState=DELETING (expected: taskState=null)");
        assertConflict(newest, VmState.BUILDING, TaskState.DELETING, "vmState=ACTIVE (expected: vmState=BUILDING)");
        assertConflict(newest, VmState.ACTIVE, TaskState.SPAWNING, "taskState=DELETING (expected: taskState=SPAWNING)");
        assertThat(shared.rows().instance(instance.getUuid())).isEqualTo(before);

        newest.saveExpecting(VmState.ACTIVE, TaskState.DELETING);
        assertThat(shared.rows().instance(instance.getUuid()))
                .containsEntry("power_state", "RUNNING")
                .containsEntry("row_version", 3L);
    }

    private static void assertConflict(
            Instance instance, VmState vmState, @Nullable TaskState taskState, String found) {
        assertThatThrownBy(() -> instance.saveExpecting(vmState, taskState))
                .isInstanceOf(ConflictException.class)
                .hasMessage("Instance " + instance.getUuid() + ": " + found + "; read it again and decide anew");
    }
}
