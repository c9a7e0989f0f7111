package dev.attacca.codec;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.DecodeException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectRegistry;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of calls and replies under what two sides agreed on. A request carries the receiver (of an object action) and the
 * arguments; a reply carries the updates of the receiver and the result. Both sides' rules are the same whatever the bytes
 * look like: nothing of a write is lost silently, a reply is applied as a whole, and only {@link DecodeException} leaves when
 * bytes make no sense.
 *
 * <p>Thread safety: safe for use by several threads.
 */
public sealed interface CallCodec permits BinaryCallCodec, JsonCallCodec {
    /** The binary codec for what two sides agreed on. */
    static CallCodec binary(Agreement agreement) {
        return new BinaryCallCodec(agreement);
    }

    /** The JSON codec for what two sides agreed on; a call may name other versions for itself. */
    static CallCodec json(ObjectRegistry registry, Agreement agreement) {
        return new JsonCallCodec(registry, ManifestAgreements.of(registry, agreement));
    }

    /**
     * The JSON codec for peers without a schema set: each call names the versions its caller knows. One that names none is
     * answered in the oldest versions, never in the newest.
     */
    static CallCodec jsonForStrangers(ObjectRegistry registry) {
        return new JsonCallCodec(registry, ManifestAgreements.ofStrangers(registry));
    }

    /** The codec's name in the handshake. */
    String name();

    /** What the two sides agreed on. */
    Agreement agreement();

    /**
     * A written body.
     *
     * @param bytes of it, in the memory that was given; the array may be longer than it
     * @param losses what the reader does not get; and, of an answered call, what this side could not keep of the request
     * @param updated for a reply, the receiver's fields that it updates, nested ones not included
     */
    record Written(ByteBuffer bytes, List<Loss> losses, List<String> updated) {
        /** How many bytes it has. */
        public int length() {
            return bytes.remaining();
        }

        /** A copy of the bytes. */
        public byte[] body() {
            return copy(bytes);
        }

        /** The same answer, with what was lost of the request before what is lost of the answer. */
        Written after(List<Loss> ofRequest) {
            return ofRequest.isEmpty()
                    ? this
                    : new Written(
                            bytes,
                            Stream.concat(ofRequest.stream(), losses.stream()).toList(),
                            updated);
        }
    }

    /** A written question, which knows how its answer is read. Confined to one thread at a time. */
    interface Sent {
        /** The bytes of the question, in the memory that was given. */
        ByteBuffer body();

        /**
         * Reads the answer; its objects are bound to the context of the question, the receivers are not touched.
         *
         * @param answer the bytes, of which nothing is kept
         * @throws DecodeException if the bytes are no answer to it; its outcome is then unknown
         */
        Reply read(ByteBuffer answer);
    }

    /**
     * Writes a call.
     *
     * @throws VersionMismatchException as {@link #writeRequest}
     */
    Sent ask(ActionRequest call, BodyMemory memory);

    /**
     * Writes several calls that are one; each receiver once. The result of its reply is the list of theirs.
     *
     * @throws VersionMismatchException as {@link #writeRequest}
     */
    Sent askTogether(List<ActionRequest> calls, BodyMemory memory);

    /**
     * Writes a request.
     *
     * @param receiver the object, or {@code null} for a class action
     * @throws VersionMismatchException if a change or an argument has no place in what the other side knows; nothing of a
     *     write is ever lost silently
     */
    byte[] writeRequest(@Nullable VersionedObject receiver, RemotableMethod method, @Nullable Object[] arguments);

    /**
     * A read request.
     */
    interface Request {
        /** The object, or {@code null} for a class action. */
        @Nullable
        VersionedObject receiver();

        /** One per parameter. */
        @Nullable
        Object[] arguments();

        /** Changes of the caller that nobody here can keep: in fields that were removed since. */
        List<Loss> losses();
    }

    /**
     * Finds out what a call wants; nothing of it is built yet.
     *
     * @param type the class's id in the agreement; without meaning to a codec that carries names
     * @param method the remotable's id, likewise
     * @param onQuery whether it is a class action
     * @param body its bytes, in an array; they are used until it is read
     * @throws AttaccaException if there is no such class or remotable between the two sides
     */
    Incoming open(int type, int method, boolean onQuery, ByteBuffer body);

    /** The remotable that such a call wants, or null where there is none or only its body would tell. Never throws. */
    @Nullable
    RemotableMethod methodOf(int type, int method, boolean onQuery);

    /** A call that arrived. What is called is known, its objects are not built yet. Confined to one thread. */
    interface Incoming {
        /** The class it is for. */
        AgreedType type();

        /** What is called. */
        RemotableMethod method();

        /**
         * Builds its objects, bound to the context.
         *
         * @throws DecodeException if the bytes are not a request of that method
         */
        Request read(ObjectContext context);

        /**
         * Writes its reply in the shape that the caller knows.
         *
         * @param receiver the object after the body, or {@code null} for a class action
         * @param before the object before it; given exactly if the receiver is
         */
        Written writeReply(
                @Nullable VersionedObject receiver,
                @Nullable ObjectSnapshot before,
                @Nullable Object result,
                BodyMemory memory);

        /**
         * Writes a reply that nobody gets, to learn whether one can be written for sure once numbers and times of the objects have
         * changed; {@code null} where that would prove nothing, since code of a domain looks at them on the way to the caller.
         */
        default @Nullable Written writtenAlike(
                @Nullable VersionedObject receiver, @Nullable ObjectSnapshot before, @Nullable Object result) {
            return null;
        }
    }

    /**
     * Writes a reply in the agreed shape.
     *
     * @param receiver the object after the body, or {@code null} for a class action
     * @param before the object before it; given exactly if the receiver is
     */
    Written writeReply(
            @Nullable VersionedObject receiver,
            @Nullable ObjectSnapshot before,
            RemotableMethod method,
            @Nullable Object result);

    /**
     * A read reply.
     *
     * @param result what the body returned; of several calls, the list of what each returned
     * @param updates bring the receivers up to date, in any order; none of them fails
     */
    record Reply(@Nullable Object result, List<Runnable> updates) {}

    /**
     * Reads a reply; its objects are bound to the context, the receiver is not touched.
     *
     * @throws DecodeException if the bytes are not a reply to that method; its outcome is then unknown
     */
    Reply readReply(byte[] body, @Nullable VersionedObject receiver, RemotableMethod method, ObjectContext context);

    /**
     * Which remotable one call of a batch is for; the ids are those of {@link #open}.
     *
     * @param type the class's id
     * @param method the remotable's id
     * @param onQuery whether it is a class action
     */
    record BatchCall(int type, int method, boolean onQuery) {}

    /**
     * Finds out what the calls of a batch want.
     *
     * @throws AttaccaException if there is no such class or remotable between the two sides
     */
    BatchIncoming openBatch(List<BatchCall> calls, ByteBuffer body);

    /** A batch that arrived. Confined to one thread. */
    interface BatchIncoming {
        /** What is called, in order. */
        List<RemotableMethod> methods();

        /**
         * Builds its objects, bound to the context.
         *
         * @throws DecodeException if the bytes are not a batch of these calls
         */
        List<ActionRequest> read(ObjectContext context);

        /**
         * Writes its reply in the shape that the caller knows.
         *
         * @param before the receivers before the bodies ran
         * @param results one for each call
         */
        Written writeReply(ObjectSnapshot before, List<@Nullable Object> results, BodyMemory memory);
    }

    /** A copy of the bytes of a body. */
    static byte[] copy(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return bytes;
    }
}
