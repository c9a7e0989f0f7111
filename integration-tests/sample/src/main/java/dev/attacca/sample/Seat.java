package dev.attacca.sample;

import dev.attacca.annotation.Versioned;
import dev.attacca.object.VersionedObject;

/**
 * A seat of one concert.
 *
 * <p>Thread safety: confined to one thread at a time.
 */
@Versioned("1.1")
public abstract class Seat extends VersionedObject {

    /** The row, from 1. */
    public abstract int getRow();

    public abstract void setRow(int row);

    /** Whether it can be had. */
    public abstract SeatState getState();

    public abstract void setState(SeatState state);
}
