package dev.attacca.codec;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.DecodeException;
import dev.attacca.error.VersionStepException;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.CarriedFields;
import dev.attacca.object.ContextBound;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.VersionedObject;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of calls and replies in the agreed binary layout: ids stand for names, values come straight from the slots.
 *
 * <p>Thread safety: safe for use by several threads.
 */
final class BinaryCallCodec implements CallCodec {
    private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0);
    private static final @Nullable Object[] NO_ARGUMENTS = {};

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
        return CallCodec.copy(new Asked(receiver, method, arguments, BodyMemory.NEW).body());
    }

    /** A call in this codec, and the objects that came with its receiver. */
    private final class Asked implements Sent, Consumer<WireOutput> {
        private final @Nullable ContextBound called;
        private final RemotableMethod method;
        private final @Nullable Object[] arguments;
        private final MessageObjects objects;
        private final ByteBuffer body;

        Asked(@Nullable ContextBound called, RemotableMethod method, @Nullable Object[] arguments, BodyMemory memory) {
            this.called = called;
            this.method = method;
            this.arguments = arguments;
            try (WireOutput out = WireOutput.take(agreement)) {
                this.objects = write(out);
                this.body = out.finish(memory, this);
            }
        }

        @Override
        public void accept(WireOutput again) {
            write(again);
        }

        private MessageObjects write(WireOutput out) {
            MessageObjects written = MessageObjects.ofRequest();
            out.objects = written;
            LostWrites lost = new LostWrites(agreement);
            if (called instanceof VersionedObject receiver) {
                lost.refuseChanges(receiver);
                long carried = CarriedFields.of(receiver, method, arguments);
                agreement.typed(receiver.type().key()).codec().write(out, receiver, carried);
                lost.refuseValues(receiver, out.losses());
                out.forgetLosses();
            }
            written.receiversEnd();
            agreement.codecOf(method).writeArguments(out, arguments);
            lost.refuseArguments(method, out.losses());
            return written;
        }

        @Override
        public ByteBuffer body() {
            return body;
        }

        @Override
        public Reply read(ByteBuffer answer) {
            ContextBound asked = Objects.requireNonNull(called, "only what is called is answered");
            return answered(
                    answer,
                    asked instanceof VersionedObject receiver ? receiver : null,
                    objects,
                    method,
                    asked.context());
        }
    }

    /** Several calls in this codec. */
    private record AskedTogether(BinaryBatch batch, ByteBuffer body, List<ActionRequest> calls) implements Sent {
        @Override
        public Reply read(ByteBuffer answer) {
            return ofAnswer(() -> batch.readReply(answer, calls));
        }
    }

    @Override
    public Sent ask(ActionRequest call, BodyMemory memory) {
        return new Asked(call.receiver(), call.method(), call.arguments(), memory);
    }

    @Override
    public Sent askTogether(List<ActionRequest> calls, BodyMemory memory) {
        BinaryBatch batch = new BinaryBatch(agreement);
        ByteBuffer body = batch.write(calls, memory);
        return new AskedTogether(batch, body, calls);
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
    private final class Arrived implements Incoming, Request, Consumer<WireOutput> {
        private final AgreedType type;
        private final RemotableMethod method;
        private final ByteBuffer body;
        private @Nullable MessageObjects objects;
        private @Nullable VersionedObject receiver;
        private @Nullable Object[] arguments = NO_ARGUMENTS;
        private List<Loss> losses = List.of();
        private @Nullable ObjectSnapshot before;
        private @Nullable Object result;

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
                WireInput in = WireInput.take(agreement, context, body, true);
                MessageObjects read = MessageObjects.ofRequest();
                in.objects = read;
                receiver = method.onQuery() ? null : type.codec().read(in);
                read.receiversEnd();
                arguments = type.codecOf(method).readArguments(in);
                in.end();
                objects = read;
                losses = in.losses();
                in.giveBack();
                return this;
            } catch (Malformed malformed) {
                throw malformed.in(type.type().name() + "." + method.name()).toDecodeException();
            }
        }

        @Override
        public @Nullable VersionedObject receiver() {
            return receiver;
        }

        @Override
        public @Nullable Object[] arguments() {
            return arguments;
        }

        @Override
        public List<Loss> losses() {
            return losses;
        }

        @Override
        public Written writeReply(
                @Nullable VersionedObject object,
                @Nullable ObjectSnapshot was,
                @Nullable Object returned,
                BodyMemory memory) {
            receiver = object;
            before = was;
            result = returned;
            try (WireOutput out = WireOutput.take(agreement)) {
                List<String> updated = write(out);
                ByteBuffer reply = out.finish(memory, this);
                return new Written(reply, out.losses(), updated);
            }
        }

        @Override
        public @Nullable Written writtenAlike(
                @Nullable VersionedObject object, @Nullable ObjectSnapshot was, @Nullable Object returned) {
            return agreement.asItIs() ? writeReply(object, was, returned, BodyMemory.NEW) : null;
        }

        @Override
        public void accept(WireOutput again) {
            write(again);
        }

        private List<String> write(WireOutput out) {
            return BinaryCallCodec.this.writeReply(
                    out, receiver, Objects.requireNonNull(objects, "a call is read first"), before, method, result);
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
        Arrived call = new Arrived(agreement.typed(method.owner()), method, NO_BODY);
        call.objects = MessageObjects.of(receiver);
        return call.writeReply(receiver, before, result, BodyMemory.NEW);
    }

    private List<String> writeReply(
            WireOutput out,
            @Nullable VersionedObject receiver,
            MessageObjects objects,
            @Nullable ObjectSnapshot before,
            RemotableMethod method,
            @Nullable Object result) {
        out.objects = objects.answer(before);
        List<String> updated = List.of();
        if (receiver != null && before != null) {
            updated = UpdateCodec.write(out, receiver, before);
        }
        agreement.codecOf(method).writeResult(out, result);
        return updated;
    }

    @Override
    public Reply readReply(
            byte[] body, @Nullable VersionedObject receiver, RemotableMethod method, ObjectContext context) {
        return answered(ByteBuffer.wrap(body), receiver, MessageObjects.of(receiver), method, context);
    }

    private Reply answered(
            ByteBuffer body,
            @Nullable VersionedObject receiver,
            MessageObjects objects,
            RemotableMethod method,
            ObjectContext context) {
        try {
            return read(body, receiver, objects, method, context);
        } catch (Malformed malformed) {
            throw malformed.in(method.qualifiedName()).toDecodeException().ofAnswer();
        } catch (VersionStepException failed) {
            throw failed.ofAnswer();
        }
    }

    private Reply read(
            ByteBuffer body,
            @Nullable VersionedObject receiver,
            MessageObjects objects,
            RemotableMethod method,
            ObjectContext context) {
        WireInput in = WireInput.take(agreement, context, body, false);
        in.objects = objects.answer(null);
        if (receiver != null) {
            UpdateCodec.read(in, receiver, objects);
        }
        Object result = agreement.codecOf(method).readResult(in);
        in.end();
        in.giveBack();
        return new Reply(result, objects.updatesRead());
    }

    static <T> T decoding(String what, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Malformed malformed) {
            throw malformed.in(what).toDecodeException();
        }
    }
}
