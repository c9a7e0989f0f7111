package dev.attacca.compute;

/**
 * Which operation on an instance is under way. No operation is null, never a constant.
 *
 * <p>Source: {@code nova/compute/task_states.py}, the part that this domain has operations for.
 */
public enum TaskState {
    /** A host is being chosen. */
    SCHEDULING,
    /** Its host starts it for the first time. */
    SPAWNING,
    /** Its host stops it. */
    POWERING_OFF,
    /** Its host starts it again. */
    POWERING_ON,
    /** Its host stops and starts it. */
    REBOOTING,
    /** Its host removes it. */
    DELETING
}
