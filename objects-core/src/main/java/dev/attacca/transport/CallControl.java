package dev.attacca.transport;

import dev.attacca.codec.BodyMemory;
import dev.attacca.object.Deadline;
import java.net.SocketAddress;

/**
 * What a running call can learn about its caller's patience.
 *
 * <p>Thread safety: may be asked from any thread.
 */
public interface CallControl {
    /** Until when the caller waits, counted from the arrival of the call and at most ten minutes. */
    Deadline deadline();

    /**
     * Whether nobody waits any more: the caller cancelled, or its connection is gone. Ask before each step that can still be
     * undone; after COMMIT was sent it no longer matters.
     */
    boolean cancelled();

    /**
     * The longest body of an answer, in bytes. A longer one is replaced by a fault, so whoever can still undo the call
     * refuses it first.
     */
    int maxReplyBodyBytes();

    /** Memory for the body of the answer, for no longer than until the answer was returned. */
    default BodyMemory memory() {
        return BodyMemory.NEW;
    }

    /** From where the call came. */
    SocketAddress peer();

    /** What its caller says of it by numbers. */
    CallNumbers numbers();
}
