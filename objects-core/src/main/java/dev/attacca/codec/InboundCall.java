package dev.attacca.codec;

import dev.attacca.indirection.LocalIndirection;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.ContextBound;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectSnapshot;
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
public final class InboundCall implements LocalIndirection.Completion<@Nullable Object, CallCodec.Written> {
    /** With the few bytes more that row version and times take, within every frame that may be agreed. */
    private static final int MOST_CERTAIN_BYTES = 4_096;

    private final CallCodec.Incoming incoming;
    private CallCodec.@Nullable Request decoded;
    private @Nullable ContextBound receiver;
    private BodyMemory answerMemory = BodyMemory.NEW;
    private LastLook last = written -> {};

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
        answerMemory = memory;
        last = lastLook;
        return bodies.perform(
                new ActionRequest(
                        Objects.requireNonNull(receiver), method(), decoded().arguments()),
                this);
    }

    /** For the indirection that runs the body. */
    @Override
    public CallCodec.Written complete(@Nullable Object result, ObjectSnapshot before) {
        CallCodec.Request request = decoded();
        CallCodec.Written written = incoming.writeReply(request.receiver(), before, result, answerMemory)
                .after(request.losses());
        last.at(written);
        return written;
    }

    /**
     * The answer is written once before the write that nobody can undo: as nothing changes in it but row version and times, it can
     * then be written again.
     */
    @Override
    public LocalIndirection.@Nullable Completion<@Nullable Object, CallCodec.Written> certain(
            @Nullable Object result, ObjectSnapshot before) {
        CallCodec.Request request = decoded();
        CallCodec.Written tried = incoming.writtenAlike(request.receiver(), before, result);
        if (tried == null || tried.length() > MOST_CERTAIN_BYTES) {
            return null;
        }
        last.at(tried);
        return (returned, was) -> incoming.writeReply(request.receiver(), was, returned, answerMemory)
                .after(request.losses());
    }

    private CallCodec.Request decoded() {
        return Objects.requireNonNull(decoded, "decode(...) comes first");
    }
}
