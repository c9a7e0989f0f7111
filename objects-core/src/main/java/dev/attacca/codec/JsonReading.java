package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.object.ObjectContext;
import dev.attacca.registry.Layout;
import dev.attacca.registry.ObjectRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known while objects are made of one JSON document; its size was limited when it was parsed. One thread. */
final class JsonReading {
    final ObjectRegistry registry;
    final JsonForms forms;
    final @Nullable ObjectContext context;
    final boolean request;

    /** Changes of the sender that nobody here can keep. */
    final List<Loss> losses = new ArrayList<>();

    private final JsonShape.Cache shapes;
    private int depth;

    /** A request's document, or any other. */
    JsonReading(
            ObjectRegistry registry,
            JsonForms forms,
            JsonShape.Cache shapes,
            @Nullable ObjectContext context,
            boolean request) {
        this.registry = registry;
        this.forms = forms;
        this.shapes = shapes;
        this.context = context;
        this.request = request;
    }

    JsonShape shapeOf(Layout layout) {
        return shapes.of(layout);
    }

    void enter() {
        if (++depth > WireOutput.MOST_DEPTH) {
            throw new Malformed(
                    DecodeException.TOO_DEEP,
                    "nested deeper than " + WireOutput.MOST_DEPTH + " (expected: at most that)");
        }
    }

    void leave() {
        depth--;
    }

    static Map<?, ?> object(@Nullable Object tree, String what) {
        if (tree instanceof Map<?, ?> members) {
            return members;
        }
        throw wrong(tree, what);
    }

    static List<?> array(@Nullable Object tree, String what) {
        if (tree instanceof List<?> elements) {
            return elements;
        }
        throw wrong(tree, what);
    }

    static String text(@Nullable Object tree, String what) {
        if (tree instanceof String text) {
            return text;
        }
        throw wrong(tree, what);
    }

    /** Never shows the value, which may be a secret. */
    static Malformed wrong(@Nullable Object tree, String expected) {
        String kind;
        if (tree == null) {
            return new Malformed(DecodeException.NOT_NULL, "null (expected: " + expected + ")");
        } else if (tree instanceof Map<?, ?>) {
            kind = "an object";
        } else if (tree instanceof List<?>) {
            kind = "an array";
        } else if (tree instanceof String) {
            kind = "a text";
        } else {
            kind = tree instanceof Boolean ? "a boolean" : "a number";
        }
        return new Malformed(DecodeException.WRONG_TYPE, kind + " (expected: " + expected + ")");
    }

    /** Refuses members that have no meaning: a misspelt one must not be passed over in silence. */
    static void only(Map<?, ?> members, List<String> known) {
        for (Object key : members.keySet()) {
            if (!known.contains(key)) {
                throw new Malformed(DecodeException.WRONG_TYPE, "unknown (expected one of: " + known + ")")
                        .in(JsonTree.shown((String) key));
            }
        }
    }
}
