package dev.attacca.agent;

import dev.attacca.agent.driver.InstanceDriver;
import dev.attacca.agent.event.AgentAction;
import dev.attacca.agent.event.EventLog;
import dev.attacca.compute.Instance;
import dev.attacca.compute.PowerState;
import java.util.Map;
import java.util.SortedSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves what the driver says about an instance that nothing else is being done to, when the row says otherwise. Instances that the
 * driver does not know are left alone: a second agent, or one whose state was lost, has nothing to say about them.
 *
 * <p>Thread safety: confined to the reconciler's thread.
 */
final class PowerReport {
    private static final Logger log = LoggerFactory.getLogger(PowerReport.class);

    private final InstanceDriver driver;
    private final EventLog events;

    PowerReport(InstanceDriver driver, EventLog events) {
        this.driver = driver;
        this.events = events;
    }

    void report(Instance instance) {
        PowerState before = instance.getPowerState();
        PowerState now = driver.powerState(instance.getUuid());
        if (now == before || now == PowerState.NOSTATE) {
            return;
        }
        instance.setPowerState(now);
        SortedSet<String> changed = instance.changes();
        instance.saveExpecting(instance.getVmState(), null);
        if (now == PowerState.CRASHED) {
            log.warn("instance {} crashed: {} -> {} (see console.log in its folder)", instance.getUuid(), before, now);
        } else {
            log.info("instance {}: {} -> {}", instance.getUuid(), before, now);
        }
        events.line(AgentAction.POWER_STATE_SAVED)
                .instance(instance.getUuid())
                .version(instance)
                .changed(changed)
                .facts(Map.of("before", before.name(), "now", now.name()))
                .write();
    }
}
