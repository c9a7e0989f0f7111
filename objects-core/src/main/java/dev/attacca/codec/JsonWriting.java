package dev.attacca.codec;

import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.Layout;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.version.TypeKey;
import dev.attacca.version.Version;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known while one JSON document is made: for whom it is and which object stands where. One document, one thread. */
final class JsonWriting extends MessageWriting {
    final JsonForms forms;

    /** Which object stands where; {@code null} where each stands for itself. */
    final @Nullable JsonReferences references;

    /** The receivers before the bodies that are answered; {@code null} of no answer. */
    final @Nullable ObjectSnapshot before;

    private final Set<VersionedObject> updated = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ObjectRegistry registry;
    private final JsonShape.Cache shapes;
    private final Map<TypeKey, Version> labels;

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
        super(agreement);
        this.registry = registry;
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

    String text(String value) {
        if (!WireOutput.isWhole(value)) {
            throw refused("half a surrogate pair (expected: text that UTF-8 can hold)");
        }
        return value;
    }
}
