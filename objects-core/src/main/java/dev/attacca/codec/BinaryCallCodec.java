package dev.attacca.codec;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.DecodeException;
import dev.attacca.error.VersionStepException;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.CarriedFields;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.VersionedObject;
import java.nio.ByteBuffer;
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
        return CallCodec.copy(
                written(receiver, method, arguments, BodyMemory.NEW).body());
    }

    /** A request, and the objects that came with its receiver. */
    private record WrittenRequest(ByteBuffer body, List<VersionedObject> own) {}

    private WrittenRequest written(
            @Nullable VersionedObject receiver,
            RemotableMethod method,
            @Nullable Object[] arguments,
            BodyMemory memory) {
        try (WireOutput out = new WireOutput(agreement)) {
            List<VersionedObject> own = writeRequest(out, receiver, method, arguments);
            return new WrittenRequest(
                    out.finish(memory, again -> writeRequest(again, receiver, method, arguments)), own);
        }
    }

    private List<VersionedObject> writeRequest(
            WireOutput out, @Nullable VersionedObject receiver, RemotableMethod method, @Nullable Object[] arguments) {
        MessageObjects objects = MessageObjects.ofRequest();
        out.objects = objects;
        LostWrites lost = new LostWrites(agreement);
        if (receiver != null) {
            lost.refuseChanges(receiver);
            long carried = CarriedFields.of(List.of(new ActionRequest(receiver, method, arguments)))
                    .applyAsLong(receiver);
            agreement.typed(receiver.type().key()).codec().write(out, receiver, carried);
            lost.refuseValues(receiver, out.losses());
            out.forgetLosses();
        }
        List<VersionedObject> own = objects.soFar();
        agreement.codecOf(method).writeArguments(out, arguments);
        lost.refuseArguments(method, out.losses());
        return own;
    }

    private static List<VersionedObject> receivers(@Nullable VersionedObject receiver) {
        return receiver == null ? List.of() : List.of(receiver);
    }

    /** A question in this codec. */
    private record Question(ByteBuffer body, Function<ByteBuffer, Reply> reading) implements Sent {
        @Override
        public Reply read(ByteBuffer answer) {
            return reading.apply(answer);
        }
    }

    @Override
    public Sent ask(ActionRequest call, BodyMemory memory) {
        VersionedObject receiver = call.receiver() instanceof VersionedObject object ? object : null;
        WrittenRequest written = written(receiver, call.method(), call.arguments(), memory);
        return new Question(
                written.body(), answer -> answered(answer, receiver, written.own(), call.method(), call.context()));
    }

    @Override
    public Sent askTogether(List<ActionRequest> calls, BodyMemory memory) {
        BinaryBatch batch = new BinaryBatch(agreement);
        ByteBuffer body = batch.write(calls, memory);
        return new Question(body, answer -> ofAnswer(() -> batch.readReply(answer, calls)));
    }

    @Override
    public BatchIncoming openBatch(List<BatchCall> calls, ByteBuffer body) {
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
    public Incoming open(int type, int method, boolean onQuery, ByteBuffer body) {
        AgreedType agreed = agreement.typed(type);
        return new Arrived(agreed, agreed.method(method, onQuery), body);
    }

    @Override
    public @Nullable RemotableMethod methodOf(int type, int method, boolean onQuery) {
        try {
            return agreement.typed(type).method(method, onQuery);
        } catch (AttaccaException unknown) {
            return null;
        }
    }

    /** A call in this codec: its ids say what is called, so the body is not looked at before it is read. */
    private final class Arrived implements Incoming {
        private final AgreedType type;
        private final RemotableMethod method;
        private final ByteBuffer body;
        private List<VersionedObject> own = List.of();

        Arrived(AgreedType type, RemotableMethod method, ByteBuffer body) {
            this.type = type;
            this.method = method;
            this.body = body;
        }

        @Override
        public AgreedType type() {
            return type;
        }

        @Override
        public RemotableMethod method() {
            return method;
        }

        @Override
        public Request read(ObjectContext context) {
            try {
                WireInput in = new WireInput(agreement, context, body, true);
                MessageObjects objects = MessageObjects.ofRequest();
                in.objects = objects;
                VersionedObject receiver =
                        method.onQuery() ? null : type.codec().read(in);
                own = objects.soFar();
                @Nullable Object[] arguments = type.codecOf(method).readArguments(in);
                in.end();
                return new Request(receiver, arguments, in.losses());
            } catch (Malformed malformed) {
                throw malformed.in(type.type().name() + "." + method.name()).toDecodeException();
            }
        }

        @Override
        public Written writeReply(
                @Nullable VersionedObject receiver,
                @Nullable ObjectSnapshot before,
                @Nullable Object result,
                BodyMemory memory) {
            return BinaryCallCodec.this.writeReply(receiver, own, before, method, result, memory);
        }
    }

    Request readRequest(byte[] body, AgreedType type, RemotableMethod method, ObjectContext context) {
        return new Arrived(type, method, ByteBuffer.wrap(body)).read(context);
    }

    @Override
    public Written writeReply(
            @Nullable VersionedObject receiver,
            @Nullable ObjectSnapshot before,
            RemotableMethod method,
            @Nullable Object result) {
        return writeReply(receiver, receivers(receiver), before, method, result, BodyMemory.NEW);
    }

    private Written writeReply(
            @Nullable VersionedObject receiver,
            List<VersionedObject> own,
            @Nullable ObjectSnapshot before,
            RemotableMethod method,
            @Nullable Object result,
            BodyMemory memory) {
        try (WireOutput out = new WireOutput(agreement)) {
            List<String> updated = writeReply(out, receiver, own, before, method, result);
            ByteBuffer body = out.finish(memory, again -> writeReply(again, receiver, own, before, method, result));
            return new Written(body, out.losses(), updated);
        }
    }

    private List<String> writeReply(
            WireOutput out,
            @Nullable VersionedObject receiver,
            List<VersionedObject> own,
            @Nullable ObjectSnapshot before,
            RemotableMethod method,
            @Nullable Object result) {
        out.objects = MessageObjects.ofAnswer(own, before);
        List<String> updated = receiver == null ? List.of() : new ArrayList<>();
        if (receiver != null && before != null) {
            UpdateCodec.write(out, receiver, before, updated);
        }
        agreement.codecOf(method).writeResult(out, result);
        return updated;
    }

    @Override
    public Reply readReply(
            byte[] body, @Nullable VersionedObject receiver, RemotableMethod method, ObjectContext context) {
        return answered(ByteBuffer.wrap(body), receiver, receivers(receiver), method, context);
    }

    private Reply answered(
            ByteBuffer body,
            @Nullable VersionedObject receiver,
            List<VersionedObject> own,
            RemotableMethod method,
            ObjectContext context) {
        try {
            return read(body, receiver, own, method, context);
        } catch (Malformed malformed) {
            throw malformed.in(method.qualifiedName()).toDecodeException().ofAnswer();
        } catch (VersionStepException failed) {
            throw failed.ofAnswer();
        }
    }

    private Reply read(
            ByteBuffer body,
            @Nullable VersionedObject receiver,
            List<VersionedObject> own,
            RemotableMethod method,
            ObjectContext context) {
        WireInput in = new WireInput(agreement, context, body, false);
        MessageObjects objects = MessageObjects.ofAnswer(own, null);
        in.objects = objects;
        if (receiver != null) {
            UpdateCodec.read(in, receiver, objects.updates());
        }
        Object result = agreement.codecOf(method).readResult(in);
        in.end();
        return new Reply(result, objects.updates());
    }

    static <T> T decoding(String what, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Malformed malformed) {
            throw malformed.in(what).toDecodeException();
        }
    }
}
