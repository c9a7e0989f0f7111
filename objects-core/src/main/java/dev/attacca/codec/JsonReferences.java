package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.object.VersionedObject;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which object stands where in the document of a call or of its answer. An object that comes again is written as the place
 * where it came first: {@code {"$ref": "#/args/0"}} in the same document, {@code {"$ref": "request#/object"}} in the one that
 * is answered; there only what came with a receiver can be meant, because arguments are by value. One document, one thread.
 *
 * <p>Source of the pointers: RFC 6901.
 */
final class JsonReferences {
    static final String REFERENCE = "$ref";
    private static final String REQUEST = "request";
    private static final int LONGEST_INDEX = 9;

    private final IdentityHashMap<VersionedObject, Place> byObject = new IdentityHashMap<>();
    private final IdentityHashMap<Object, Place> byTree = new IdentityHashMap<>();
    private final List<Written> written = new ArrayList<>();
    private final @Nullable JsonReferences request;
    private @Nullable Object document;
    private @Nullable Extents extents;
    private boolean receivers = true;

    private JsonReferences(@Nullable JsonReferences request) {
        this.request = request;
    }

    /**
     * Where an object stands.
     *
     * @param tree its primitive
     * @param ofReceiver whether that is in a receiver
     */
    private record Place(VersionedObject object, Object tree, boolean ofReceiver) {}

    /** A reference whose pointer is found when its document is whole. */
    private record Written(Map<String, @Nullable Object> reference, Object target) {}

    /** The references of a request. */
    static JsonReferences ofRequest() {
        return new JsonReferences(null);
    }

    /** The references of a request of which only the receiver is known. */
    static JsonReferences ofRequestFor(@Nullable VersionedObject receiver) {
        JsonReferences request = ofRequest();
        Map<String, Object> primitive = new LinkedHashMap<>();
        request.document = Map.of(JsonCallCodec.OBJECT, primitive);
        if (receiver != null) {
            request.stands(receiver, primitive);
        }
        return request;
    }

    /** The references of an answer to the document with these ones. */
    JsonReferences answer() {
        return new JsonReferences(this);
    }

    /** What stands in the document from now on is not part of a receiver. */
    void receiversEnd() {
        receivers = false;
    }

    /** Notes an object that is written or read to its end. */
    void stands(VersionedObject object, Map<?, ?> primitive) {
        Place place = new Place(object, primitive, receivers);
        byObject.putIfAbsent(object, place);
        byTree.put(primitive, place);
    }

    private Extents.Extent extentOf(VersionedObject object) {
        Extents known = extents;
        if (known == null) {
            List<VersionedObject> own = new ArrayList<>();
            if (request != null) {
                request.byObject.values().stream().filter(Place::ofReceiver).forEach(place -> own.add(place.object()));
            }
            known = new Extents(own);
            extents = known;
        }
        return known.of(object);
    }

    // ---- writing

    /**
     * Whether the object came with a receiver of the request that is answered. One that the receiver does not hold here, such as in a
     * field that was removed since, counts as new: nobody knows what it was before.
     */
    boolean ofAnswered(JsonWriting out, VersionedObject object) {
        Place place = request == null ? null : request.byObject.get(object);
        return place != null && place.ofReceiver() && (out.before == null || out.before.stateOf(object) != null);
    }

    /** What stands for an object that stands somewhere already, or {@code null} if it does not. */
    @Nullable
    Map<String, @Nullable Object> again(JsonWriting out, VersionedObject object) {
        boolean answered = ofAnswered(out, object);
        Place place = (answered ? Objects.requireNonNull(request) : this).byObject.get(object);
        if (place == null) {
            return null;
        }
        if (!answered) {
            out.charge(object.type().name(), extentOf(object));
        }
        Map<String, @Nullable Object> reference = new LinkedHashMap<>();
        reference.put(REFERENCE, null);
        written.add(new Written(reference, place.tree()));
        return reference;
    }

    /** Fills in the pointers of a document that was written to its end. */
    void finish(Object whole) {
        document = whole;
        if (!written.isEmpty()) {
            IdentityHashMap<Object, String> pointers = new IdentityHashMap<>();
            written.forEach(each -> pointers.put(each.target(), ""));
            find(whole, new Step(null, "#"), pointers);
            if (request != null) {
                find(Objects.requireNonNull(request.document), new Step(null, REQUEST + "#"), pointers);
            }
            written.forEach(each -> each.reference().put(REFERENCE, pointers.get(each.target())));
        }
    }

    /** A place on the way down; a pointer is made of it only where one is wanted. */
    private record Step(@Nullable Step up, String segment) {
        Step down(String key) {
            return new Step(this, key);
        }

        String pointer() {
            return up == null
                    ? segment
                    : up.pointer() + "/" + segment.replace("~", "~0").replace("/", "~1");
        }
    }

    private static void find(@Nullable Object tree, Step here, IdentityHashMap<Object, String> wanted) {
        if (tree instanceof Map<?, ?> members) {
            wanted.computeIfPresent(tree, (target, unknown) -> here.pointer());
            members.forEach((key, member) -> {
                if (isBranch(member)) {
                    find(member, here.down((String) key), wanted);
                }
            });
        } else if (tree instanceof List<?> elements) {
            for (int i = 0; i < elements.size(); i++) {
                if (isBranch(elements.get(i))) {
                    find(elements.get(i), here.down(String.valueOf(i)), wanted);
                }
            }
        }
    }

    private static boolean isBranch(@Nullable Object tree) {
        return tree instanceof Map<?, ?> || tree instanceof List<?>;
    }

    // ---- reading

    /** Begins to read a document. */
    void begin(@Nullable Object whole) {
        document = whole;
    }

    static boolean isReference(Map<?, ?> members) {
        return members.containsKey(REFERENCE);
    }

    /** The object that a reference means, which was read before. */
    VersionedObject object(JsonReading in, Map<?, ?> reference) {
        String pointer = pointer(reference);
        boolean answered = request != null && pointer.startsWith(REQUEST);
        JsonReferences there = answered ? Objects.requireNonNull(request) : this;
        Place place = there.byTree.get(there.node(answered ? pointer.substring(REQUEST.length()) : pointer));
        if (place == null || (answered && !place.ofReceiver())) {
            throw nothing();
        }
        if (!answered) {
            in.charge(extentOf(place.object()));
        }
        return place.object();
    }

    /** What stands in this document where a reference points to. */
    @Nullable
    Object node(Map<?, ?> reference) {
        return node(pointer(reference));
    }

    private static String pointer(Map<?, ?> reference) {
        return JsonObjects.at(REFERENCE, () -> JsonReading.text(reference.get(REFERENCE), "a JSON pointer"));
    }

    private @Nullable Object node(String pointer) {
        if (!pointer.startsWith("#")) {
            throw nothing();
        }
        Object node = document;
        int at = 1;
        while (at < pointer.length()) {
            int end = pointer.indexOf('/', at + 1) < 0 ? pointer.length() : pointer.indexOf('/', at + 1);
            if (pointer.charAt(at) != '/') {
                throw nothing();
            }
            String segment = pointer.substring(at + 1, end).replace("~1", "/").replace("~0", "~");
            node = node instanceof Map<?, ?> members ? members.get(segment) : element(node, segment);
            at = end;
        }
        return node;
    }

    private static @Nullable Object element(@Nullable Object node, String segment) {
        boolean isIndex = !segment.isEmpty()
                && segment.length() <= LONGEST_INDEX
                && segment.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        if (!isIndex || !(node instanceof List<?> elements)) {
            throw nothing();
        }
        int index = Integer.parseInt(segment);
        return index < elements.size() ? elements.get(index) : null;
    }

    private static Malformed nothing() {
        return new Malformed(
                        DecodeException.RANGE,
                        "no object stands there (expected: a JSON pointer to one that comes before)")
                .in(REFERENCE);
    }
}
