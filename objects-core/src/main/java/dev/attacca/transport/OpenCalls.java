package dev.attacca.transport;

import org.jspecify.annotations.Nullable;

/**
 * The calls that an event loop was handed and that have not ended, and which of them a thread waits for.
 *
 * <p>Thread safety: confined to the driver of the loop.
 */
final class OpenCalls {
    private @Nullable PendingCall firstWaiting;
    private int waiting;
    private int open;
    private int moves;

    void opened(PendingCall call) {
        open++;
        moves++;
        if (call.waiterMayDrive) {
            call.next = firstWaiting;
            if (firstWaiting != null) {
                firstWaiting.previous = call;
            }
            firstWaiting = call;
            call.listed = true;
            waiting++;
        }
    }

    void closed(PendingCall call) {
        open--;
        moves++;
        nobodyWaits(call);
    }

    /** Whoever waited for the call does so no more. */
    void nobodyWaits(PendingCall call) {
        if (!call.listed) {
            return;
        }
        call.listed = false;
        waiting--;
        if (call.previous == null) {
            firstWaiting = call.next;
        } else {
            call.previous.next = call.next;
        }
        if (call.next != null) {
            call.next.previous = call.previous;
        }
        call.previous = null;
        call.next = null;
    }

    int open() {
        return open;
    }

    /** How many of them have a thread that waits and may drive. */
    int waiting() {
        return waiting;
    }

    /** Counts calls that begin and end. */
    int moves() {
        return moves;
    }

    /** A call whose waiter may have to be woken to drive. */
    @Nullable
    PendingCall sleeper() {
        for (PendingCall call = firstWaiting; call != null; call = call.next) {
            if (call.waits()) {
                return call;
            }
        }
        return null;
    }
}
