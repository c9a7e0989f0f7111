package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.Layout;
import dev.attacca.registry.ObjectRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known while objects are made of one JSON document; its size was limited when it was parsed. One thread. */
final class JsonReading {
    final ObjectRegistry registry;
    final JsonForms forms;
    final @Nullable ObjectContext context;
    final boolean request;

    /** Which object stands where; {@code null} where each stands for itself. */
    final @Nullable JsonReferences references;

    /** Changes of the sender that nobody here can keep. */
    final List<Loss> losses = new ArrayList<>();

    /** What brings objects of the reader up to date, once the whole document is read. */
    final List<Runnable> updates = new ArrayList<>();

    private final JsonShape.Cache shapes;
    private final @Nullable Agreement answered;
    private int depth;
    private int elements;

    /** Any document but a call's. */
    JsonReading(ObjectRegistry registry, JsonForms forms, JsonShape.Cache shapes, @Nullable ObjectContext context) {
        this(registry, forms, shapes, context, false, null, null);
    }

    /**
     * The document of a request or an answer.
     *
     * @param answered what an answer was asked under, or {@code null} for a request
     */
    JsonReading(
            ObjectRegistry registry,
            @Nullable Agreement answered,
            JsonShape.Cache shapes,
            ObjectContext context,
            JsonReferences references) {
        this(registry, JsonForms.DEFAULT, shapes, context, answered == null, answered, references);
    }

    private JsonReading(
            ObjectRegistry registry,
            JsonForms forms,
            JsonShape.Cache shapes,
            @Nullable ObjectContext context,
            boolean request,
            @Nullable Agreement answered,
            @Nullable JsonReferences references) {
        this.registry = registry;
        this.forms = forms;
        this.shapes = shapes;
        this.context = context;
        this.request = request;
        this.answered = answered;
        this.references = references;
    }

    /** Parses the bytes of an answer. */
    @Nullable
    Object begin(byte[] document) {
        Object whole = JsonTree.parse(document);
        Objects.requireNonNull(references).begin(whole);
        return whole;
    }

    /** The agreed shape of the class of an object that an answer updates. */
    JsonShape agreedShapeOf(VersionedObject object) {
        return shapes.of(
                Objects.requireNonNull(answered).typed(object.type().key()).layout());
    }

    JsonShape shapeOf(Layout layout) {
        return shapes.of(layout);
    }

    /** Begins an object. */
    void enter() {
        depth++;
        refuseDeeper(depth);
    }

    void leave() {
        depth--;
    }

    /** An object that comes again is charged with all that it holds: few bytes could otherwise mean endless ways through it. */
    void charge(Extents.Extent extent) {
        refuseDeeper(depth + extent.levels());
        elements += extent.objects() - 1;
        if (elements > WireInput.MOST_ELEMENTS) {
            throw tooMany(elements, WireInput.MOST_ELEMENTS);
        }
    }

    private static void refuseDeeper(int levels) {
        if (levels > MessageWriting.MOST_DEPTH) {
            throw new Malformed(
                    DecodeException.TOO_DEEP,
                    "nested deeper than " + MessageWriting.MOST_DEPTH + " (expected: at most that)");
        }
    }

    /** Counts the elements of a collection that is about to be made. */
    void count(int count, int most) {
        elements += count;
        if (count > most || elements > WireInput.MOST_ELEMENTS) {
            throw tooMany(count > most ? count : elements, count > most ? most : WireInput.MOST_ELEMENTS);
        }
    }

    private static Malformed tooMany(int count, int most) {
        return new Malformed(DecodeException.BAD_SIZE, count + " elements (expected: at most " + most + ")");
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
