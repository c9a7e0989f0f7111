package dev.attacca.codec;

import dev.attacca.indirection.LocalIndirection;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.ContextBound;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.Slots;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call on the side that runs its body: what it came with becomes a method, its bytes become objects, the body runs in
 * a unit of work, and what it changed is encoded in the caller's versions before the unit is committed; so that an answer
 * that cannot be given undoes its call. Conductors and the loopback of tests run their calls through here.
 *
 * <p>Confined to one thread.
 */
public final class InboundCall {
    private final CallCodec.Incoming incoming;
    private CallCodec.@Nullable Request decoded;
    private @Nullable ContextBound receiver;

    /**
     * A call that arrived under an agreement.
     *
     * @param codec what was agreed on with the caller
     * @param typeId the class's id; without meaning to a codec that carries names
     * @param methodId the remotable's id, likewise
     * @param onQuery whether it was called on the class's query
     * @param body the receiver and the arguments, in an array; used until the call is decoded
     * @throws dev.attacca.error.UnknownTypeException if there is no such class
     * @throws dev.attacca.error.UnknownMethodException if there is no such remotable
     * @throws dev.attacca.error.VersionMismatchException if the two sides' versions of the class do not go together
     */
    public InboundCall(CallCodec codec, int typeId, int methodId, boolean onQuery, ByteBuffer body) {
        this.incoming = codec.open(typeId, methodId, onQuery, body);
    }

    /** What was agreed about the class. */
    public AgreedType type() {
        return incoming.type();
    }

    /** What is called. */
    public RemotableMethod method() {
        return incoming.method();
    }

    /**
     * Reads receiver and arguments, bound to a context.
     *
     * @throws dev.attacca.error.DecodeException if the bytes are not a request of the method
     */
    public InboundCall decode(ObjectContext context) {
        CallCodec.Request request = incoming.read(context);
        receiver = request.receiver() == null
                ? context.query(Objects.requireNonNull(type().type().queryType()))
                : request.receiver();
        decoded = request;
        return this;
    }

    /** The names of the fields that the caller had changed in the receiver, sorted; empty for a class action. */
    public List<String> changedByCaller() {
        var object = decoded().receiver();
        return object == null || Slots.dirty(object) == 0 ? List.of() : List.copyOf(object.changes());
    }

    /** The last look at an answer while its call can still be undone. */
    @FunctionalInterface
    public interface LastLook {
        /** Undoes the call by throwing. */
        void at(CallCodec.Written reply);
    }

    /**
     * Runs the body and encodes the answer.
     *
     * @param bodies where the body finds its unit of work
     * @param memory where the answer is put
     * @throws RuntimeException what the body, the encoding, the last look or the commit threw; nothing was then applied,
     *     unless an error of ours says otherwise
     */
    public CallCodec.Written run(LocalIndirection bodies, BodyMemory memory, LastLook lastLook) {
        CallCodec.Request request = decoded();
        ActionRequest action = new ActionRequest(Objects.requireNonNull(receiver), method(), request.arguments());
        return bodies.perform(action, (result, before) -> {
            CallCodec.Written written = incoming.writeReply(request.receiver(), before, result, memory)
                    .after(request.losses());
            lastLook.at(written);
            return written;
        });
    }

    private CallCodec.Request decoded() {
        return Objects.requireNonNull(decoded, "decode(...) comes first");
    }
}
