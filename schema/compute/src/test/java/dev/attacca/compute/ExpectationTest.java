package dev.attacca.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.ConflictException;
import dev.attacca.object.ObjectContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ExpectationTest {
    @AutoClose
    private final ComputeDatabase database = ComputeDatabase.create();

    private final ObjectContext context = database.context();

    @Test
    void savesWhileTheStoredStatesAreTheExpectedOnes() {
        Instance instance = Samples.stored(context, "host-1");

        instance.setTaskState(TaskState.POWERING_OFF);
        instance.saveExpecting(VmState.ACTIVE, null);
        instance.setTaskState(null);
        instance.setVmState(VmState.STOPPED);
        instance.saveExpecting(VmState.ACTIVE, TaskState.POWERING_OFF);

        assertThat(database.row("instances", instance.getUuid()))
                .containsEntry("vm_state", "STOPPED")
                .containsEntry("task_state", null)
                .containsEntry("row_version", 3L);
    }

    @Test
    void refusesAnotherVmState() {
        refuses(VmState.STOPPED, null);
    }

    @Test
    void refusesAnOperationThatIsNotUnderWay() {
        refuses(VmState.ACTIVE, TaskState.DELETING);
    }

    @Test
    void noOperationExpectedIsRefusedWhileOneIsUnderWay() {
        Instance instance = Samples.stored(context, "host-1");
        instance.setTaskState(TaskState.DELETING);
        instance.save();

        instance.setTaskState(TaskState.REBOOTING);

        assertThatThrownBy(() -> instance.saveExpecting(VmState.ACTIVE, null)).isInstanceOf(ConflictException.class);
        assertThat(database.row("instances", instance.getUuid())).containsEntry("task_state", "DELETING");
    }

    private void refuses(VmState vmState, @Nullable TaskState taskState) {
        Instance instance = Samples.stored(context, "host-1");
        var before = database.row("instances", instance.getUuid());
        instance.setTaskState(TaskState.POWERING_OFF);

        assertThatThrownBy(() -> instance.saveExpecting(vmState, taskState))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("Instance " + instance.getUuid());

        assertThat(database.row("instances", instance.getUuid())).isEqualTo(before);
        assertThat(instance.changes()).containsExactly("taskState");
        assertThat(instance.getRowVersion()).isEqualTo(1);
    }

    @Test
    void ofTwoWhoExpectTheSameExactlyOneWins() throws Exception {
        for (int round = 0; round < 20; round++) {
            UUID uuid = Samples.stored(context, "host-1").getUuid();
            List<Together.Caller> callers = new ArrayList<>();
            for (TaskState wanted : List.of(TaskState.REBOOTING, TaskState.POWERING_OFF)) {
                Instance mine = Objects.requireNonNull(
                        Instance.query(database.context()).byUuid(uuid));
                mine.setTaskState(wanted);
                callers.add(() -> mine.saveExpecting(VmState.ACTIVE, null));
            }

            List<AttaccaException> lost = Together.run(callers);

            assertThat(lost).hasSize(1);
            assertThat(database.row("instances", uuid)).containsEntry("row_version", 2L);
            assertThat(database.row("instances", uuid).get("task_state")).isIn("REBOOTING", "POWERING_OFF");
        }
    }
}
