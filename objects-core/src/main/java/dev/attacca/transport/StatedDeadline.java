package dev.attacca.transport;

import dev.attacca.error.DeadlineExceededException;
import dev.attacca.error.Outcome;
import dev.attacca.object.Deadline;
import dev.attacca.transport.thrift.Batch;
import dev.attacca.transport.thrift.Call;

/** What a call says of its deadline when it is sent: the milliseconds that are left, or nothing where they are what a conductor assumes. */
final class StatedDeadline {
    private static final int NANOS_OF_MILLI = 1_000_000;

    private StatedDeadline() {}

    /**
     * The call, which now says it.
     *
     * @throws DeadlineExceededException if nothing is left
     */
    static Call in(Call call, Deadline deadline) {
        int millis = millisLeft(deadline);
        if (millis == ActionCall.DEFAULT_DEADLINE_MILLIS) {
            call.unsetDeadlineMillis();
            return call;
        }
        return call.setDeadlineMillis(millis);
    }

    /** The batch, likewise. */
    static Batch in(Batch batch, Deadline deadline) {
        int millis = millisLeft(deadline);
        if (millis == ActionCall.DEFAULT_DEADLINE_MILLIS) {
            batch.unsetDeadlineMillis();
            return batch;
        }
        return batch.setDeadlineMillis(millis);
    }

    /** Of what is left of a millisecond the whole one: a call that has just begun asks for what its caller allowed it. */
    private static int millisLeft(Deadline deadline) {
        long millis = (deadline.remainingNanos() + NANOS_OF_MILLI - 1) / NANOS_OF_MILLI;
        if (millis <= 0 && deadline.passed()) {
            throw new DeadlineExceededException(
                    "deadline: passed before the call was sent (expected: time left); allow more time",
                    Outcome.REFUSED);
        }
        return (int) Math.max(1, millis);
    }
}
