package dev.attacca.codec;

import dev.attacca.object.ActionRequest;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectRegistry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of calls and replies as JSON, with names instead of ids. A call is {@code {"args", "class", "manifest", "method",
 * "object", "references"}}, a reply {@code {"result", "updates"}}; several calls that are one are {@code {"calls", "manifest", "references"}} and {@code
 * {"replies"}}. docs/json-form.md has one of each.
 *
 * <p>Thread safety: safe for use by several threads.
 */
final class JsonCallCodec implements CallCodec {
    static final String ARGUMENTS = "args";
    static final String CALLS = "calls";
    static final String CLASS = "class";
    static final String MANIFEST = "manifest";
    static final String METHOD = "method";
    static final String OBJECT = "object";
    static final String REFERENCES = "references";
    static final String REPLIES = "replies";
    static final String RESULT = "result";
    static final String UPDATES = "updates";

    final ObjectRegistry registry;
    final ManifestAgreements agreements;
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

    /** Begins a question or an answer. */
    JsonWriting writing(Agreement agreement, @Nullable JsonReferences references, @Nullable ObjectSnapshot before) {
        return JsonWriting.call(registry, agreement, shapes, references, before);
    }

    JsonReading readingRequest(ObjectContext context, JsonReferences references) {
        return new JsonReading(registry, null, shapes, context, references);
    }

    JsonReading readingAnswer(ObjectContext context, JsonReferences references) {
        return new JsonReading(registry, agreement(), shapes, context, references);
    }

    @Override
    public Sent ask(ActionRequest call, BodyMemory memory) {
        return JsonQuestion.of(this, call);
    }

    @Override
    public Sent askTogether(List<ActionRequest> calls, BodyMemory memory) {
        return JsonQuestion.together(this, calls);
    }

    @Override
    public byte[] writeRequest(
            @Nullable VersionedObject receiver, RemotableMethod method, @Nullable Object[] arguments) {
        VersionedObject object = Objects.requireNonNull(receiver, "a class action is asked of its query");
        return CallCodec.copy(ask(new ActionRequest(object, method, arguments), BodyMemory.NEW)
                .body());
    }

    @Override
    public @Nullable RemotableMethod methodOf(int type, int method, boolean onQuery) {
        return null;
    }

    @Override
    public Incoming open(int type, int method, boolean onQuery, ByteBuffer body) {
        return JsonArrived.one(this, onQuery, CallCodec.copy(body));
    }

    @Override
    public BatchIncoming openBatch(List<BatchCall> calls, ByteBuffer body) {
        return JsonArrived.together(this, calls, CallCodec.copy(body));
    }

    @Override
    public Written writeReply(
            @Nullable VersionedObject receiver,
            @Nullable ObjectSnapshot before,
            RemotableMethod method,
            @Nullable Object result) {
        List<JsonAnswers.Called> called = List.of(new JsonAnswers.Called(receiver, method));
        return written(
                agreement(),
                JsonReferences.ofRequestFor(receiver).answer(),
                before,
                (out, updated) -> JsonAnswers.write(out, called, Arrays.asList(result), updated)
                        .get(0));
    }

    /**
     * Writes the answer to a request.
     *
     * @param references which object stands where, or {@code null} if the caller wants each written whole
     */
    Written written(
            Agreement agreed,
            @Nullable JsonReferences references,
            @Nullable ObjectSnapshot before,
            BiFunction<JsonWriting, List<String>, Map<String, ? extends @Nullable Object>> answer) {
        JsonWriting out = writing(agreed, references, before);
        List<String> updated = new ArrayList<>();
        Map<String, ? extends @Nullable Object> whole = answer.apply(out, updated);
        if (references != null) {
            references.finish(whole);
        }
        return new Written(ByteBuffer.wrap(JsonTree.print(whole)), out.losses(), updated);
    }

    @Override
    public Reply readReply(
            byte[] body, @Nullable VersionedObject receiver, RemotableMethod method, ObjectContext context) {
        JsonReferences references = JsonReferences.ofRequestFor(receiver).answer();
        return JsonAnswers.readOne(readingAnswer(context, references), new JsonAnswers.Called(receiver, method), body);
    }

    static <T> T decoding(String what, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Malformed malformed) {
            throw malformed.in(what).toDecodeException();
        }
    }
}
