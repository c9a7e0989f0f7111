package dev.attacca.codec;

import com.esotericsoftware.kryo.KryoException;
import dev.attacca.annotation.Remotable.Sends;
import dev.attacca.error.DecodeException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import dev.attacca.version.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of calls and replies under one agreement. A request carries the receiver (of an object action) and the
 * arguments; a reply carries the receiver's updates and the result.
 *
 * <p>Thread safety: safe for use by several threads.
 */
public final class CallCodec {
    private final Agreement agreement;

    /** A codec for what two sides agreed on. */
    public CallCodec(Agreement agreement) {
        this.agreement = agreement;
    }

    /** What the two sides agreed on. */
    public Agreement agreement() {
        return agreement;
    }

    /**
     * A written body.
     *
     * @param body the bytes
     * @param losses what the reader does not get
     * @param updated for a reply, the receiver's fields that it updates, nested ones not included
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on to the transport, never compared.
    public record Written(byte[] body, List<Loss> losses, List<String> updated) {}

    /**
     * Writes a request.
     *
     * @param receiver the object, or {@code null} for a class action
     * @throws VersionMismatchException if a change or an argument has no place in what the other side knows; nothing of a
     *     write is ever lost silently
     */
    public byte[] writeRequest(
            @Nullable VersionedObject receiver, RemotableMethod method, @Nullable Object[] arguments) {
        WireOutput out = new WireOutput(agreement);
        if (receiver != null) {
            refuseLostChanges(out, receiver);
            long carried = method.sends() == Sends.EVERYTHING_SET
                    ? -1L
                    : receiver.type().identityMask() | Slots.dirty(receiver);
            agreement.typed(receiver.type().name()).codec().write(out, receiver, carried);
            refuseLostValues(receiver, out.losses);
            out.losses.clear();
        }
        agreement.typed(method.owner()).codecOf(method).writeArguments(out, arguments);
        if (!out.losses.isEmpty()) {
            throw tooNew(method.owner(), method.qualifiedName() + ": its arguments would lose " + out.losses);
        }
        return out.bytes.toBytes();
    }

    private void refuseLostChanges(WireOutput out, VersionedObject object) {
        out.enter(object.type().name());
        long known = agreement.typed(object.type().name()).layout().toFields(-1L);
        long dirty = Slots.dirty(object);
        for (ObjectField field : object.type().fields()) {
            boolean changed = (dirty & field.bit()) != 0;
            if (changed && (known & field.bit()) == 0) {
                throw tooNew(
                        object.type().name(),
                        object.type().name() + "." + field.name() + ": changed, but unknown there");
            }
            if (changed) {
                Slots.held(Slots.value(object, field)).forEach(held -> refuseLostChanges(out, held));
            }
        }
        out.leave();
    }

    private void refuseLostValues(VersionedObject object, List<Loss> losses) {
        for (Loss loss : losses) {
            ObjectField field = object.type().field(loss.field());
            boolean harmless = loss.type().equals(object.type().name())
                    && field != null
                    && (Slots.dirty(object) & field.bit()) == 0;
            if (!harmless && !loss.what().startsWith("not in ")) {
                throw tooNew(object.type().name(), "the call would lose " + loss);
            }
        }
    }

    private VersionMismatchException tooNew(String type, String what) {
        Version here = agreement.typed(type).type().version();
        Version there = agreement.typed(type).layout().version();
        Map<String, String> details = new LinkedHashMap<>();
        details.put(VersionMismatchException.TYPE, type);
        details.put(VersionMismatchException.ASKED, here.toString());
        details.put(VersionMismatchException.SUPPORTED, there.toString());
        return new VersionMismatchException(
                VersionMismatchException.TOO_NEW,
                what + "; the conductor speaks " + type + " " + there + " (expected: " + type + " " + here
                        + " or newer); upgrade the conductor first",
                details,
                null);
    }

    /**
     * A read request.
     *
     * @param receiver the object, or {@code null} for a class action
     * @param arguments one per parameter
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on to the body, never compared.
    public record Request(
            @Nullable VersionedObject receiver, @Nullable Object[] arguments) {}

    /**
     * Reads a request; its objects are bound to the context.
     *
     * @throws DecodeException if the bytes are not a request of that method
     */
    public Request readRequest(byte[] body, AgreedType type, RemotableMethod method, ObjectContext context) {
        return decoding(type.type().name() + "." + method.name(), () -> {
            WireInput in = new WireInput(agreement, context, body);
            VersionedObject receiver = method.onQuery() ? null : type.codec().read(in);
            @Nullable Object[] arguments = type.codecOf(method).readArguments(in);
            in.end();
            return new Request(receiver, arguments);
        });
    }

    /**
     * Writes a reply in the shape that the caller knows.
     *
     * @param receiver the object after the body, or {@code null} for a class action
     * @param before the object before it; given exactly if the receiver is
     */
    public Written writeReply(
            @Nullable VersionedObject receiver,
            @Nullable ObjectSnapshot before,
            RemotableMethod method,
            @Nullable Object result) {
        WireOutput out = new WireOutput(agreement);
        List<String> updated = new ArrayList<>();
        if (receiver != null && before != null) {
            UpdateCodec.write(out, receiver, before, updated);
        }
        agreement.typed(method.owner()).codecOf(method).writeResult(out, result, receiver);
        return new Written(out.bytes.toBytes(), out.losses, updated);
    }

    /**
     * A read reply.
     *
     * @param result what the body returned
     * @param updates bring the receiver up to date, in any order; none of them fails
     */
    public record Reply(@Nullable Object result, List<Runnable> updates) {}

    /**
     * Reads a reply; its objects are bound to the context, the receiver is not touched.
     *
     * @throws DecodeException if the bytes are not a reply to that method; its outcome is then unknown
     */
    public Reply readReply(
            byte[] body, @Nullable VersionedObject receiver, RemotableMethod method, ObjectContext context) {
        try {
            return read(body, receiver, method, context);
        } catch (DecodeException unreadable) {
            throw unreadable.ofAnswer();
        }
    }

    private Reply read(byte[] body, @Nullable VersionedObject receiver, RemotableMethod method, ObjectContext context) {
        return decoding(method.qualifiedName(), () -> {
            WireInput in = new WireInput(agreement, context, body);
            List<Runnable> updates = receiver == null ? List.of() : UpdateCodec.read(in, receiver);
            Object result = agreement.typed(method.owner()).codecOf(method).readResult(in, receiver);
            in.end();
            return new Reply(result, updates);
        });
    }

    private static <T> T decoding(String what, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Malformed malformed) {
            throw malformed.in(what).toDecodeException();
        } catch (KryoException truncated) {
            throw WireInput.truncated().in(what).toDecodeException();
        }
    }
}
