package dev.attacca.codec;

import com.esotericsoftware.kryo.KryoException;
import dev.attacca.error.DecodeException;
import dev.attacca.error.VersionStepException;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.CarriedFields;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.VersionedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of calls and replies in the agreed binary layout: ids stand for names, values come straight from the slots.
 *
 * <p>Thread safety: safe for use by several threads.
 */
final class BinaryCallCodec implements CallCodec {
    private final Agreement agreement;

    BinaryCallCodec(Agreement agreement) {
        this.agreement = agreement;
    }

    @Override
    public String name() {
        return CodecKind.BINARY.wireName();
    }

    @Override
    public Agreement agreement() {
        return agreement;
    }

    @Override
    public byte[] writeRequest(
            @Nullable VersionedObject receiver, RemotableMethod method, @Nullable Object[] arguments) {
        try (WireOutput out = new WireOutput(agreement)) {
            writeRequest(out, receiver, method, arguments);
            return out.finish(again -> writeRequest(again, receiver, method, arguments));
        }
    }

    private void writeRequest(
            WireOutput out, @Nullable VersionedObject receiver, RemotableMethod method, @Nullable Object[] arguments) {
        LostWrites lost = new LostWrites(agreement);
        if (receiver != null) {
            lost.refuseChanges(receiver);
            long carried = CarriedFields.of(receiver, List.of(new ActionRequest(receiver, method, arguments)));
            agreement.typed(receiver.type().key()).codec().write(out, receiver, carried);
            lost.refuseValues(receiver, out.losses);
            out.losses.clear();
        }
        agreement.typed(method.owner()).codecOf(method).writeArguments(out, arguments, receivers(receiver));
        lost.refuseArguments(method, out.losses);
    }

    private static List<VersionedObject> receivers(@Nullable VersionedObject receiver) {
        return receiver == null ? List.of() : List.of(receiver);
    }

    /** A question in this codec. */
    @SuppressWarnings("ArrayRecordComponent") // Handed on to the transport, never compared.
    private record Question(byte[] body, Function<byte[], Reply> reading) implements Sent {
        @Override
        public Reply read(byte[] answer) {
            return reading.apply(answer);
        }
    }

    @Override
    public Sent ask(ActionRequest call) {
        VersionedObject receiver = call.receiver() instanceof VersionedObject object ? object : null;
        return new Question(
                writeRequest(receiver, call.method(), call.arguments()),
                answer -> readReply(answer, receiver, call.method(), call.context()));
    }

    @Override
    public Sent askTogether(List<ActionRequest> calls) {
        BinaryBatch batch = new BinaryBatch(agreement);
        return new Question(batch.write(calls), answer -> ofAnswer(() -> batch.readReply(answer, calls)));
    }

    @Override
    public BatchIncoming openBatch(List<BatchCall> calls, byte[] body) {
        return new BinaryBatch(agreement).open(calls, body);
    }

    private static <T> T ofAnswer(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (DecodeException unreadable) {
            throw unreadable.ofAnswer();
        } catch (VersionStepException failed) {
            throw failed.ofAnswer();
        }
    }

    @Override
    public Incoming open(int type, int method, boolean onQuery, byte[] body) {
        AgreedType agreed = agreement.typed(type);
        return new Arrived(this, agreed, agreed.method(method, onQuery), body);
    }

    /** A call in this codec: its ids say what is called, so the body is not looked at before it is read. */
    @SuppressWarnings("ArrayRecordComponent") // Read once, never compared.
    private record Arrived(BinaryCallCodec codec, AgreedType type, RemotableMethod method, byte[] body)
            implements Incoming {
        @Override
        public Request read(ObjectContext context) {
            return codec.readRequest(body, type, method, context);
        }

        @Override
        public Written writeReply(
                @Nullable VersionedObject receiver, @Nullable ObjectSnapshot before, @Nullable Object result) {
            return codec.writeReply(receiver, before, method, result);
        }
    }

    Request readRequest(byte[] body, AgreedType type, RemotableMethod method, ObjectContext context) {
        return decoding(type.type().name() + "." + method.name(), () -> {
            WireInput in = new WireInput(agreement, context, body, true);
            VersionedObject receiver = method.onQuery() ? null : type.codec().read(in);
            @Nullable Object[] arguments = type.codecOf(method).readArguments(in, receivers(receiver));
            in.end();
            return new Request(receiver, arguments, in.losses);
        });
    }

    @Override
    public Written writeReply(
            @Nullable VersionedObject receiver,
            @Nullable ObjectSnapshot before,
            RemotableMethod method,
            @Nullable Object result) {
        try (WireOutput out = new WireOutput(agreement)) {
            List<String> updated = writeReply(out, receiver, before, method, result);
            byte[] body = out.finish(again -> writeReply(again, receiver, before, method, result));
            return new Written(body, out.losses, updated);
        }
    }

    private List<String> writeReply(
            WireOutput out,
            @Nullable VersionedObject receiver,
            @Nullable ObjectSnapshot before,
            RemotableMethod method,
            @Nullable Object result) {
        List<String> updated = new ArrayList<>();
        if (receiver != null && before != null) {
            UpdateCodec.write(out, receiver, before, updated);
        }
        agreement.typed(method.owner()).codecOf(method).writeResult(out, result, receivers(receiver));
        return updated;
    }

    @Override
    public Reply readReply(
            byte[] body, @Nullable VersionedObject receiver, RemotableMethod method, ObjectContext context) {
        return ofAnswer(() -> read(body, receiver, method, context));
    }

    private Reply read(byte[] body, @Nullable VersionedObject receiver, RemotableMethod method, ObjectContext context) {
        return decoding(method.qualifiedName(), () -> {
            WireInput in = new WireInput(agreement, context, body, false);
            List<Runnable> updates = receiver == null ? List.of() : UpdateCodec.read(in, receiver);
            Object result = agreement.typed(method.owner()).codecOf(method).readResult(in, receivers(receiver));
            in.end();
            return new Reply(result, updates);
        });
    }

    static <T> T decoding(String what, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Malformed malformed) {
            throw malformed.in(what).toDecodeException();
        } catch (KryoException truncated) {
            throw WireInput.truncated().in(what).toDecodeException();
        }
    }
}
