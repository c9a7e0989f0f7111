package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.error.UnknownTypeException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.error.VersionStepException;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.VersionedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The answers to the calls of one document. All updates come before all results, whatever the order of the keys: what comes
 * again refers to what stands before it. Stateless.
 */
final class JsonAnswers {
    private JsonAnswers() {}

    /**
     * What was called.
     *
     * @param receiver the object, or {@code null} for a class action
     */
    record Called(@Nullable VersionedObject receiver, RemotableMethod method) {}

    /**
     * The answer to each call.
     *
     * @param updatedFields gets the names of the receivers' fields that are updated
     */
    static List<Map<String, @Nullable Object>> write(
            JsonWriting out, List<Called> calls, List<@Nullable Object> results, List<String> updatedFields) {
        List<Map<String, @Nullable Object>> trees = new ArrayList<>();
        for (Called call : calls) {
            Map<String, @Nullable Object> tree = new TreeMap<>();
            if (call.receiver() != null && out.before != null) {
                Map<String, @Nullable Object> updates = JsonUpdates.write(out, call.receiver(), updatedFields);
                if (!updates.isEmpty()) {
                    tree.put(JsonCallCodec.UPDATES, updates);
                }
            }
            trees.add(tree);
        }
        for (int i = 0; i < trees.size(); i++) {
            RemotableMethod method = calls.get(i).method();
            if (method.result() != null) {
                trees.get(i).put(JsonCallCodec.RESULT, JsonMethods.writeResult(out, method, results.get(i)));
            }
        }
        return trees;
    }

    /** Reads the answer to one call; one of no bytes says that nothing changed. */
    static CallCodec.Reply readOne(JsonReading in, Called call, byte[] answer) {
        return ofAnswer(call.method().qualifiedName(), () -> {
            Map<?, ?> members = answer.length == 0 ? Map.of() : JsonReading.object(in.begin(answer), "a reply");
            return new CallCodec.Reply(read(in, List.of(call), List.of(members)).get(0), in.updates);
        });
    }

    /** Reads the answer to calls that were one. */
    static CallCodec.Reply readTogether(JsonReading in, List<Called> calls, byte[] answer) {
        return ofAnswer("batch", () -> {
            Map<?, ?> whole = JsonReading.object(in.begin(answer), "the replies of a batch");
            JsonReading.only(whole, List.of(JsonCallCodec.REPLIES));
            List<Map<?, ?>> replies = JsonArrived.each(whole, JsonCallCodec.REPLIES, "a reply");
            if (replies.size() != calls.size()) {
                throw new Malformed(
                        DecodeException.BAD_SIZE,
                        replies.size() + " replies (expected: " + calls.size() + ", one for each call)");
            }
            return new CallCodec.Reply(read(in, calls, replies), in.updates);
        });
    }

    private static List<@Nullable Object> read(JsonReading in, List<Called> calls, List<Map<?, ?>> replies) {
        for (int i = 0; i < calls.size(); i++) {
            JsonReading.only(replies.get(i), List.of(JsonCallCodec.RESULT, JsonCallCodec.UPDATES));
            VersionedObject receiver = calls.get(i).receiver();
            if (receiver != null) {
                JsonUpdates.readPart(in, receiver, replies.get(i));
            }
        }
        List<@Nullable Object> results = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            results.add(JsonMethods.readResult(
                    in, calls.get(i).method(), replies.get(i).get(JsonCallCodec.RESULT)));
        }
        return results;
    }

    /** What cannot be read in an answer says nothing of the call, nor does a class or version that nobody agreed on. */
    private static CallCodec.Reply ofAnswer(String what, Supplier<CallCodec.Reply> reading) {
        try {
            return JsonCallCodec.decoding(what, () -> {
                try {
                    return reading.get();
                } catch (VersionMismatchException | UnknownTypeException disagreed) {
                    throw new Malformed(DecodeException.WRONG_TYPE, String.valueOf(disagreed.getMessage()));
                }
            });
        } catch (DecodeException unreadable) {
            throw unreadable.ofAnswer();
        } catch (VersionStepException failed) {
            throw failed.ofAnswer();
        }
    }
}
