package dev.attacca.agent.driver;

import dev.attacca.compute.PowerState;
import java.util.Set;
import java.util.UUID;

/**
 * Starts, watches and stops what runs behind instances on this host.
 *
 * <p>Every method may be called again after a crash half-way through: it then finishes what was begun. What was started outlives
 * this process, and the next driver over the same state finds it again.
 *
 * <p>Thread safety: implementations are safe for use by several threads.
 */
public interface InstanceDriver {
    /**
     * Makes an instance run; does nothing when it runs already.
     *
     * @throws InstanceDriverException if it cannot be started; nothing of it is left then
     */
    void spawn(InstanceSpec spec);

    /**
     * What an instance does now. {@link PowerState#NOSTATE} means that this driver knows nothing of it: never started here, or
     * destroyed.
     */
    PowerState powerState(UUID uuid);

    /**
     * Stops an instance and forgets it: returns once nothing of it runs any more. Does nothing when the driver does not know it.
     *
     * @throws InstanceDriverException if it could not be stopped; it is still known then
     */
    void destroy(UUID uuid);

    /** The instances this driver knows, running or not; a copy. */
    Set<UUID> list();
}
