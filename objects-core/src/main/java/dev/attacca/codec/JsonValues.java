package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.object.ValueOrder;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Values of any type as JSON, and back. Stateless. */
final class JsonValues {
    private static final int MOST_ENTRIES = 10_000;

    private JsonValues() {}

    // ---- writing

    /** The JSON of a value that is not null. */
    static Object write(JsonWriting out, ValueType type, Object value) {
        if (type instanceof ValueType.Scalar scalar) {
            return JsonScalars.write(out, scalar, value);
        }
        if (type instanceof ValueType.EnumValue enumType) {
            return writeConstant(out, enumType, (Enum<?>) value);
        }
        if (type instanceof ValueType.CustomValue custom) {
            return out.text(JsonScalars.textOf(custom.support(), value));
        }
        if (type instanceof ValueType.ListValue list) {
            return writeAll(out, list.element(), list.elementNullable(), (List<?>) value);
        }
        if (type instanceof ValueType.SetValue set) {
            return writeAll(out, set.element(), false, elements(out, set.element(), (Set<?>) value));
        }
        if (type instanceof ValueType.MapValue map) {
            return writeMap(out, map, (Map<?, ?>) value);
        }
        if (type instanceof ValueType.RecordValue record) {
            return JsonRecords.write(out, record, value);
        }
        return JsonObjects.write(out, ((ValueType.ObjectValue) type), (VersionedObject) value, -1L);
    }

    /** The JSON of a part of a value. */
    static @Nullable Object writePart(
            JsonWriting out, ValueType type, boolean nullable, @Nullable Object value, Object position) {
        if (value != null) {
            return write(out, type, value);
        }
        if (!nullable) {
            throw out.refusedNull(position);
        }
        return null;
    }

    private static String writeConstant(JsonWriting out, ValueType.EnumValue type, Enum<?> constant) {
        Enum<?> read = (Enum<?>) crossing(out, type).apply(constant);
        if (read != constant) {
            out.lostHere(constant.name() + " read as " + read.name());
        }
        return read.name();
    }

    private static UnaryOperator<Object> crossing(JsonWriting out, ValueType type) {
        return ValueCodec.of(type, out.agreement)::crossing;
    }

    private static Collection<?> elements(JsonWriting out, ValueType element, Set<?> values) {
        if (element instanceof ValueType.ObjectValue) {
            return values;
        }
        return new Crossing(ValueOrder.of(element), crossing(out, element)).elements(values, index -> {
            throw out.refusedNull(index);
        });
    }

    private static List<@Nullable Object> writeAll(
            JsonWriting out, ValueType element, boolean nullable, Collection<?> values) {
        out.count(values.size(), WireInput.MOST_ELEMENTS);
        List<@Nullable Object> tree = new ArrayList<>(values.size());
        for (@Nullable Object each : values) {
            tree.add(writePart(out, element, nullable, each, tree.size()));
        }
        return tree;
    }

    private static Map<String, @Nullable Object> writeMap(JsonWriting out, ValueType.MapValue type, Map<?, ?> values) {
        for (@Nullable Object key : values.keySet()) {
            if (key == null) {
                throw out.refused("a null key (expected: keys that are not null)");
            }
        }
        Map<Object, @Nullable Object> read =
                new Crossing(ValueOrder.of(type.key()), crossing(out, type.key())).entries(values, out::lostHere);
        out.count(read.size(), MOST_ENTRIES);
        Map<String, @Nullable Object> tree = new TreeMap<>();
        read.forEach((key, value) -> tree.put(
                out.text(JsonScalars.keyText(key)), writePart(out, type.value(), type.valueNullable(), value, key)));
        return tree;
    }

    // ---- reading

    /** The value that a JSON tree stands for, in the form that slots keep; null is never one. */
    static Object read(JsonReading in, ValueType type, @Nullable Object tree) {
        if (type instanceof ValueType.Scalar scalar) {
            return JsonScalars.read(scalar, tree);
        }
        if (type instanceof ValueType.EnumValue enumType) {
            return readConstant(enumType, tree);
        }
        if (type instanceof ValueType.CustomValue custom) {
            return JsonScalars.fromText(custom.support(), tree);
        }
        if (type instanceof ValueType.ListValue list) {
            return Collections.unmodifiableList(readAll(in, list.element(), list.elementNullable(), tree));
        }
        if (type instanceof ValueType.SetValue set) {
            return readSet(set.element(), readAll(in, set.element(), false, tree));
        }
        if (type instanceof ValueType.MapValue map) {
            return readMap(in, map, tree);
        }
        if (type instanceof ValueType.RecordValue record) {
            return JsonRecords.read(in, record, tree);
        }
        return JsonObjects.read(in, (ValueType.ObjectValue) type, tree);
    }

    /** The value of a part. */
    static @Nullable Object readPart(JsonReading in, ValueType type, boolean nullable, @Nullable Object tree) {
        return tree == null && nullable ? null : read(in, type, tree);
    }

    static Enum<?> readConstant(ValueType.EnumValue type, @Nullable Object tree) {
        String name = JsonReading.text(tree, "one of " + type.constants());
        for (Enum<?> constant : type.javaType().getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        throw new Malformed(DecodeException.BAD_ENUM, "no such constant (expected one of: " + type.constants() + ")");
    }

    private static List<@Nullable Object> readAll(
            JsonReading in, ValueType element, boolean nullable, @Nullable Object tree) {
        List<?> elements = JsonReading.array(tree, "an array of " + element);
        in.count(elements.size(), WireInput.MOST_ELEMENTS);
        List<@Nullable Object> values = new ArrayList<>(elements.size());
        for (@Nullable Object each : elements) {
            try {
                values.add(readPart(in, element, nullable, each));
            } catch (Malformed malformed) {
                throw malformed.in("[" + values.size() + "]");
            }
        }
        return values;
    }

    private static Set<?> readSet(ValueType element, List<@Nullable Object> values) {
        if (element instanceof ValueType.ObjectValue) {
            Set<@Nullable Object> objects = new LinkedHashSet<>(values);
            if (objects.size() < values.size()) {
                throw ObjectSetCodec.twice();
            }
            return Collections.unmodifiableSet(objects);
        }
        Comparator<Object> order = ValueOrder.of(element);
        Map<Object, Object> sorted = new TreeMap<>(order);
        for (@Nullable Object each : values) {
            if (each != null && sorted.put(each, each) != null) {
                throw new Malformed(DecodeException.WRONG_TYPE, "an element twice (expected: each once)");
            }
        }
        return Collections.unmodifiableSet(new LinkedHashSet<>(sorted.values()));
    }

    private static Map<Object, @Nullable Object> readMap(
            JsonReading in, ValueType.MapValue type, @Nullable Object tree) {
        Map<?, ?> entries = JsonReading.object(tree, "an object of " + type.value());
        in.count(entries.size(), MOST_ENTRIES);
        Map<Object, Map.Entry<?, ? extends @Nullable Object>> sorted = new TreeMap<>(ValueOrder.of(type.key()));
        for (Map.Entry<?, ? extends @Nullable Object> each : entries.entrySet()) {
            inEntry(each, () -> sorted.put(JsonScalars.readKey(type.key(), (String) each.getKey()), each));
        }
        // In the order in which they are written: what comes again may refer to what stands before it.
        Map<Object, @Nullable Object> values = new LinkedHashMap<>();
        sorted.forEach((key, each) -> inEntry(
                each, () -> values.put(key, readPart(in, type.value(), type.valueNullable(), each.getValue()))));
        return Collections.unmodifiableMap(values);
    }

    private static void inEntry(Map.Entry<?, ? extends @Nullable Object> entry, Runnable reading) {
        try {
            reading.run();
        } catch (Malformed malformed) {
            throw malformed.in("[" + JsonTree.shown((String) entry.getKey()) + "]");
        }
    }
}
