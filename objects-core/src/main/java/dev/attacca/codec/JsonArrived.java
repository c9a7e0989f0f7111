package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.ContextBound;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.VersionedObject;
import dev.attacca.version.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A call that arrived as JSON, or several as one: their targets are found, their objects are still JSON. One thread. */
final class JsonArrived {
    private static final List<String> PARTS =
            List.of(JsonCallCodec.ARGUMENTS, JsonCallCodec.CLASS, JsonCallCodec.METHOD, JsonCallCodec.OBJECT);
    private static final List<String> WHOLE = List.of(JsonCallCodec.MANIFEST, JsonCallCodec.REFERENCES);

    private final JsonCallCodec codec;
    private final JsonReferences references = JsonReferences.ofRequest();
    private final Agreement agreement;
    private final List<Call> calls = new ArrayList<>();
    private final List<@Nullable VersionedObject> receivers = new ArrayList<>();
    private final boolean together;
    private final boolean refers;
    private List<Loss> losses = List.of();

    /** A call whose target is found. */
    private record Call(AgreedType type, RemotableMethod method, Map<?, ?> members) {}

    private JsonArrived(
            JsonCallCodec codec, Map<?, ?> whole, List<Map<?, ?>> calls, List<Boolean> onQuery, boolean together) {
        this.codec = codec;
        this.together = together;
        this.refers = refers(whole.get(JsonCallCodec.REFERENCES));
        references.begin(whole);
        Map<String, Version> manifest = manifest(whole.get(JsonCallCodec.MANIFEST));
        Map<String, Version> sent = new HashMap<>();
        List<JsonTarget> targets = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            Map<?, ?> members = calls.get(i);
            boolean isQuery = onQuery.get(i);
            JsonTarget target = in(i, () -> JsonTarget.of(members, object(members), isQuery, manifest, codec.registry));
            if (target.sent() != null) {
                sent.merge(
                        target.sent().getKey(),
                        target.sent().getValue(),
                        (one, other) -> other.isBefore(one) ? other : one);
            }
            targets.add(target);
        }
        this.agreement = codec.agreements.with(manifest, sent);
        for (int i = 0; i < calls.size(); i++) {
            AgreedType type = agreement.typed(targets.get(i).key());
            RemotableMethod method = JsonMethods.named(
                    type,
                    targets.get(i).method(),
                    onQuery.get(i),
                    targets.get(i).arguments());
            this.calls.add(new Call(type, method, calls.get(i)));
        }
    }

    /** One call. */
    static CallCodec.Incoming one(JsonCallCodec codec, boolean onQuery, byte[] body) {
        return JsonCallCodec.decoding("call", () -> {
            Map<?, ?> members = JsonReading.object(JsonTree.parse(body), "a call");
            List<String> known = new ArrayList<>(PARTS);
            known.addAll(WHOLE);
            JsonReading.only(members, known);
            return new One(new JsonArrived(codec, members, List.of(members), List.of(onQuery), false));
        });
    }

    /** Several calls that are one. */
    static CallCodec.BatchIncoming together(JsonCallCodec codec, List<CallCodec.BatchCall> named, byte[] body) {
        return JsonCallCodec.decoding("batch", () -> {
            Map<?, ?> whole = JsonReading.object(JsonTree.parse(body), "calls");
            List<String> known = new ArrayList<>(List.of(JsonCallCodec.CALLS));
            known.addAll(WHOLE);
            JsonReading.only(whole, known);
            List<Map<?, ?>> calls = each(whole, JsonCallCodec.CALLS, "a call");
            if (calls.size() != named.size()) {
                throw new Malformed(
                        DecodeException.BAD_SIZE,
                        calls.size() + " calls (expected: " + named.size() + ", as many as the message says)");
            }
            for (int i = 0; i < calls.size(); i++) {
                Map<?, ?> call = calls.get(i);
                JsonObjects.at(JsonCallCodec.CALLS + "[" + i + "]", () -> {
                    JsonReading.only(call, PARTS);
                    return call;
                });
            }
            return new Together(new JsonArrived(
                    codec,
                    whole,
                    calls,
                    named.stream().map(CallCodec.BatchCall::onQuery).toList(),
                    true));
        });
    }

    /** The objects in an array. */
    static List<Map<?, ?>> each(Map<?, ?> whole, String part, String what) {
        return JsonObjects.at(part, () -> {
            List<Map<?, ?>> each = new ArrayList<>();
            for (@Nullable Object element : JsonReading.array(whole.get(part), "an array")) {
                each.add(JsonObjects.at("[" + each.size() + "]", () -> JsonReading.object(element, what)));
            }
            return each;
        });
    }

    /** The object of a call, or the one that it refers to. */
    private @Nullable Object object(Map<?, ?> call) {
        Object tree = call.get(JsonCallCodec.OBJECT);
        return tree instanceof Map<?, ?> members && JsonReferences.isReference(members)
                ? JsonObjects.at(JsonCallCodec.OBJECT, () -> references.node(members))
                : tree;
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
                        .in(JsonCallCodec.MANIFEST);
            } catch (Malformed malformed) {
                throw malformed.in(JsonTree.shown((String) name)).in(JsonCallCodec.MANIFEST);
            }
        });
        return versions;
    }

    /** Builds the objects: those that are called before all arguments. Returns the arguments of each call. */
    private List<@Nullable Object[]> read(ObjectContext context) {
        JsonReading in = codec.readingRequest(context, references);
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            receivers.add(
                    call.method().onQuery()
                            ? null
                            : in(
                                    i,
                                    () -> JsonObjects.readReceiver(
                                            in,
                                            call.type().type(),
                                            call.members().get(JsonCallCodec.OBJECT))));
        }
        references.receiversEnd();
        List<@Nullable Object[]> arguments = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            arguments.add(in(
                    i,
                    () -> JsonMethods.readArguments(
                            in, call.method(), call.members().get(JsonCallCodec.ARGUMENTS))));
        }
        losses = in.losses;
        return arguments;
    }

    private <T extends @Nullable Object> T in(int index, Supplier<T> reading) {
        return together ? JsonObjects.at(JsonCallCodec.CALLS + "[" + index + "]", reading) : reading.get();
    }

    private static boolean refers(@Nullable Object tree) {
        if (tree == null || tree instanceof Boolean) {
            return Boolean.TRUE.equals(tree);
        }
        throw JsonReading.wrong(tree, "true or false").in(JsonCallCodec.REFERENCES);
    }

    /** The ancestor's primitives know no references: a caller that does says so. */
    private @Nullable JsonReferences answering() {
        return refers ? references.answer() : null;
    }

    private List<Map<String, @Nullable Object>> answers(
            JsonWriting out, List<@Nullable Object> results, List<String> updated) {
        List<JsonAnswers.Called> called = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            called.add(new JsonAnswers.Called(receivers.get(i), calls.get(i).method()));
        }
        return JsonAnswers.write(out, called, results, updated);
    }

    /** A single call. */
    private record One(JsonArrived arrived) implements CallCodec.Incoming {
        private Call call() {
            return arrived.calls.get(0);
        }

        @Override
        public AgreedType type() {
            return call().type();
        }

        @Override
        public RemotableMethod method() {
            return call().method();
        }

        @SuppressWarnings("ArrayRecordComponent") // Handed on to the body, never compared.
        private record ReadRequest(
                @Nullable VersionedObject receiver,
                @Nullable Object[] arguments,
                List<Loss> losses) implements CallCodec.Request {}

        @Override
        public CallCodec.Request read(ObjectContext context) {
            return JsonCallCodec.decoding(type().type().name() + "." + method().name(), () -> {
                List<@Nullable Object[]> arguments = arrived.read(context);
                return new ReadRequest(arrived.receivers.get(0), arguments.get(0), arrived.losses);
            });
        }

        @Override
        public CallCodec.Written writeReply(
                @Nullable VersionedObject receiver,
                @Nullable ObjectSnapshot before,
                @Nullable Object result,
                BodyMemory memory) {
            return arrived.codec.written(
                    arrived.agreement,
                    arrived.answering(),
                    before,
                    (out, updated) ->
                            arrived.answers(out, Arrays.asList(result), updated).get(0));
        }
    }

    /** Several calls. */
    private record Together(JsonArrived arrived) implements CallCodec.BatchIncoming {
        @Override
        public List<RemotableMethod> methods() {
            return arrived.calls.stream().map(Call::method).toList();
        }

        @Override
        public List<ActionRequest> read(ObjectContext context) {
            return JsonCallCodec.decoding("batch", () -> {
                List<@Nullable Object[]> arguments = arrived.read(context);
                List<ActionRequest> requests = new ArrayList<>();
                for (int i = 0; i < arguments.size(); i++) {
                    Call call = arrived.calls.get(i);
                    VersionedObject object = arrived.receivers.get(i);
                    ContextBound receiver = object == null
                            ? context.query(
                                    Objects.requireNonNull(call.type().type().queryType()))
                            : object;
                    requests.add(new ActionRequest(receiver, call.method(), arguments.get(i)));
                }
                return requests;
            });
        }

        @Override
        public CallCodec.Written writeReply(ObjectSnapshot before, List<@Nullable Object> results, BodyMemory memory) {
            return arrived.codec
                    .written(
                            arrived.agreement,
                            arrived.answering(),
                            before,
                            (out, updated) -> Map.of(JsonCallCodec.REPLIES, arrived.answers(out, results, updated)))
                    .after(arrived.losses);
        }
    }
}
