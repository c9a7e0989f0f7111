package dev.attacca.compute;

/**
 * What the hypervisor last said about an instance, whatever its owner wanted.
 *
 * <p>Source: {@code nova/objects/fields.py}, {@code InstancePowerState}.
 */
public enum PowerState {
    /** Nothing is known: it was never started or is gone. */
    NOSTATE,
    /** Runs. */
    RUNNING,
    /** Stopped in memory. */
    PAUSED,
    /** Does not run. */
    SHUTDOWN,
    /** Ended on its own with a failure. */
    CRASHED,
    /** Stopped, its memory on disk. */
    SUSPENDED
}
