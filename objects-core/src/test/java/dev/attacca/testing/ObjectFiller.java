package dev.attacca.testing;

import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ObjectType;
import dev.attacca.object.Slots;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.ValueFiller.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Fills objects of any registered class from what the registry knows of it: every field, in values, lists, sets, maps and
 * nested objects, of subclasses too. The same seed gives the same objects. Strings begin with the name of the field they were
 * made for; numbers are often those at the ends of their range. Values are within the field's limits; where a pattern cannot be
 * met by guesses, {@link #setting} says how.
 *
 * <pre>{@code
 * Book book = ObjectFiller.of(registry).seed(7).filled(Book.class, context);
 * }</pre>
 *
 * <p>Objects that would nest deeper than {@link #depth} are left out: null where that is allowed, else unset.
 *
 * <p>Thread safety: confined to one thread.
 */
public final class ObjectFiller {
    private static final int DEPTH = 3;
    private static final int MOST_ELEMENTS = 3;

    private final ObjectRegistry registry;
    private final Map<Class<?>, Function<Random, ?>> makers = new HashMap<>();
    private final Map<String, Function<Random, ?>> fieldMakers = new HashMap<>();
    private Predicate<ObjectType<?>> known = type -> true;
    private Random random = new Random(0);
    private ValueFiller values = new ValueFiller(random, Range.ANYWHERE, Map.of());
    private WithinLimits limits = new WithinLimits(values, random);
    private int depth = DEPTH;

    private ObjectFiller(ObjectRegistry registry) {
        this.registry = registry;
        seed(0);
    }

    /** A filler of the registry's classes, with seed 0. */
    public static ObjectFiller of(ObjectRegistry registry) {
        return new ObjectFiller(registry);
    }

    /** Starts again from a seed. */
    public ObjectFiller seed(long seed) {
        return seed(seed, Range.ANYWHERE);
    }

    /** Starts again from a seed, with numbers and constants from a part of their range. */
    ObjectFiller seed(long seed, Range range) {
        // Neighbouring seeds of Random begin with nearly the same numbers.
        random = new Random(new SplittableRandom(seed).nextLong());
        values = new ValueFiller(random, range, makers);
        limits = new WithinLimits(values, random);
        return this;
    }

    /**
     * How deep objects are nested.
     *
     * @param levels 1 for objects that hold none; 3 by default
     */
    public ObjectFiller depth(int levels) {
        depth = levels;
        return this;
    }

    /** How values of a type of your own are made. Starts again from seed 0. */
    public <T> ObjectFiller using(Class<T> type, Function<Random, ? extends T> maker) {
        makers.put(type, maker);
        return seed(0);
    }

    /**
     * How the values of one field are made: for what its type and its limits do not tell.
     *
     * @param field such as {@code Instance.hostname}
     */
    public ObjectFiller setting(String field, Function<Random, ?> maker) {
        fieldMakers.put(field, maker);
        return this;
    }

    /** Leaves out objects of other classes. */
    ObjectFiller onlyOf(Predicate<ObjectType<?>> types) {
        known = types;
        return this;
    }

    /** A new object with every field set, and all of them changed. */
    public <T extends VersionedObject> T filled(Class<T> type, ObjectContext context) {
        return type.cast(object(registry.type(type), new Place(context, 1, Presence.EVERYTHING)));
    }

    /** A new object with every field set that is null where it may be. */
    public <T extends VersionedObject> T nulled(Class<T> type, ObjectContext context) {
        return type.cast(object(registry.type(type), new Place(context, 1, Presence.NULLS)));
    }

    /** A new object with about half of its fields set, and about half of these changed; nested ones likewise. */
    public <T extends VersionedObject> T partlyFilled(Class<T> type, ObjectContext context) {
        return type.cast(object(registry.type(type), new Place(context, 1, Presence.SOMETHING)));
    }

    private enum Presence {
        EVERYTHING,
        NULLS,
        SOMETHING
    }

    /** Where a value is made: for objects of which context, how deep, how full. */
    private record Place(ObjectContext context, int level, Presence presence) {
        Place deeper() {
            return new Place(context, level + 1, presence);
        }
    }

    private VersionedObject object(ObjectType<?> type, Place place) {
        VersionedObject object = type.newObject(place.context);
        for (ObjectField field : type.fields()) {
            if (place.presence != Presence.SOMETHING || random.nextBoolean()) {
                fill(object, field, place);
            }
        }
        return object;
    }

    private void fill(VersionedObject object, ObjectField field, Place place) {
        String path = object.type().name() + "." + field.name();
        Function<Random, ?> maker = fieldMakers.get(path);
        Object value = maker == null ? limits.of(path, field, value(field.type(), path, place)) : maker.apply(random);
        if (place.presence == Presence.NULLS && field.nullable()) {
            value = null;
        }
        if (value == null && !field.nullable()) {
            return;
        }
        Slots.load(object, field, value);
        boolean settable = field.setter() != null;
        if (settable && (place.presence != Presence.SOMETHING || random.nextBoolean())) {
            Slots.masks(object, Slots.present(object), Slots.changed(object) | field.bit());
        }
    }

    /** A value of a type; null where an object would nest too deep. */
    private @Nullable Object value(ValueType type, String path, Place place) {
        if (type instanceof ValueType.Scalar scalar) {
            return values.scalar(scalar, path);
        }
        if (type instanceof ValueType.EnumValue enumType) {
            return values.constant(enumType);
        }
        if (type instanceof ValueType.CustomValue custom) {
            return values.custom(custom, path);
        }
        if (type instanceof ValueType.ObjectValue object) {
            return place.level >= depth ? null : nested(object, place);
        }
        if (type instanceof ValueType.ListValue list) {
            return elements(list.element(), list.elementNullable(), path, place);
        }
        if (type instanceof ValueType.SetValue set) {
            return new LinkedHashSet<>(elements(set.element(), false, path, place));
        }
        if (type instanceof ValueType.MapValue map) {
            return entries(map, path, place);
        }
        throw new IllegalArgumentException(path + ": " + type + " (expected: the type of a field)");
    }

    private @Nullable Object nested(ValueType.ObjectValue type, Place place) {
        List<ObjectType<?>> candidates = new ArrayList<>();
        for (ObjectType<?> each : registry.types()) {
            boolean fits = type.polymorphic()
                    ? type.javaType().isAssignableFrom(each.javaType())
                    : type.javaType() == each.javaType();
            if (fits && known.test(each)) {
                candidates.add(each);
            }
        }
        return candidates.isEmpty() ? null : object(candidates.get(random.nextInt(candidates.size())), place.deeper());
    }

    private List<@Nullable Object> elements(ValueType type, boolean nullable, String path, Place place) {
        List<@Nullable Object> elements = new ArrayList<>();
        int count = 1 + random.nextInt(MOST_ELEMENTS);
        for (int i = 0; i < count; i++) {
            Object element = nullable && random.nextInt(MOST_ELEMENTS) == 0 ? null : value(type, path, place);
            if (element != null || nullable) {
                elements.add(element);
            }
        }
        return elements;
    }

    private Map<Object, @Nullable Object> entries(ValueType.MapValue type, String path, Place place) {
        Map<Object, @Nullable Object> entries = new HashMap<>();
        for (Object key : elements(type.key(), false, path, place)) {
            Object value = value(type.value(), path, place);
            if (key != null && (value != null || type.valueNullable())) {
                entries.put(key, value);
            }
        }
        return entries;
    }
}
