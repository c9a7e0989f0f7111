package dev.attacca.transport;

import dev.attacca.error.ProtocolException;
import dev.attacca.transport.thrift.Caller;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The large results that are on their way to one caller, within what it said it holds.
 *
 * <p>Thread safety: confined to the event loop of its connection.
 */
final class ArrivingParts {
    private final long budget;
    private long held;

    /**
     * Of one connection.
     *
     * @param promised what the caller said it holds; frames may take a sixteenth more than the bytes in them
     */
    ArrivingParts(int promised) {
        this.budget = promised + promised / 16L;
    }

    /**
     * Takes a part in.
     *
     * @param call what was asked, or null if nothing was
     * @throws ProtocolException if nobody expects it, or it is too small or too much
     */
    void arrived(Caller.part_args part, int frameBytes, @Nullable PendingCall call) {
        ByteBuffer piece = part.bufferForBytes();
        int length = piece == null ? 0 : piece.remaining();
        if (call == null || !call.takesParts()) {
            throw bad("part of an answer " + part.getSeqid()
                    + " to nothing that was asked (expected: the seqid of a call)");
        }
        if (piece == null || length < ServerOptions.LEAST_PART_BYTES) {
            throw bad("part of an answer: " + length + " bytes (expected: at least " + ServerOptions.LEAST_PART_BYTES
                    + ")");
        }
        if (call.partsUnwanted()) {
            return;
        }
        held += frameBytes;
        if (held > budget) {
            throw bad("parts of answers: " + held + " bytes (expected: at most " + budget + ")");
        }
        ReplyParts parts = call.parts();
        if (parts == null) {
            parts = new ReplyParts();
            call.parts(parts);
        }
        parts.add(piece, frameBytes);
    }

    /** The parts of a call that is answered are its reader's now. */
    void handedOver(PendingCall call) {
        ReplyParts parts = call.parts();
        if (parts != null) {
            held -= parts.frameBytes();
        }
    }

    /** Nobody waits for this call any more. */
    void drop(PendingCall call) {
        handedOver(call);
        call.dropParts();
    }

    private static ProtocolException bad(String message) {
        return new ProtocolException(ProtocolException.BAD_FRAME, message);
    }
}
