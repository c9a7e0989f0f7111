package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.error.UnknownTypeException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.CarriedFields;
import dev.attacca.object.ContextBound;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.VersionedObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of one batch. A request carries the receivers, each once, then for every call which of them it is for and its
 * arguments; a reply carries the receivers' updates, then the results. Not for several threads.
 */
final class BinaryBatch {
    private final Agreement agreement;
    private MessageObjects objects = MessageObjects.of(null);

    BinaryBatch(Agreement agreement) {
        this.agreement = agreement;
    }

    /** Each object that is called, with its position, in the order in which it is called first. */
    private static IdentityHashMap<VersionedObject, Integer> positions(List<ActionRequest> calls) {
        IdentityHashMap<VersionedObject, Integer> positions = new IdentityHashMap<>();
        for (ActionRequest call : calls) {
            if (call.receiver() instanceof VersionedObject object) {
                positions.putIfAbsent(object, positions.size());
            }
        }
        return positions;
    }

    private static List<VersionedObject> inOrder(IdentityHashMap<VersionedObject, Integer> positions) {
        VersionedObject[] receivers = new VersionedObject[positions.size()];
        positions.forEach((object, position) -> receivers[position] = object);
        return List.of(receivers);
    }

    ByteBuffer write(List<ActionRequest> calls, BodyMemory memory) {
        try (WireOutput out = new WireOutput(agreement)) {
            write(out, calls);
            return out.finish(memory, again -> write(again, calls));
        }
    }

    private void write(WireOutput out, List<ActionRequest> calls) {
        objects = MessageObjects.ofRequest();
        out.objects = objects;
        LostWrites lost = new LostWrites(agreement);
        IdentityHashMap<VersionedObject, Integer> positions = positions(calls);
        List<VersionedObject> receivers = inOrder(positions);
        ToLongFunction<VersionedObject> carried = CarriedFields.of(calls);
        out.bytes.writeVarInt(receivers.size(), true);
        for (VersionedObject receiver : receivers) {
            lost.refuseChanges(receiver);
            AgreedType type = agreement.typed(receiver.type().key());
            out.bytes.writeVarInt(type.id(), true);
            type.codec().write(out, receiver, carried.applyAsLong(receiver));
            lost.refuseValues(receiver, out.losses());
            out.forgetLosses();
        }
        objects.receiversEnd();
        for (ActionRequest call : calls) {
            RemotableMethod method = call.method();
            if (call.receiver() instanceof VersionedObject object) {
                out.bytes.writeVarInt(Objects.requireNonNull(positions.get(object)), true);
            }
            agreement.codecOf(method).writeArguments(out, call.arguments());
            lost.refuseArguments(method, out.losses());
        }
    }

    CallCodec.BatchIncoming open(List<CallCodec.BatchCall> calls, ByteBuffer body) {
        List<AgreedType> types = new ArrayList<>();
        List<RemotableMethod> methods = new ArrayList<>();
        for (CallCodec.BatchCall call : calls) {
            AgreedType type = agreement.typed(call.type());
            types.add(type);
            methods.add(type.method(call.method(), call.onQuery()));
        }
        return new Arrived(types, methods, body);
    }

    /** A batch in this codec. */
    private final class Arrived implements CallCodec.BatchIncoming {
        private final List<AgreedType> types;
        private final List<RemotableMethod> methods;
        private final ByteBuffer body;
        private List<VersionedObject> receivers = List.of();
        private List<Loss> losses = List.of();

        Arrived(List<AgreedType> types, List<RemotableMethod> methods, ByteBuffer body) {
            this.types = types;
            this.methods = List.copyOf(methods);
            this.body = body;
        }

        @Override
        public List<RemotableMethod> methods() {
            return methods;
        }

        @Override
        public List<ActionRequest> read(ObjectContext context) {
            return BinaryCallCodec.decoding("batch", () -> {
                WireInput in = new WireInput(agreement, context, body, true);
                objects = MessageObjects.ofRequest();
                in.objects = objects;
                receivers = readReceivers(in);
                objects.receiversEnd();
                List<ActionRequest> requests = new ArrayList<>();
                for (int i = 0; i < methods.size(); i++) {
                    try {
                        requests.add(readCall(in, types.get(i), methods.get(i), context));
                    } catch (Malformed malformed) {
                        throw malformed.in(methods.get(i).qualifiedName()).in("call " + i);
                    }
                }
                in.end();
                losses = in.losses();
                return requests;
            });
        }

        private List<VersionedObject> readReceivers(WireInput in) {
            int count = in.count();
            if (count > methods.size()) {
                throw new Malformed(
                        DecodeException.BAD_SIZE,
                        count + " objects for " + methods.size() + " calls (expected: at most one each)");
            }
            List<VersionedObject> read = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                read.add(readReceiver(in, i));
            }
            return read;
        }

        private VersionedObject readReceiver(WireInput in, int position) {
            try {
                return agreement.typed(in.varInt()).codec().read(in);
            } catch (VersionMismatchException | UnknownTypeException disagreed) {
                throw new Malformed(DecodeException.WRONG_TYPE, String.valueOf(disagreed.getMessage()))
                        .in("object " + position);
            } catch (Malformed malformed) {
                throw malformed.in("object " + position);
            }
        }

        private ActionRequest readCall(WireInput in, AgreedType type, RemotableMethod method, ObjectContext context) {
            ContextBound receiver;
            if (method.onQuery()) {
                receiver = context.query(Objects.requireNonNull(type.type().queryType()));
            } else {
                int position = in.varInt();
                boolean fits = position >= 0
                        && position < receivers.size()
                        && receivers.get(position).type() == type.type();
                if (!fits) {
                    throw new Malformed(
                            DecodeException.RANGE,
                            "object " + position + " of the batch (expected: a "
                                    + type.type().name() + " of it)");
                }
                receiver = receivers.get(position);
            }
            return new ActionRequest(receiver, method, type.codecOf(method).readArguments(in));
        }

        @Override
        public CallCodec.Written writeReply(ObjectSnapshot before, List<@Nullable Object> results, BodyMemory memory) {
            try (WireOutput out = new WireOutput(agreement)) {
                List<String> updated = writeReply(out, before, results);
                ByteBuffer reply = out.finish(memory, again -> writeReply(again, before, results));
                return new CallCodec.Written(reply, out.losses(), updated).after(losses);
            }
        }

        private List<String> writeReply(WireOutput out, ObjectSnapshot before, List<@Nullable Object> results) {
            out.objects = objects.answer(before);
            List<String> updated = new ArrayList<>();
            for (VersionedObject receiver : receivers) {
                updated.addAll(UpdateCodec.write(out, receiver, before));
            }
            for (int i = 0; i < methods.size(); i++) {
                types.get(i).codecOf(methods.get(i)).writeResult(out, results.get(i));
            }
            return updated;
        }
    }

    CallCodec.Reply readReply(ByteBuffer body, List<ActionRequest> calls) {
        return BinaryCallCodec.decoding("batch", () -> {
            WireInput in = new WireInput(agreement, calls.get(0).context(), body, false);
            List<VersionedObject> receivers = inOrder(positions(calls));
            in.objects = objects.answer(null);
            for (int i = 0; i < receivers.size(); i++) {
                readUpdates(in, receivers.get(i), i);
            }
            List<@Nullable Object> results = new ArrayList<>();
            for (int i = 0; i < calls.size(); i++) {
                results.add(readResult(in, calls.get(i).method(), i));
            }
            in.end();
            return new CallCodec.Reply(results, objects.updatesRead());
        });
    }

    private void readUpdates(WireInput in, VersionedObject receiver, int position) {
        try {
            UpdateCodec.read(in, receiver, objects);
        } catch (Malformed malformed) {
            throw malformed.in("object " + position);
        }
    }

    private @Nullable Object readResult(WireInput in, RemotableMethod method, int position) {
        try {
            return agreement.codecOf(method).readResult(in);
        } catch (Malformed malformed) {
            throw malformed.in(method.qualifiedName()).in("call " + position);
        }
    }
}
