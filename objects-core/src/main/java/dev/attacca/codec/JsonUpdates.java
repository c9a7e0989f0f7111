package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.Slots;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.LayoutField;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a call changed in an object, as JSON: {@code changes} are the changed fields afterwards, {@code data} the new values,
 * {@code nested} the updates of objects that stay where they are (one, or an array of them in order), {@code unset} what is
 * unset afterwards. Empty where nothing changed, or where the object's updates stand before. Stateless.
 */
final class JsonUpdates {
    private static final String CHANGES = "changes";
    private static final String DATA = "data";
    private static final String NESTED = "nested";
    private static final String UNSET = "unset";
    private static final String UPDATES = JsonCallCodec.UPDATES;

    private JsonUpdates() {}

    // ---- writing

    /** The updates of an object of the request. */
    static Map<String, @Nullable Object> write(JsonWriting out, VersionedObject object, List<String> updatedFields) {
        ObjectSnapshot before = Objects.requireNonNull(out.before);
        ObjectSnapshot.State was = Objects.requireNonNull(before.stateOf(object));
        Map<String, @Nullable Object> tree = new TreeMap<>();
        if (!out.updatesNow(object)) {
            return tree;
        }
        long updated = ObjectDiff.updated(object, was, before);
        long unset = was.present() & ~Slots.present(object);
        if (updated == 0 && unset == 0 && Slots.changed(object) == was.changed()) {
            return tree;
        }
        out.enter(object.type().name());
        ObjectDiff.names(object, updated | unset, updatedFields);
        JsonShape shape = out.agreedShapeOf(object);
        List<Loss> losses = new ArrayList<>();
        SlotBuffer edited = shape.projection().edited(losses, object, updated);
        shape.projection().noteDropped(losses, object, updated, edited);
        out.lost(losses);
        long mask = shape.projection().presentInLayout(edited == null ? updated : edited.present, edited);
        List<Map.Entry<String, LayoutField>> inPlace = shape.fields().stream()
                .filter(each -> (mask & (1L << each.getValue().bit())) != 0
                        && staysWhereItIs(object, each.getValue().field(), edited, was))
                .toList();
        long inPlaceMask = 0;
        for (Map.Entry<String, LayoutField> each : inPlace) {
            inPlaceMask |= 1L << each.getValue().bit();
        }
        put(tree, DATA, JsonObjects.data(out, object, shape, mask & ~inPlaceMask, edited));
        Map<String, @Nullable Object> nested = new TreeMap<>();
        for (Map.Entry<String, LayoutField> each : inPlace) {
            nested.put(
                    each.getKey(),
                    inPlace(out, object, Objects.requireNonNull(each.getValue().field())));
        }
        put(tree, NESTED, nested);
        tree.put(CHANGES, JsonObjects.names(shape, shape.projection().changedInLayout(object, edited)));
        List<String> unsetNames = JsonObjects.names(shape, shape.layout().toLayout(unset));
        if (!unsetNames.isEmpty()) {
            tree.put(UNSET, unsetNames);
        }
        out.leave();
        return tree;
    }

    private static void put(Map<String, @Nullable Object> tree, String key, Map<String, @Nullable Object> members) {
        if (!members.isEmpty()) {
            tree.put(key, members);
        }
    }

    private static boolean staysWhereItIs(
            VersionedObject object,
            @Nullable ObjectField field,
            @Nullable SlotBuffer edited,
            ObjectSnapshot.State was) {
        VersionedObject holder = edited == null ? object : edited.data;
        return field != null
                && (object.type().nestedMask() & field.bit()) != 0
                && Slots.reference(holder, field) != null
                && Slots.holdSame(holder, was.values(), field)
                && ObjectDiff.inPlace(field.type());
    }

    private static Object inPlace(JsonWriting out, VersionedObject object, ObjectField field) {
        List<Object> each = new ArrayList<>();
        for (VersionedObject held : Slots.held(Slots.reference(object, field))) {
            each.add(write(out, held, new ArrayList<>()));
        }
        return field.type() instanceof ValueType.ObjectValue ? each.get(0) : each;
    }

    /**
     * What stands for an object that stands somewhere already, with its updates if it is the caller's own and they stand
     * nowhere yet; {@code null} if the object is to be written.
     */
    static @Nullable Map<String, @Nullable Object> again(JsonWriting out, VersionedObject object) {
        JsonReferences references = out.references;
        Map<String, @Nullable Object> again = references == null ? null : references.again(out, object);
        if (again != null
                && out.before != null
                && Objects.requireNonNull(references).ofAnswered(out, object)) {
            put(again, UPDATES, write(out, object, new ArrayList<>()));
        }
        return again;
    }

    // ---- reading

    /** Reads the updates that may stand beside a reference. */
    static void readAgain(JsonReading in, VersionedObject target, Map<?, ?> reference) {
        JsonReading.only(
                reference, in.request ? List.of(JsonReferences.REFERENCE) : List.of(JsonReferences.REFERENCE, UPDATES));
        readPart(in, target, reference);
    }

    /** Reads the updates of an object, if there are any; the object is not touched until they are run. */
    static void readPart(JsonReading in, VersionedObject target, Map<?, ?> members) {
        if (members.containsKey(UPDATES)) {
            JsonObjects.at(UPDATES, () -> {
                read(in, target, members.get(UPDATES), in.updates);
                return target;
            });
        }
    }

    private static void read(JsonReading in, VersionedObject target, @Nullable Object tree, List<Runnable> updates) {
        Map<?, ?> members = JsonReading.object(tree, "updates");
        if (members.isEmpty()) {
            return;
        }
        JsonReading.only(members, List.of(CHANGES, DATA, NESTED, UNSET));
        in.enter();
        JsonShape shape = in.agreedShapeOf(target);
        SlotBuffer buffer = new SlotBuffer(target.type());
        JsonObjects.at(DATA, () -> JsonObjects.readData(in, shape, part(members, DATA), buffer));
        Map<?, ?> nested = part(members, NESTED);
        for (Object name : nested.keySet()) {
            if (shape.field((String) name) == null) {
                throw ofNothing((String) name);
            }
        }
        for (Map.Entry<String, LayoutField> each : shape.fields()) {
            if (nested.containsKey(each.getKey())) {
                readNested(in, target, shape, each.getKey(), nested.get(each.getKey()), buffer, updates);
            }
        }
        long changed = JsonObjects.at(CHANGES, () -> mask(shape, members.get(CHANGES)));
        long unset = JsonObjects.at(UNSET, () -> mask(shape, members.get(UNSET)));
        in.leave();
        updates.add(ObjectDiff.update(target, buffer, shape.layout(), changed, unset));
    }

    private static Map<?, ?> part(Map<?, ?> members, String name) {
        return members.containsKey(name) ? JsonReading.object(members.get(name), "fields by name") : Map.of();
    }

    private static long mask(JsonShape shape, @Nullable Object tree) {
        return tree == null ? 0 : JsonObjects.mask(shape, tree);
    }

    private static Malformed ofNothing(String name) {
        return new Malformed(DecodeException.RANGE, "updates of nothing (expected: a field that holds objects)")
                .in(JsonTree.shown(name))
                .in(NESTED);
    }

    private static void readNested(
            JsonReading in,
            VersionedObject target,
            JsonShape shape,
            String name,
            @Nullable Object tree,
            SlotBuffer buffer,
            List<Runnable> updates) {
        LayoutField at = Objects.requireNonNull(shape.field(name));
        @Nullable Object present = present(target, shape, at);
        if (present == null || !at.type().holdsObjects() || !ObjectDiff.inPlace(at.type())) {
            throw ofNothing(name);
        }
        List<VersionedObject> held = Slots.held(present);
        List<?> each = at.type() instanceof ValueType.ObjectValue
                ? Collections.singletonList(tree)
                : JsonReading.array(tree, "an array of updates");
        if (each.size() != held.size()) {
            throw new Malformed(
                            DecodeException.BAD_SIZE,
                            each.size() + " updates (expected: " + held.size() + ", one for each object held)")
                    .in(at.name());
        }
        List<Runnable> inside = at.field() == null ? new ArrayList<>() : updates;
        for (int i = 0; i < held.size(); i++) {
            int index = i;
            JsonObjects.at(at.name() + "[" + i + "]", () -> {
                read(in, held.get(index), each.get(index), inside);
                return held;
            });
        }
        if (at.field() == null) {
            // Copies that a step made: nobody else has them, and only steps will look at them.
            inside.forEach(Runnable::run);
            buffer.set(at, present);
        }
    }

    private static @Nullable Object present(VersionedObject target, JsonShape shape, LayoutField at) {
        ObjectField field = at.field();
        if (field == null) {
            return shape.projection().pastValue(target, at);
        }
        return (Slots.present(target) & field.bit()) == 0 ? null : Slots.value(target, field);
    }
}
