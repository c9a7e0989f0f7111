package dev.attacca.compute;

/**
 * What an instance is, as far as its owner is concerned: the stable state reached by the last finished operation.
 *
 * <p>Source: {@code nova/compute/vm_states.py}.
 */
public enum VmState {
    /** Runs. */
    ACTIVE,
    /** Is being made and does not run yet. */
    BUILDING,
    /** Stopped in memory. */
    PAUSED,
    /** Stopped, its memory on disk. */
    SUSPENDED,
    /** Powered off, its disks kept. */
    STOPPED,
    /** Runs from a rescue image. */
    RESCUED,
    /** Was given another flavor and waits for its owner to confirm. */
    RESIZED,
    /** Deleted for its owner; an operator can still bring it back. */
    SOFT_DELETED,
    /** Gone for good. */
    DELETED,
    /** An operation failed; a person has to look. */
    ERROR,
    /** Powered off and kept as an image, its host still holding it. */
    SHELVED
}
