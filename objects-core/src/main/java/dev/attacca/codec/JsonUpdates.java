package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.Slots;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.LayoutField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a call changed in an object, as JSON: {@code changes} are the changed fields afterwards, {@code data} the new values,
 * {@code nested} the updates of objects that stay where they are (one, or an array of them in order), {@code unset} what is
 * unset afterwards. Empty where nothing changed.
 */
final class JsonUpdates {
    private static final String CHANGES = "changes";
    private static final String DATA = "data";
    private static final String NESTED = "nested";
    private static final String UNSET = "unset";

    private final JsonReading in;
    private final Function<VersionedObject, JsonShape> shapes;
    private final List<Runnable> updates;

    JsonUpdates(JsonReading in, Function<VersionedObject, JsonShape> shapes, List<Runnable> updates) {
        this.in = in;
        this.shapes = shapes;
        this.updates = updates;
    }

    // ---- writing

    static Map<String, @Nullable Object> write(
            JsonWriting out, VersionedObject object, ObjectSnapshot before, List<String> updatedFields) {
        ObjectSnapshot.State was = Objects.requireNonNull(before.stateOf(object));
        long updated = ObjectDiff.updated(object, was, before);
        long unset = was.present() & ~Slots.present(object);
        Map<String, @Nullable Object> tree = new TreeMap<>();
        if (updated == 0 && unset == 0 && Slots.changed(object) == was.changed()) {
            return tree;
        }
        out.enter(object.type().name());
        ObjectDiff.names(object, updated | unset, updatedFields);
        JsonShape shape = out.agreedShapeOf(object);
        SlotBuffer edited = shape.projection().edited(out.losses, object, updated);
        shape.projection().noteDropped(out.losses, object, updated, edited);
        long mask = shape.projection().presentInLayout(edited == null ? updated : edited.present, edited);
        Map<String, Object> nested = new TreeMap<>();
        long inPlace = 0;
        for (Map.Entry<String, LayoutField> each : shape.fields()) {
            LayoutField at = each.getValue();
            if ((mask & (1L << at.bit())) != 0 && staysWhereItIs(object, at.field(), edited, was)) {
                inPlace |= 1L << at.bit();
                nested.put(each.getKey(), inPlace(out, object, Objects.requireNonNull(at.field()), before));
            }
        }
        put(tree, DATA, JsonObjects.data(out, object, shape, mask & ~inPlace, edited));
        if (!nested.isEmpty()) {
            tree.put(NESTED, nested);
        }
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

    private static Object inPlace(JsonWriting out, VersionedObject object, ObjectField field, ObjectSnapshot before) {
        List<Object> each = new ArrayList<>();
        for (VersionedObject held : Slots.held(Slots.reference(object, field))) {
            each.add(write(out, held, before, new ArrayList<>()));
        }
        return field.type() instanceof ValueType.ObjectValue ? each.get(0) : each;
    }

    // ---- reading

    /** Reads updates of an object; the object is not touched until they are run. */
    void read(VersionedObject target, @Nullable Object tree) {
        Map<?, ?> members = JsonReading.object(tree, "updates");
        if (members.isEmpty()) {
            return;
        }
        JsonReading.only(members, List.of(CHANGES, DATA, NESTED, UNSET));
        in.enter();
        JsonShape shape = shapes.apply(target);
        SlotBuffer buffer = new SlotBuffer(target.type());
        JsonObjects.at(DATA, () -> JsonObjects.readData(in, shape, part(members, DATA), buffer));
        long changed = JsonObjects.at(CHANGES, () -> mask(shape, members.get(CHANGES)));
        long unset = JsonObjects.at(UNSET, () -> mask(shape, members.get(UNSET)));
        for (Map.Entry<?, ? extends @Nullable Object> each :
                part(members, NESTED).entrySet()) {
            readNested(target, shape, (String) each.getKey(), each.getValue(), buffer);
        }
        in.leave();
        updates.add(ObjectDiff.update(target, buffer, shape.layout(), changed, unset));
    }

    private static Map<?, ?> part(Map<?, ?> members, String name) {
        return members.containsKey(name) ? JsonReading.object(members.get(name), "fields by name") : Map.of();
    }

    private static long mask(JsonShape shape, @Nullable Object tree) {
        return tree == null ? 0 : JsonObjects.mask(shape, tree);
    }

    private void readNested(
            VersionedObject target, JsonShape shape, String name, @Nullable Object tree, SlotBuffer buffer) {
        LayoutField at = shape.field(name);
        @Nullable Object present = at == null ? null : present(target, shape, at);
        if (at == null || present == null || !at.type().holdsObjects() || !ObjectDiff.inPlace(at.type())) {
            throw new Malformed(DecodeException.RANGE, "updates of nothing (expected: a field that holds objects)")
                    .in(JsonTree.shown(name))
                    .in(NESTED);
        }
        List<VersionedObject> held = Slots.held(present);
        List<?> each = at.type() instanceof ValueType.ObjectValue
                ? java.util.Collections.singletonList(tree)
                : JsonReading.array(tree, "an array of updates");
        if (each.size() != held.size()) {
            throw new Malformed(
                            DecodeException.BAD_SIZE,
                            each.size() + " updates (expected: " + held.size() + ", one for each object held)")
                    .in(at.name());
        }
        List<Runnable> inside = at.field() == null ? new ArrayList<>() : updates;
        JsonUpdates nested = new JsonUpdates(in, shapes, inside);
        for (int i = 0; i < held.size(); i++) {
            int index = i;
            JsonObjects.at(at.name() + "[" + i + "]", () -> {
                nested.read(held.get(index), each.get(index));
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
