package dev.attacca.codec;

import dev.attacca.error.InvalidValueException;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.Layout;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.version.TypeKey;
import dev.attacca.version.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known while one JSON document is made: for whom, where in it, and what got lost. One document, one thread. */
final class JsonWriting {
    final Agreement agreement;
    final JsonForms forms;
    final List<Loss> losses = new ArrayList<>();

    /** Which object stands where; {@code null} where each stands for itself. */
    final @Nullable JsonReferences references;

    /** The receivers before the bodies that are answered; {@code null} of no answer. */
    final @Nullable ObjectSnapshot before;

    private final Set<VersionedObject> updated = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ObjectRegistry registry;
    private final JsonShape.Cache shapes;
    private final Map<TypeKey, Version> labels;
    private String type = "";
    private String field = "";
    private boolean sensitive;
    private int depth;
    private int elements;

    /**
     * A document for a reader.
     *
     * @param labels for some classes the version that is written instead of their layout's
     */
    JsonWriting(
            ObjectRegistry registry,
            Agreement agreement,
            JsonForms forms,
            JsonShape.Cache shapes,
            Map<TypeKey, Version> labels) {
        this(registry, agreement, forms, shapes, labels, null, null);
    }

    private JsonWriting(
            ObjectRegistry registry,
            Agreement agreement,
            JsonForms forms,
            JsonShape.Cache shapes,
            Map<TypeKey, Version> labels,
            @Nullable JsonReferences references,
            @Nullable ObjectSnapshot before) {
        this.registry = registry;
        this.agreement = agreement;
        this.forms = forms;
        this.shapes = shapes;
        this.labels = labels;
        this.references = references;
        this.before = before;
    }

    /**
     * The document of a call or of its answer.
     *
     * @param before for an answer, the receivers before the bodies
     */
    static JsonWriting call(
            ObjectRegistry registry,
            Agreement agreement,
            JsonShape.Cache shapes,
            @Nullable JsonReferences references,
            @Nullable ObjectSnapshot before) {
        return new JsonWriting(registry, agreement, JsonForms.DEFAULT, shapes, Map.of(), references, before);
    }

    /** Whether an object's updates are written now for the first time. */
    boolean updatesNow(VersionedObject object) {
        return updated.add(object);
    }

    /** The shape an object has for the reader: what both sides know, and never newer than the object is itself. */
    JsonShape shapeOf(VersionedObject object) {
        Layout agreed = agreement.typed(object.type().key()).layout();
        Layout own = registry.history(object.type()).at(object.version());
        return shapes.of(own != null && own.version().isBefore(agreed.version()) ? own : agreed);
    }

    /** The agreed shape of an object's class. */
    JsonShape agreedShapeOf(VersionedObject object) {
        return shapes.of(agreement.typed(object.type().key()).layout());
    }

    /** What is written as the version of an object in that layout; a patch is kept while the shape is the object's own. */
    Version label(VersionedObject object, Layout layout) {
        Version label = labels.get(object.type().key());
        if (label != null) {
            return label;
        }
        return object.version().shape().equals(layout.version()) ? object.version() : layout.version();
    }

    /** Counts elements; more than a reader takes are refused here, before anything is committed. */
    void count(int count, int most) {
        elements += Math.min(count, WireInput.MOST_ELEMENTS + 1);
        if (count > most || elements > WireInput.MOST_ELEMENTS) {
            throw new InvalidValueException(type + "." + field + ": " + count + " elements (expected: at most " + most
                    + " here and " + WireInput.MOST_ELEMENTS + " in a message; ask for fewer at once)");
        }
    }

    /** Charges an object that comes again, as a reader does. */
    void charge(String typeName, Extents.Extent extent) {
        if (depth + extent.levels() > WireOutput.MOST_DEPTH) {
            throw WireOutput.tooDeep(typeName);
        }
        elements += extent.objects() - 1;
        if (elements > WireInput.MOST_ELEMENTS) {
            throw new InvalidValueException(typeName + ": with all that stands several times " + elements
                    + " objects (expected: at most " + WireInput.MOST_ELEMENTS
                    + " in a message; ask for fewer at once)");
        }
    }

    /** A value that cannot be written; the message begins with where it is. */
    InvalidValueException refused(String problem) {
        return new InvalidValueException(type + "." + field + ": " + problem);
    }

    /** An element that is null where none may be. */
    InvalidValueException refusedNull(Object position) {
        return new InvalidValueException(type + "." + field + "[" + position
                + "]: null (expected: a value; mark the element @Nullable to allow null)");
    }

    String text(String value) {
        if (!WireOutput.isWhole(value)) {
            throw refused("half a surrogate pair (expected: text that UTF-8 can hold)");
        }
        return value;
    }

    void enter(String typeName) {
        if (++depth > WireOutput.MOST_DEPTH) {
            throw WireOutput.tooDeep(typeName);
        }
    }

    void leave() {
        depth--;
    }

    /** Which field's value is written now, so that a loss inside it can be named. */
    void at(String typeName, String fieldName, boolean hidden) {
        type = typeName;
        field = fieldName;
        sensitive = hidden;
    }

    /** Notes a loss in the value that is written now. */
    void lostHere(String what) {
        losses.add(new Loss(type, field, sensitive ? "a value that the reader does not know" : what));
    }
}
