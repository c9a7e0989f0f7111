package dev.attacca.agent.event;

import java.util.Locale;

/** What an agent can tell that it did. In a line it is written in lower case with {@code -} for {@code _}. */
public enum AgentAction {
    /** The agent runs; it may not have a conductor yet. */
    STARTED,
    /** A conductor answers: the first time, or again. */
    CONDUCTOR_ANSWERS,
    /** No conductor answers, or it refuses what every pass needs; the error says which. */
    CONDUCTOR_LOST,
    /** The agent's service row was made. */
    REGISTERED,
    /** The agent reported that it lives. */
    BEAT,
    /** The process of an instance runs. */
    SPAWNED,
    /** An instance was saved as active. */
    ACTIVATED,
    /** An instance was saved as failed, because it could not be started. */
    SPAWN_FAILED,
    /** A changed power state was saved. */
    POWER_STATE_SAVED,
    /** Nothing of the instance runs any more on this host. */
    PROCESS_DESTROYED,
    /** An instance was saved as deleted; its row is still live. */
    MARKED_DELETED,
    /** A delete that was begun by another agent, and rested, is this agent's now. */
    TAKEN_OVER,
    /** The system metadata of an instance was read. */
    METADATA_READ,
    /** A block device of an instance was destroyed. */
    BLOCK_DEVICE_RELEASED,
    /** The quotas of an instance were given back. */
    QUOTAS_RELEASED,
    /** Nobody can tell whether the quotas were given back, so they were not given back again; or the project has none. */
    QUOTAS_LEFT,
    /** The row of an instance is marked deleted. */
    DESTROYED,
    /** Another agent was faster; this one let go. */
    RACE_LOST,
    /** The process of an instance that was deleted meanwhile was destroyed. */
    REAPED,
    /** A step failed and is tried again; told once per instance and code. */
    FAILED,
    /** The agent ends in order. */
    STOPPED;

    /** The name in a line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
