package dev.attacca.benchmarks.record;

import dev.attacca.annotation.Added;

/** The states of the measured server. */
public enum ServerState {
    /** Being made. */
    BUILDING,
    /** Running. */
    ACTIVE,
    /** Halted, its memory kept. */
    @Added(in = "1.1", fallback = "STOPPED")
    PAUSED,
    /** Powered off. */
    STOPPED,
    /** Failed. */
    ERROR,
    /** Gone. */
    DELETED
}
