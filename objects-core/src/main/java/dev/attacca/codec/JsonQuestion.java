package dev.attacca.codec;

import dev.attacca.object.ActionRequest;
import dev.attacca.object.CarriedFields;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.VersionedObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A call as JSON, or several as one, which remembers what stands where for the answer. One thread at a time. */
final class JsonQuestion implements CallCodec.Sent {
    private final JsonCallCodec codec;
    private final List<ActionRequest> calls;
    private final boolean together;
    private final JsonReferences references = JsonReferences.ofRequest();
    private final ByteBuffer body;

    private JsonQuestion(JsonCallCodec codec, List<ActionRequest> calls, boolean together) {
        this.codec = codec;
        this.calls = calls;
        this.together = together;
        List<Map<String, @Nullable Object>> trees = written();
        Map<String, @Nullable Object> whole = new TreeMap<>();
        if (together) {
            whole.put(JsonCallCodec.CALLS, trees);
        } else {
            whole.putAll(trees.get(0));
        }
        whole.put(JsonCallCodec.REFERENCES, true);
        references.finish(whole);
        this.body = ByteBuffer.wrap(JsonTree.print(whole));
    }

    static JsonQuestion of(JsonCallCodec codec, ActionRequest call) {
        return new JsonQuestion(codec, List.of(call), false);
    }

    static JsonQuestion together(JsonCallCodec codec, List<ActionRequest> calls) {
        return new JsonQuestion(codec, calls, true);
    }

    private List<Map<String, @Nullable Object>> written() {
        Agreement agreement = codec.agreement();
        LostWrites lost = new LostWrites(agreement);
        JsonWriting out = codec.writing(agreement, references, null);
        List<Map<String, @Nullable Object>> trees = new ArrayList<>();
        ToLongFunction<VersionedObject> carried = CarriedFields.of(calls);
        for (ActionRequest call : calls) {
            RemotableMethod method = call.method();
            Map<String, @Nullable Object> tree = new TreeMap<>();
            tree.put(JsonCallCodec.METHOD, JsonMethods.nameOf(agreement.typed(method.owner()), method));
            if (call.receiver() instanceof VersionedObject object) {
                lost.refuseChanges(object);
                tree.put(JsonCallCodec.OBJECT, JsonObjects.write(out, null, object, carried.applyAsLong(object)));
                lost.refuseValues(object, out.losses());
                out.forgetLosses();
            } else {
                tree.put(JsonCallCodec.CLASS, method.owner().toString());
            }
            trees.add(tree);
        }
        references.receiversEnd();
        for (int i = 0; i < calls.size(); i++) {
            RemotableMethod method = calls.get(i).method();
            @Nullable Object[] arguments = calls.get(i).arguments();
            if (arguments.length > 0) {
                trees.get(i).put(JsonCallCodec.ARGUMENTS, JsonMethods.writeArguments(out, method, arguments));
            }
            lost.refuseArguments(method, out.losses());
        }
        return trees;
    }

    @Override
    public ByteBuffer body() {
        return body;
    }

    @Override
    public CallCodec.Reply read(ByteBuffer answer) {
        byte[] bytes = CallCodec.copy(answer);
        List<JsonAnswers.Called> called = calls.stream()
                .map(call -> new JsonAnswers.Called(
                        call.receiver() instanceof VersionedObject object ? object : null, call.method()))
                .toList();
        JsonReading in = codec.readingAnswer(calls.get(0).context(), references.answer());
        return together ? JsonAnswers.readTogether(in, called, bytes) : JsonAnswers.readOne(in, called.get(0), bytes);
    }
}
