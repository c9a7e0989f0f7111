package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.error.UnknownTypeException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ObjectType;
import dev.attacca.object.Slots;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.Layout;
import dev.attacca.registry.LayoutField;
import dev.attacca.registry.TypeHistory;
import dev.attacca.version.TypeKey;
import dev.attacca.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Objects as primitives, and back: name, namespace, version, the set fields, and the names of the changed ones unless there
 * are none. Keys are sorted; when read they may come in any order. Stateless.
 *
 * <p>Source: {@code obj_to_primitive} and {@code obj_from_primitive} of oslo.versionedobjects.
 */
final class JsonObjects {
    private JsonObjects() {}

    // ---- writing

    /** The primitive of those fields of an object that are set and in the mask, as the reader knows them. */
    static Map<String, @Nullable Object> write(
            JsonWriting out, ValueType.@Nullable ObjectValue declared, VersionedObject object, long fieldMask) {
        ObjectType<?> type = object.type();
        if (declared != null && !accepts(declared, type)) {
            throw new InvalidValueException(
                    type.name() + ": where a " + declared.name()
                            + " is declared (expected: exactly that class; mark it @Polymorphic to let subclasses stand there)");
        }
        Map<String, @Nullable Object> again = JsonUpdates.again(out, object);
        if (again != null) {
            return again;
        }
        out.enter(type.name());
        JsonShape shape = out.shapeOf(object);
        Layout layout = shape.layout();
        long present = Slots.present(object) & fieldMask;
        List<Loss> losses = new ArrayList<>();
        SlotBuffer edited = shape.projection().edited(losses, object, fieldMask);
        shape.projection().noteDropped(losses, object, present, edited);
        out.lost(losses);
        long mask = shape.projection().presentInLayout(edited == null ? present : edited.present, edited);
        long dirty = layout.toLayout(Slots.dirty(object) & fieldMask);
        long changed = edited == null ? dirty : dirty | edited.changedIn(layout);
        Map<String, @Nullable Object> primitive = new TreeMap<>();
        JsonForm form = out.forms.of(type);
        primitive.put(form.name(), type.name());
        primitive.put(form.namespaceKey(), form.namespace());
        primitive.put(form.version(), out.label(object, layout).toString());
        primitive.put(form.data(), data(out, object, shape, mask, edited));
        List<String> changes = names(shape, changed & mask);
        if (!changes.isEmpty()) {
            primitive.put(form.changes(), changes);
        }
        out.leave();
        if (out.references != null) {
            out.references.stands(object, primitive);
        }
        return primitive;
    }

    private static boolean accepts(ValueType.ObjectValue declared, ObjectType<?> type) {
        return declared.polymorphic()
                ? declared.javaType().isAssignableFrom(type.javaType())
                : declared.javaType() == type.javaType();
    }

    /** The names of the fields in a mask of the layout, sorted. */
    static List<String> names(JsonShape shape, long mask) {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, LayoutField> each : shape.fields()) {
            if ((mask & (1L << each.getValue().bit())) != 0) {
                names.add(each.getKey());
            }
        }
        return names;
    }

    /** The values of the fields in a mask of the layout, by name. */
    static Map<String, @Nullable Object> data(
            JsonWriting out, VersionedObject object, JsonShape shape, long mask, @Nullable SlotBuffer edited) {
        Map<String, @Nullable Object> data = new TreeMap<>();
        for (Map.Entry<String, LayoutField> each : shape.fields()) {
            LayoutField at = each.getValue();
            if ((mask & (1L << at.bit())) != 0) {
                data.put(each.getKey(), value(out, object, shape.layout(), at, edited));
            }
        }
        return data;
    }

    private static @Nullable Object value(
            JsonWriting out, VersionedObject object, Layout layout, LayoutField at, @Nullable SlotBuffer edited) {
        ObjectField field = at.field();
        Object value = edited != null ? edited.get(at) : field == null ? null : Slots.value(object, field);
        if (value == null) {
            return null;
        }
        boolean sensitive = FieldCodec.sensitive(at);
        out.at(object.type().name(), field == null ? at.name() : field.name(), sensitive);
        Object crossing = FieldCodec.narrowed(layout, at, value);
        try {
            return JsonValues.write(out, at.type(), crossing);
        } catch (InvalidValueException shown) {
            throw sensitive ? FieldCodec.hidden(layout, at) : shown;
        }
    }

    // ---- reading

    /** The object that a call is for. */
    static VersionedObject readReceiver(JsonReading in, ObjectType<?> type, @Nullable Object tree) {
        return read(in, new ValueType.ObjectValue(type.javaType(), type.name(), false), tree);
    }

    /** The object that a primitive stands for, bound to the document's context. */
    static VersionedObject read(JsonReading in, ValueType.@Nullable ObjectValue declared, @Nullable Object tree) {
        Map<?, ?> members = JsonReading.object(tree, declared == null ? "an object" : "a " + declared.name());
        if (in.references != null && JsonReferences.isReference(members)) {
            VersionedObject again = in.references.object(in, members);
            refuseOther(declared, again.type());
            JsonUpdates.readAgain(in, again, members);
            return again;
        }
        JsonForm form = in.forms.formOf(members);
        if (form == null) {
            throw new Malformed(
                    DecodeException.WRONG_TYPE,
                    "no primitive (expected: " + in.forms.usual().name() + " and its other parts)");
        }
        JsonReading.only(
                members, List.of(form.changes(), form.data(), form.name(), form.namespaceKey(), form.version()));
        Version version = version(form, members);
        Layout layout = layout(in, declared, form, members, version);
        in.enter();
        JsonShape shape = in.shapeOf(layout);
        SlotBuffer buffer = new SlotBuffer(layout.type());
        Map<?, ?> data = at(form.data(), () -> JsonReading.object(members.get(form.data()), "the set fields"));
        long mask = readData(in, shape, data, buffer);
        TypeHistory history = in.registry.history(layout.type());
        long changed = JsonChanges.read(in, shape, members.get(form.changes()), mask, history, form) & ~shape.held();
        if (in.request) {
            shape.projection().refuseReadOnly(changed);
        }
        buffer.markChanged(layout, changed);
        buffer.upgrade(layout);
        buffer.refuseBeyondLimits();
        in.losses.addAll(buffer.unread(layout));
        VersionedObject object = buffer.finish(in.context, shape.projection().received(version));
        in.leave();
        if (in.references != null) {
            in.references.stands(object, members);
        }
        return object;
    }

    private static void refuseOther(ValueType.@Nullable ObjectValue declared, ObjectType<?> type) {
        if (declared != null && !accepts(declared, type)) {
            throw new Malformed(
                    DecodeException.WRONG_TYPE, "a " + type.name() + " (expected: " + declared.name() + ")");
        }
    }

    static Version version(JsonForm form, Map<?, ?> members) {
        return at(form.version(), () -> {
            String text = JsonReading.text(members.get(form.version()), "a version");
            try {
                return Version.parse(text);
            } catch (IllegalArgumentException malformed) {
                throw new Malformed(DecodeException.WRONG_TYPE, "no version (expected: major.minor, or with a patch)");
            }
        });
    }

    /** What the primitive says it is; refused if that is not what was declared, not registered, or too new. */
    private static Layout layout(
            JsonReading in,
            ValueType.@Nullable ObjectValue declared,
            JsonForm form,
            Map<?, ?> members,
            Version version) {
        String name = at(form.name(), () -> JsonReading.text(members.get(form.name()), "a class's name"));
        ObjectType<?> type = in.registry.type(TypeKey.of(name, version));
        ObjectType<?> any = type == null ? in.registry.typeNamed(name) : type;
        if (any == null) {
            throw new UnknownTypeException(JsonTree.shown(name) + ": not registered (expected one of: "
                    + in.registry.types().stream()
                            .map(ObjectType::name)
                            .distinct()
                            .toList() + ")");
        }
        refuseOther(declared, any);
        JsonForm expected = in.forms.of(any);
        String namespace =
                at(form.namespaceKey(), () -> JsonReading.text(members.get(form.namespaceKey()), "a namespace"));
        if (!expected.equals(form) || !expected.namespace().equals(namespace)) {
            throw new Malformed(
                            DecodeException.WRONG_TYPE,
                            "a class of another project (expected: " + expected.name() + " in " + expected.namespace()
                                    + ")")
                    .in(form.namespaceKey());
        }
        Layout layout = type == null ? null : in.registry.history(type).at(version);
        if (layout == null) {
            throw mismatch(any, version);
        }
        return layout;
    }

    static VersionMismatchException mismatch(ObjectType<?> type, Version asked) {
        boolean newer = type.version().isBefore(asked);
        String here = type.version().shape().toString();
        return newer
                ? VersionMismatchException.tooNew(type.name(), asked.toString(), here)
                : VersionMismatchException.tooOld(
                        type.name(), asked.toString(), type.version().major() + ".0");
    }

    /** Reads the values of named fields; returns which there were, as a mask of the layout. */
    static long readData(JsonReading in, JsonShape shape, Map<?, ?> data, SlotBuffer into) {
        data.keySet().forEach(name -> field(shape, (String) name));
        long mask = 0;
        for (Map.Entry<String, LayoutField> each : shape.fields()) {
            if (data.containsKey(each.getKey())) {
                LayoutField field = each.getValue();
                Object tree = data.get(each.getKey());
                try {
                    FieldCodec.store(
                            into, field, tree == null ? insteadOfNull(field) : JsonValues.read(in, field.type(), tree));
                } catch (Malformed malformed) {
                    throw (FieldCodec.sensitive(field) ? malformed.hidden(field.type()) : malformed).in(field.name());
                }
                mask |= 1L << field.bit();
            }
        }
        return mask;
    }

    /** The ancestor reads null as the default where null is not allowed and a default is declared. */
    private static @Nullable Object insteadOfNull(LayoutField at) {
        ObjectField field = at.field();
        return field == null || at.nullable() || !field.type().equals(at.type()) ? null : field.defaultValue();
    }

    private static LayoutField field(JsonShape shape, String name) {
        LayoutField field = shape.field(name);
        if (field == null) {
            throw unknown(shape, name);
        }
        return field;
    }

    static Malformed unknown(JsonShape shape, String name) {
        return new Malformed(
                        DecodeException.WRONG_TYPE,
                        "no field of " + shape.layout() + " (expected one of: " + shape.names() + ")")
                .in(JsonTree.shown(name));
    }

    /** The fields that an array names, as a mask of the layout. */
    static long mask(JsonShape shape, @Nullable Object tree) {
        long mask = 0;
        for (@Nullable Object each : JsonReading.array(tree, "an array of names")) {
            mask |= 1L << field(shape, JsonReading.text(each, "a field's name")).bit();
        }
        return mask;
    }

    /** Reads a part whose name belongs into the path of what is wrong in it. */
    static <T extends @Nullable Object> T at(String part, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Malformed malformed) {
            throw malformed.in(part);
        }
    }
}
