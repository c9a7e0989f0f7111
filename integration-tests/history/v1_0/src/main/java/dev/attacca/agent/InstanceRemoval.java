package dev.attacca.agent;

import dev.attacca.agent.driver.InstanceDriver;
import dev.attacca.agent.event.AgentAction;
import dev.attacca.agent.event.EventLog;
import dev.attacca.agent.state.DeleteJournal;
import dev.attacca.agent.state.DeleteJournal.Entry;
import dev.attacca.agent.state.DeleteJournal.QuotasStep;
import dev.attacca.compute.BlockDeviceMapping;
import dev.attacca.compute.Instance;
import dev.attacca.compute.PowerState;
import dev.attacca.compute.TaskState;
import dev.attacca.compute.VmState;
import dev.attacca.error.ConflictException;
import dev.attacca.error.NotFoundException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes an instance. The order, and what a crash after each step leaves:
 *
 * <ol>
 *   <li>Destroy the process. Nothing is saved yet: the next pass begins again.
 *   <li>Note the moment of termination in the journal, then save {@code vmState=DELETED}, {@code taskState=null}, {@code
 *       powerState=NOSTATE}, {@code terminatedAt} while the row still says what was seen. Of several agents exactly one succeeds, and
 *       {@code terminatedAt} is its signature: a row that shows the moment in the journal is this agent's to finish, another is not.
 *   <li>Read the system metadata.
 *   <li>Destroy each block device. One that is gone already is no failure.
 *   <li>Give back the quotas: the only step that must not be taken twice, see {@link QuotasRelease}.
 *   <li>Destroy the row: marked deleted, it stays. From here on no pass sees it any more; forget the journal's entry.
 * </ol>
 *
 * <p>A row in {@code DELETED} that is live is a delete half done. This agent's own goes on at once. Anybody else's is left alone
 * until its row has rested, by this agent's clock, so that an agent at work is not disturbed; then it is claimed by signing it with
 * a new {@code terminatedAt}, which again only one agent can do.
 *
 * <p>Source: {@code nova/compute/manager.py}, {@code _delete_instance} and {@code _complete_partial_deletion}. Thread safety:
 * confined to the reconciler's thread.
 */
final class InstanceRemoval {
    private static final Logger log = LoggerFactory.getLogger(InstanceRemoval.class);

    private final InstanceDriver driver;
    private final DeleteJournal journal;
    private final QuotasRelease quotas;
    private final Duration takeoverAfter;
    private final EventLog events;
    private final Map<UUID, Rest> resting = new HashMap<>();

    /** Since when, on the monotonic clock, a row has been seen in one and the same version. */
    private record Rest(long rowVersion, long sinceNanos) {}

    InstanceRemoval(
            InstanceDriver driver,
            DeleteJournal journal,
            QuotasRelease quotas,
            Duration takeoverAfter,
            EventLog events) {
        this.driver = driver;
        this.journal = journal;
        this.quotas = quotas;
        this.takeoverAfter = takeoverAfter;
        this.events = events;
    }

    /** Deletes an instance that somebody asked to delete. */
    void remove(Instance instance) {
        UUID uuid = instance.getUuid();
        VmState seen = instance.getVmState();
        driver.destroy(uuid);
        events.line(AgentAction.PROCESS_DESTROYED)
                .instance(uuid)
                .version(instance)
                .write();
        // A save whose answer was lost may still arrive: a second try must carry the same signature.
        Entry before = journal.find(uuid);
        Entry entry = before == null ? journal.begin(uuid, StoredTime.now()) : before;
        instance.setVmState(VmState.DELETED);
        instance.setTaskState(null);
        instance.setPowerState(PowerState.NOSTATE);
        instance.setTerminatedAt(entry.terminatedAt());
        SortedSet<String> changed = instance.changes();
        try {
            instance.saveExpecting(seen, TaskState.DELETING);
        } catch (ConflictException overtaken) {
            if (!signedByUs(instance, entry)) {
                loseRace(uuid, overtaken);
                return;
            }
        } catch (NotFoundException deleted) {
            loseRace(uuid, deleted);
            return;
        }
        events.line(AgentAction.MARKED_DELETED)
                .instance(uuid)
                .version(instance)
                .changed(changed)
                .write();
        finish(instance, entry);
    }

    /** An answer that was lost on the way leaves a row that conflicts with a second try of its own save. */
    private static boolean signedByUs(Instance instance, Entry entry) {
        try {
            instance.refresh();
        } catch (NotFoundException finishedBySomebodyElse) {
            return false;
        }
        return instance.getVmState() == VmState.DELETED && entry.terminatedAt().equals(instance.getTerminatedAt());
    }

    private void loseRace(UUID uuid, RuntimeException cause) {
        journal.forget(uuid);
        log.info("instance {} is being deleted by another agent", uuid);
        events.line(AgentAction.RACE_LOST).instance(uuid).error(cause).write();
    }

    /** Goes on with a delete that is half done: the row says {@code DELETED} and is live. */
    void resume(Instance instance) {
        UUID uuid = instance.getUuid();
        Entry entry = journal.find(uuid);
        if (entry != null && entry.terminatedAt().equals(instance.getTerminatedAt())) {
            log.info("instance {}: going on with its delete, quotas {}", uuid, entry.quotas());
            finish(instance, entry);
        } else if (rested(instance)) {
            takeOver(instance);
        }
    }

    private boolean rested(Instance instance) {
        long now = System.nanoTime();
        Rest rest = resting.compute(
                instance.getUuid(),
                (uuid, before) -> before != null && before.rowVersion == instance.getRowVersion()
                        ? before
                        : new Rest(instance.getRowVersion(), now));
        return now - rest.sinceNanos >= takeoverAfter.toNanos();
    }

    private void takeOver(Instance instance) {
        UUID uuid = instance.getUuid();
        driver.destroy(uuid);
        Entry begun = journal.begin(uuid, StoredTime.now());
        // Quotas come after all block devices, so while one of those is live they were certainly not given back.
        boolean quotasOwed = !instance.getBlockDevices().isEmpty();
        Entry entry = quotasOwed ? begun : journal.quotas(begun, QuotasStep.SETTLED, 0);
        instance.setTerminatedAt(entry.terminatedAt());
        SortedSet<String> changed = instance.changes();
        instance.saveExpecting(VmState.DELETED, instance.getTaskState());
        resting.remove(uuid);
        log.warn("instance {}: finishing a delete that another agent began and left", uuid);
        events.line(AgentAction.TAKEN_OVER)
                .instance(uuid)
                .version(instance)
                .changed(changed)
                .write();
        if (!quotasOwed) {
            quotas.tellLeft(instance, "the agent before may have given them back");
        }
        finish(instance, entry);
    }

    private void finish(Instance instance, Entry entry) {
        UUID uuid = instance.getUuid();
        Map<String, String> metadata = instance.getSystemMetadata();
        events.line(AgentAction.METADATA_READ)
                .instance(uuid)
                .version(instance)
                .facts(Map.of("keys", String.join(",", metadata.keySet())))
                .write();
        releaseBlockDevices(uuid, instance.getBlockDevices());
        if (!quotas.release(instance, entry)) {
            return;
        }
        try {
            instance.destroy();
        } catch (NotFoundException deletedAlready) {
            log.debug("instance {}: its row was marked deleted before", uuid, deletedAlready);
        }
        journal.forget(uuid);
        log.info("instance {} is deleted", uuid);
        events.line(AgentAction.DESTROYED).instance(uuid).version(instance).write();
    }

    private void releaseBlockDevices(UUID uuid, List<BlockDeviceMapping> devices) {
        for (BlockDeviceMapping device : devices) {
            try {
                device.destroy();
            } catch (NotFoundException deletedAlready) {
                log.debug("instance {}: {} was gone before", uuid, device.getDeviceName(), deletedAlready);
            }
            events.line(AgentAction.BLOCK_DEVICE_RELEASED)
                    .instance(uuid)
                    .version(device)
                    .facts(Map.of(
                            "device",
                            device.getDeviceName(),
                            "uuid",
                            device.getUuid().toString()))
                    .write();
        }
    }

    /** Forgets what is not on this host any more. After its quotas a delete has one step left: that one's answer was lost. */
    void retain(Set<UUID> present) {
        resting.keySet().retainAll(present);
        for (UUID uuid : journal.list()) {
            if (!present.contains(uuid)) {
                Entry entry = journal.find(uuid);
                if (entry != null && entry.quotas() == QuotasStep.SETTLED) {
                    log.info("instance {} is deleted", uuid);
                    events.line(AgentAction.DESTROYED).instance(uuid).write();
                }
                journal.forget(uuid);
            }
        }
    }
}
