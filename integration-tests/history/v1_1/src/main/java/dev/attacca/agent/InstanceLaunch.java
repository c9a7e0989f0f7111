package dev.attacca.agent;

import dev.attacca.agent.driver.InstanceDriver;
import dev.attacca.agent.driver.InstanceDriverException;
import dev.attacca.agent.driver.InstanceSpec;
import dev.attacca.agent.event.AgentAction;
import dev.attacca.agent.event.EventLog;
import dev.attacca.compute.Instance;
import dev.attacca.compute.TaskState;
import dev.attacca.compute.VmState;
import dev.attacca.error.ConflictException;
import dev.attacca.error.NotFoundException;
import java.time.Instant;
import java.util.Map;
import java.util.SortedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts an instance that is being built: first the process, then the row, which is saved only while it still says what was seen.
 * Killed in between, the agent finds the process again on the next pass and saves the row then.
 *
 * <p>Thread safety: confined to the reconciler's thread.
 */
final class InstanceLaunch {
    private static final Logger log = LoggerFactory.getLogger(InstanceLaunch.class);

    private final InstanceDriver driver;
    private final EventLog events;

    InstanceLaunch(InstanceDriver driver, EventLog events) {
        this.driver = driver;
        this.events = events;
    }

    /** Brings an instance from {@code BUILDING} to {@code ACTIVE}, or to {@code ERROR} when the driver refuses it. */
    void launch(Instance instance) {
        UUID uuid = instance.getUuid();
        TaskState seen = instance.getTaskState();
        try {
            driver.spawn(
                    new InstanceSpec(uuid, instance.getDisplayName(), instance.getVcpus(), instance.getMemoryMb()));
        } catch (InstanceDriverException refused) {
            fail(instance, seen, refused);
            return;
        }
        events.line(AgentAction.SPAWNED).instance(uuid).version(instance).write();
        Instant launchedAt = instance.getLaunchedAt() == null ? StoredTime.now() : instance.getLaunchedAt();
        instance.setVmState(VmState.ACTIVE);
        instance.setTaskState(null);
        instance.setPowerState(driver.powerState(uuid));
        instance.setLaunchedAt(launchedAt);
        SortedSet<String> changed = instance.changes();
        try {
            instance.saveExpecting(VmState.BUILDING, seen);
        } catch (ConflictException overtaken) {
            if (!savedByUsAfterAll(instance, launchedAt)) {
                tellRaceLost(uuid, overtaken);
                return;
            }
        } catch (NotFoundException deleted) {
            tellRaceLost(uuid, deleted);
            return;
        }
        log.info("instance {} runs", uuid);
        events.line(AgentAction.ACTIVATED)
                .instance(uuid)
                .version(instance)
                .changed(changed)
                .write();
    }

    /**
     * Looks at the row again after a conflict. An answer that was lost on the way leaves a row that conflicts with a second try of its
     * own save. What was started is destroyed when the row no longer waits for it; without a row the next pass finds out why.
     */
    private boolean savedByUsAfterAll(Instance instance, Instant launchedAt) {
        try {
            instance.refresh();
        } catch (NotFoundException deleted) {
            return false;
        }
        if (instance.getVmState() == VmState.ACTIVE && launchedAt.equals(instance.getLaunchedAt())) {
            return true;
        }
        if (instance.getVmState() != VmState.BUILDING) {
            driver.destroy(instance.getUuid());
        }
        return false;
    }

    private void tellRaceLost(UUID uuid, RuntimeException cause) {
        log.info("instance {} was changed by somebody else while it was started", uuid);
        events.line(AgentAction.RACE_LOST).instance(uuid).error(cause).write();
    }

    private void fail(Instance instance, @Nullable TaskState seen, InstanceDriverException refused) {
        log.warn("instance {} goes to ERROR", instance.getUuid(), refused);
        instance.setVmState(VmState.ERROR);
        instance.setTaskState(null);
        SortedSet<String> changed = instance.changes();
        instance.saveExpecting(VmState.BUILDING, seen);
        events.line(AgentAction.SPAWN_FAILED)
                .instance(instance.getUuid())
                .version(instance)
                .changed(changed)
                .facts(Map.of("reason", refused.code()))
                .error(refused)
                .write();
    }
}
