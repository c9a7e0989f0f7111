package dev.attacca.walk;

import dev.attacca.compute.Instance;
import dev.attacca.compute.TaskState;
import dev.attacca.compute.VmState;
import dev.attacca.fleet.AgentProcess;
import dev.attacca.fleet.JsonLine;
import dev.attacca.fleet.Release;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An instance from its creation to its end, run and deleted by the agent of a release, and what could be seen on the way. The agent
 * is behind a {@link WireTap} and has stopped at the end.
 *
 * <p>Thread safety: confined to one thread.
 */
final class Life {
    private final Served served;
    private final Release release;
    private final Instant start = Instant.now();
    private final WireTap tap;
    private final AgentProcess agent;
    private final Sample sample;
    private Set<ProcessHandle> processes = Set.of();
    private Map<String, @Nullable Object> activeRow = Map.of();
    private @Nullable Instance active;

    private Life(SharedFleet shared, Release release) {
        this.served = shared.served();
        this.release = release;
        this.tap = WireTap.to(shared.conductor().port());
        this.agent =
                shared.fleet().launch(AgentProcess.Options.of(release, "mixed-" + release.version(), tap.address()));
        this.sample = Sample.store(served.context(), agent.host());
    }

    /** Stores an instance and starts its agent; waits for neither. */
    static Life begin(SharedFleet shared, Release release) {
        return new Life(shared, release);
    }

    /** Waits until the instance runs, then asks for its end. */
    void runAndAsk() {
        awaitEvent("activated");
        processes = Set.copyOf(agent.instances().keySet());
        activeRow = served.rows().instance(uuid());
        Instance seen = Objects.requireNonNull(Instance.query(served.context()).byUuid(uuid()));
        active = Objects.requireNonNull(Instance.query(served.context()).byUuid(uuid()));
        seen.setTaskState(TaskState.DELETING);
        seen.saveExpecting(VmState.ACTIVE, null);
    }

    /** Waits until it is deleted, then stops the agent. */
    void end() {
        awaitEvent("destroyed");
        agent.stop();
        tap.close();
    }

    private void awaitEvent(String action) {
        agent.events().await(action, line -> line.has("action", action) && line.has("instance", uuid().toString()));
    }

    Release release() {
        return release;
    }

    Sample sample() {
        return sample;
    }

    UUID uuid() {
        return sample.instance().getUuid();
    }

    /** When all began, by the clock that conductor, database and agent have too. */
    Instant start() {
        return start;
    }

    /** What ran for it, as it ran. */
    Set<ProcessHandle> processes() {
        return processes;
    }

    /** What runs for it now. */
    Set<ProcessHandle> remaining() {
        return agent.instances().keySet();
    }

    /** Its row while it ran. */
    Map<String, @Nullable Object> activeRow() {
        return activeRow;
    }

    /** How a client of the newest release saw it while it ran. */
    Instance active() {
        return Objects.requireNonNull(active);
    }

    /** How a client of the newest release sees it now. */
    Instance dead() {
        return Objects.requireNonNull(
                Instance.query(served.contextWithDeleted()).byUuid(uuid()));
    }

    /** What passed between its agent and the conductor. */
    WireTap tap() {
        return tap;
    }

    /** Whether a line of the call log is about a call of its agent. */
    boolean made(JsonLine call) {
        return call.has("peer", "agent " + agent.host());
    }
}
