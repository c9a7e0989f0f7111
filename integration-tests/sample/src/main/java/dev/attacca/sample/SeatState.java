package dev.attacca.sample;

import dev.attacca.annotation.Added;

/** What a seat is. */
public enum SeatState {
    /** Anybody may have it. */
    FREE,
    /** Somebody has it. */
    TAKEN,
    /** Kept for somebody who has not paid yet. */
    @Added(in = "1.1", fallback = "TAKEN")
    RESERVED
}
