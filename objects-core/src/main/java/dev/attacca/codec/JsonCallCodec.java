package dev.attacca.codec;

import dev.attacca.annotation.Remotable.Sends;
import dev.attacca.error.DecodeException;
import dev.attacca.error.ProtocolException;
import dev.attacca.error.UnknownTypeException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.error.VersionStepException;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.Slots;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of calls and replies as JSON, with names instead of ids. A call is {@code {"args", "class", "manifest", "method",
 * "object"}}, a reply {@code {"result", "updates"}}: docs/json-form.md has one of each.
 *
 * <p>Thread safety: safe for use by several threads.
 */
final class JsonCallCodec implements CallCodec {
    static final String ARGUMENTS = "args";
    static final String CLASS = "class";
    static final String MANIFEST = "manifest";
    static final String METHOD = "method";
    static final String OBJECT = "object";
    private static final String RESULT = "result";
    private static final String RECEIVER_RETURNED = "result_is_receiver";
    private static final String UPDATES = "updates";

    private final ObjectRegistry registry;
    private final ManifestAgreements agreements;
    private final JsonShape.Cache shapes = new JsonShape.Cache();

    JsonCallCodec(ObjectRegistry registry, ManifestAgreements agreements) {
        this.registry = registry;
        this.agreements = agreements;
    }

    @Override
    public String name() {
        return CodecKind.JSON.wireName();
    }

    @Override
    public Agreement agreement() {
        return agreements.usual();
    }

    private JsonWriting writing(Agreement agreement) {
        return new JsonWriting(registry, agreement, JsonForms.DEFAULT, shapes, Map.of());
    }

    private JsonReading reading(ObjectContext context, boolean request) {
        return new JsonReading(registry, JsonForms.DEFAULT, shapes, context, request);
    }

    @Override
    public byte[] writeRequest(
            @Nullable VersionedObject receiver, RemotableMethod method, @Nullable Object[] arguments) {
        JsonWriting out = writing(agreement());
        LostWrites lost = new LostWrites(agreement());
        Map<String, @Nullable Object> body = new TreeMap<>();
        body.put(METHOD, JsonMethods.nameOf(agreement().typed(method.owner()), method));
        if (receiver == null) {
            body.put(CLASS, method.owner().toString());
        } else {
            lost.refuseChanges(receiver);
            long carried = method.sends() == Sends.EVERYTHING_SET
                    ? -1L
                    : receiver.type().identityMask() | Slots.dirty(receiver);
            body.put(OBJECT, JsonObjects.write(out, null, receiver, carried));
            lost.refuseValues(receiver, out.losses);
            out.losses.clear();
        }
        if (arguments.length > 0) {
            body.put(ARGUMENTS, JsonMethods.writeArguments(out, method, arguments));
        }
        lost.refuseArguments(method, out.losses);
        return JsonTree.print(body);
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
        throw noBatches();
    }

    @Override
    public BatchIncoming openBatch(List<BatchCall> calls, byte[] body) {
        throw noBatches();
    }

    private static ProtocolException noBatches() {
        return new ProtocolException(ProtocolException.UNSUPPORTED, "codec json: no batches (expected: codec kryo)");
    }

    @Override
    public Incoming open(int type, int method, boolean onQuery, byte[] body) {
        return decoding("call", () -> {
            Map<?, ?> members = JsonReading.object(JsonTree.parse(body), "a call");
            JsonReading.only(members, List.of(ARGUMENTS, CLASS, MANIFEST, METHOD, OBJECT));
            Map<String, Version> manifest = manifest(members.get(MANIFEST));
            JsonTarget target = JsonTarget.of(members, onQuery, manifest, registry);
            Agreement agreed = agreements.with(manifest, target.sent());
            AgreedType agreedType = agreed.typed(target.key());
            RemotableMethod called = JsonMethods.named(agreedType, target.method(), onQuery, target.arguments());
            return new Arrived(this, agreed, agreedType, called, members);
        });
    }

    private static @Nullable Map<String, Version> manifest(@Nullable Object tree) {
        if (tree == null) {
            return null;
        }
        Map<String, Version> versions = new TreeMap<>();
        JsonReading.object(tree, "versions by class name").forEach((name, version) -> {
            try {
                versions.put((String) name, Version.parse(JsonReading.text(version, "a version")));
            } catch (IllegalArgumentException malformed) {
                throw new Malformed(DecodeException.WRONG_TYPE, "no version (expected: major.minor)")
                        .in(JsonTree.shown((String) name))
                        .in(MANIFEST);
            } catch (Malformed malformed) {
                throw malformed.in(JsonTree.shown((String) name)).in(MANIFEST);
            }
        });
        return versions;
    }

    /** A call whose target is found and whose objects are still JSON. */
    private record Arrived(
            JsonCallCodec codec, Agreement agreement, AgreedType type, RemotableMethod method, Map<?, ?> members)
            implements Incoming {
        @Override
        public Request read(ObjectContext context) {
            String what = type.type().name() + "." + method.name();
            return decoding(what, () -> {
                JsonReading in = codec.reading(context, true);
                VersionedObject receiver =
                        method.onQuery() ? null : JsonObjects.readReceiver(in, type.type(), members.get(OBJECT));
                return new Request(receiver, JsonMethods.readArguments(in, method, members.get(ARGUMENTS)), in.losses);
            });
        }

        @Override
        public Written writeReply(
                @Nullable VersionedObject receiver, @Nullable ObjectSnapshot before, @Nullable Object result) {
            return codec.writeReply(agreement, receiver, before, method, result);
        }
    }

    @Override
    public Written writeReply(
            @Nullable VersionedObject receiver,
            @Nullable ObjectSnapshot before,
            RemotableMethod method,
            @Nullable Object result) {
        return writeReply(agreement(), receiver, before, method, result);
    }

    private Written writeReply(
            Agreement agreed,
            @Nullable VersionedObject receiver,
            @Nullable ObjectSnapshot before,
            RemotableMethod method,
            @Nullable Object result) {
        JsonWriting out = writing(agreed);
        List<String> updated = new ArrayList<>();
        Map<String, @Nullable Object> body = new TreeMap<>();
        if (receiver != null && before != null) {
            Map<String, @Nullable Object> updates = JsonUpdates.write(out, receiver, before, updated);
            if (!updates.isEmpty()) {
                body.put(UPDATES, updates);
            }
        }
        if (result != null && result == receiver) {
            body.put(RECEIVER_RETURNED, true);
        } else if (method.result() != null) {
            body.put(RESULT, JsonMethods.writeResult(out, method, result));
        }
        return new Written(JsonTree.print(body), out.losses, updated);
    }

    @Override
    public Reply readReply(
            byte[] body, @Nullable VersionedObject receiver, RemotableMethod method, ObjectContext context) {
        try {
            return decoding(method.qualifiedName(), () -> readAgreed(body, receiver, method, context));
        } catch (DecodeException unreadable) {
            throw unreadable.ofAnswer();
        } catch (VersionStepException failed) {
            throw failed.ofAnswer();
        }
    }

    /** A class or version that nobody agreed on was refused where it was read; that says nothing of the call. */
    private Reply readAgreed(
            byte[] body, @Nullable VersionedObject receiver, RemotableMethod method, ObjectContext context) {
        try {
            return read(body, receiver, method, context);
        } catch (VersionMismatchException | UnknownTypeException disagreed) {
            throw new Malformed(DecodeException.WRONG_TYPE, String.valueOf(disagreed.getMessage()));
        }
    }

    private Reply read(byte[] body, @Nullable VersionedObject receiver, RemotableMethod method, ObjectContext context) {
        JsonReading in = reading(context, false);
        Map<?, ?> members = body.length == 0 ? Map.of() : JsonReading.object(JsonTree.parse(body), "a reply");
        JsonReading.only(members, List.of(RESULT, RECEIVER_RETURNED, UPDATES));
        List<Runnable> updates = new ArrayList<>();
        if (receiver != null && members.containsKey(UPDATES)) {
            JsonObjects.at(UPDATES, () -> {
                new JsonUpdates(
                                in,
                                object -> shapes.of(
                                        agreement().typed(object.type().key()).layout()),
                                updates)
                        .read(receiver, members.get(UPDATES));
                return updates;
            });
        }
        boolean itself = Boolean.TRUE.equals(members.get(RECEIVER_RETURNED));
        Object result = itself ? returned(method, receiver) : JsonMethods.readResult(in, method, members.get(RESULT));
        return new Reply(result, updates);
    }

    private static VersionedObject returned(RemotableMethod method, @Nullable VersionedObject receiver) {
        if (receiver != null
                && method.result() instanceof ValueType.ObjectValue type
                && type.javaType().isInstance(receiver)) {
            return receiver;
        }
        throw new Malformed(DecodeException.WRONG_TYPE, "the receiver (expected: a result that fits)")
                .in(RECEIVER_RETURNED);
    }

    static <T> T decoding(String what, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Malformed malformed) {
            throw malformed.in(what).toDecodeException();
        }
    }
}
