package dev.attacca.transport;

import dev.attacca.codec.BodyMemory;
import dev.attacca.codec.CallCodec;
import dev.attacca.error.InvalidCallException;
import dev.attacca.object.Origin;
import org.jspecify.annotations.Nullable;

/**
 * A question that may be asked several times: what was asked first is asked again, whatever became of its objects since. It is
 * written once for all connections on which the same was agreed; for another agreement, such as that of a conductor of another
 * release, it is written anew, if its objects are still as they were. One that may write has the same number at every attempt.
 *
 * <p>Thread safety: attempts never overlap, and each happens after the one before.
 */
final class WrittenOnce implements BodyMemory {
    private final Outgoing outgoing;
    private final long callId;
    private @Nullable CallCodec agreed;
    private Outgoing.@Nullable Asked asked;
    private byte @Nullable [] bytes;

    WrittenOnce(Outgoing outgoing) {
        this.outgoing = outgoing;
        this.callId = outgoing.readOnly() ? 0 : Origin.own().nextCall();
    }

    @Override
    public byte[] array(int length) {
        byte[] taken = ByteArrays.SHARED.take(length);
        bytes = taken;
        return taken;
    }

    /** Whether it writes nothing. */
    boolean readOnly() {
        return outgoing.readOnly();
    }

    /**
     * Told once, when an answer was read and the question will not be asked again. One that was given up may still be on its way
     * to a connection, on another thread: then nobody tells, and its memory is nobody's.
     */
    void answered() {
        byte[] taken = bytes;
        if (taken != null) {
            bytes = null;
            ByteArrays.SHARED.giveBack(taken);
        }
    }

    /**
     * The question for a connection on which that was agreed.
     *
     * @throws InvalidCallException if it must be written anew and its objects have changed
     */
    Outgoing.Asked forSession(CallCodec codec) {
        Outgoing.Asked before = asked;
        CallCodec agreedBefore = agreed;
        if (before != null && agreedBefore != null) {
            if (agreedBefore == codec) {
                return before;
            }
            if (!before.body()
                    .equals(outgoing.written(agreedBefore, callId, BodyMemory.NEW)
                            .body())) {
                throw new InvalidCallException(
                        "call: its objects were changed while it was on its way to a conductor of another release"
                                + " (expected: left alone until its stage completes); call again");
            }
        }
        Outgoing.Asked written = outgoing.written(codec, callId, this);
        agreed = codec;
        asked = written;
        return written;
    }
}
