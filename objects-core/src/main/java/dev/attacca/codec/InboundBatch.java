package dev.attacca.codec;

import dev.attacca.indirection.LocalIndirection;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A batch on the side that runs its bodies: as {@link InboundCall}, but all calls in one unit of work.
 *
 * <p>Confined to one thread.
 */
public final class InboundBatch {
    private final CallCodec.BatchIncoming incoming;

    /**
     * A batch that arrived under an agreement.
     *
     * @param codec what was agreed on with the caller
     * @param calls what is called, at least one
     * @param body the receivers and the arguments
     * @throws dev.attacca.error.UnknownTypeException if there is no such class
     * @throws dev.attacca.error.UnknownMethodException if there is no such remotable
     * @throws dev.attacca.error.VersionMismatchException if the two sides' versions of a class do not go together
     */
    public InboundBatch(CallCodec codec, List<CallCodec.BatchCall> calls, ByteBuffer body) {
        this.incoming = codec.openBatch(calls, body);
    }

    /** What is called, in order. */
    public List<RemotableMethod> methods() {
        return incoming.methods();
    }

    /**
     * Runs the bodies, all or none, and encodes the answer.
     *
     * @param context what receivers and arguments are bound to
     * @param bodies where the bodies find their unit of work
     * @param memory where the answer is put
     * @throws dev.attacca.error.DecodeException if the bytes are not a batch of these calls
     * @throws dev.attacca.error.BatchFailedException if a body threw
     * @throws RuntimeException what the encoding, the last look or the commit threw; nothing was then applied, unless an
     *     error of ours says otherwise
     */
    public CallCodec.Written run(
            ObjectContext context, LocalIndirection bodies, BodyMemory memory, InboundCall.LastLook lastLook) {
        List<ActionRequest> requests = incoming.read(context);
        return bodies.performTogether(requests, (results, before) -> {
            CallCodec.Written written = incoming.writeReply(before, results, memory);
            lastLook.at(written);
            return written;
        });
    }
}
