package dev.attacca.agent;

import dev.attacca.agent.driver.InstanceDriver;
import dev.attacca.agent.event.AgentAction;
import dev.attacca.agent.event.EventLog;
import dev.attacca.compute.Instance;
import dev.attacca.compute.TaskState;
import dev.attacca.compute.VmState;
import dev.attacca.error.ConductorUnavailableException;
import dev.attacca.error.ConnectionLostException;
import dev.attacca.error.DatabaseUnavailableException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ReadDeleted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at the instances of a host: each is brought one step on towards what its row asks for. A failure with one instance does
 * not keep the others from their turn, unless nothing could be done for them either.
 *
 * <p>Thread safety: confined to the reconciler's thread.
 */
final class HostReconciler {
    private static final Logger log = LoggerFactory.getLogger(HostReconciler.class);

    private final String host;
    private final InstanceDriver driver;
    private final InstanceLaunch launch;
    private final InstanceRemoval removal;
    private final PowerReport power;
    private final EventLog events;
    private final BooleanSupplier stopping;

    /** What each instance failed with last time, so that a failure that stays is told once. */
    private final Map<UUID, String> told = new HashMap<>();

    HostReconciler(
            String host,
            InstanceDriver driver,
            InstanceLaunch launch,
            InstanceRemoval removal,
            PowerReport power,
            EventLog events,
            BooleanSupplier stopping) {
        this.host = host;
        this.driver = driver;
        this.launch = launch;
        this.removal = removal;
        this.power = power;
        this.events = events;
        this.stopping = stopping;
    }

    /**
     * Looks once. Ends early, between two instances, when the agent stops.
     *
     * @throws dev.attacca.error.AttaccaException if the instances could not be read, or no conductor or database answers any more
     */
    void pass(ObjectContext context) {
        List<Instance> instances = Instance.query(context).byHost(host);
        Set<UUID> present = new TreeSet<>();
        instances.forEach(instance -> present.add(instance.getUuid()));
        told.keySet().retainAll(present);
        removal.retain(present);
        for (Instance instance : instances) {
            if (stopping.getAsBoolean()) {
                return;
            }
            attempt(instance);
        }
        Set<UUID> strangers = driver.list();
        strangers.removeAll(present);
        for (UUID uuid : strangers) {
            reap(context, uuid);
        }
    }

    private void attempt(Instance instance) {
        UUID uuid = instance.getUuid();
        try {
            step(instance);
            told.remove(uuid);
        } catch (ConductorUnavailableException | ConnectionLostException | DatabaseUnavailableException outage) {
            throw outage;
        } catch (RuntimeException failure) {
            String code = EventLog.code(failure);
            if (!code.equals(told.put(uuid, code))) {
                log.warn("instance {} failed and is tried again at every pass", uuid, failure);
                events.line(AgentAction.FAILED).instance(uuid).error(failure).write();
            }
        }
    }

    private void step(Instance instance) {
        VmState vmState = instance.getVmState();
        TaskState taskState = instance.getTaskState();
        if (vmState == VmState.DELETED) {
            removal.resume(instance);
        } else if (taskState == TaskState.DELETING) {
            removal.remove(instance);
        } else if (vmState == VmState.BUILDING && waitsForLaunch(taskState)) {
            launch.launch(instance);
        } else if (taskState == null) {
            power.report(instance);
        }
    }

    private static boolean waitsForLaunch(@Nullable TaskState taskState) {
        return taskState == null || taskState == TaskState.SCHEDULING || taskState == TaskState.SPAWNING;
    }

    /**
     * Destroys what still runs for an instance whose row is marked deleted. A row that is missing proves nothing: the conductor may
     * have the wrong database.
     */
    private void reap(ObjectContext context, UUID uuid) {
        ObjectContext withDeleted = context.with(context.request().withReadDeleted(ReadDeleted.YES));
        Instance instance = Instance.query(withDeleted).byUuid(uuid);
        if (instance != null && instance.deleted()) {
            driver.destroy(uuid);
            log.warn("instance {} was deleted elsewhere; its process on this host is destroyed", uuid);
            events.line(AgentAction.REAPED).instance(uuid).version(instance).write();
        }
    }
}
