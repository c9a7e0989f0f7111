package dev.attacca.object;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Copies an object with everything it reaches: each object once, whatever holds it. Confined to one thread, used once. */
final class ObjectCopy {
    private static final int FIRST_ROOM = 4;

    /** So many objects are found faster by looking at each than by hashing. */
    private static final int MOST_SCANNED = 16;

    private final boolean orphans;

    /** Originals and their copies by turns. */
    private VersionedObject[] pairs = new VersionedObject[FIRST_ROOM];

    private int size;
    private @Nullable IdentityHashMap<VersionedObject, VersionedObject> hashed;

    private ObjectCopy(boolean orphans) {
        this.orphans = orphans;
    }

    static VersionedObject of(VersionedObject original) {
        if ((original.type().nestedMask() & original.present) == 0) {
            return shallow(original, original.context);
        }
        ObjectCopy run = new ObjectCopy(false);
        VersionedObject copy = run.copyOf(original);
        run.copyReached();
        return copy;
    }

    /** A copy of a value with every object in it. */
    static @Nullable Object ofValue(@Nullable Object value) {
        return new ObjectCopy(false).copyWithReached(value);
    }

    /** A copy of a value with every object in it, bound to no context. */
    static @Nullable Object orphanOf(@Nullable Object value) {
        return new ObjectCopy(true).copyWithReached(value);
    }

    /**
     * Copies of arguments with every object in them, each once; objects that are kept stay what they are.
     *
     * @param kept the objects that are not copied
     */
    static List<@Nullable Object[]> ofArguments(List<@Nullable Object[]> arguments, ObjectSet kept) {
        ObjectCopy run = new ObjectCopy(false);
        for (int i = 0; i < kept.size(); i++) {
            run.add(kept.get(i), kept.get(i));
        }
        List<@Nullable Object[]> copies = new ArrayList<>(arguments.size());
        for (@Nullable Object[] each : arguments) {
            @Nullable Object[] copy = each.clone();
            for (int i = 0; i < copy.length; i++) {
                copy[i] = run.copyOfValue(copy[i]);
            }
            copies.add(copy);
        }
        for (int i = kept.size(); i < run.size; i++) {
            run.copyHeld(run.copy(i));
        }
        return copies;
    }

    private @Nullable Object copyWithReached(@Nullable Object value) {
        Object copy = copyOfValue(value);
        copyReached();
        return copy;
    }

    private void copyReached() {
        for (int i = 0; i < size; i++) {
            copyHeld(copy(i));
        }
    }

    private static VersionedObject shallow(VersionedObject original, @Nullable ObjectContext context) {
        VersionedObject copy = Slots.values(original, original.present);
        copy.initialize(original.type(), context, original.version(), original.present, original.changed);
        return copy;
    }

    private VersionedObject copyOf(VersionedObject original) {
        VersionedObject known = known(original);
        if (known != null) {
            return known;
        }
        VersionedObject copy = shallow(original, orphans ? null : original.context);
        add(original, copy);
        return copy;
    }

    private VersionedObject copy(int position) {
        return pairs[2 * position + 1];
    }

    private @Nullable VersionedObject known(VersionedObject original) {
        if (hashed != null) {
            return hashed.get(original);
        }
        for (int i = 0; i < 2 * size; i += 2) {
            if (pairs[i] == original) {
                return pairs[i + 1];
            }
        }
        return null;
    }

    private void add(VersionedObject original, VersionedObject copy) {
        if (2 * size == pairs.length) {
            pairs = Arrays.copyOf(pairs, 2 * pairs.length);
        }
        pairs[2 * size] = original;
        pairs[2 * size + 1] = copy;
        size++;
        if (hashed != null) {
            hashed.put(original, copy);
        } else if (size > MOST_SCANNED) {
            hashed = new IdentityHashMap<>();
            for (int i = 0; i < 2 * size; i += 2) {
                hashed.put(pairs[i], pairs[i + 1]);
            }
        }
    }

    /** Replaces the originals that a fresh copy still holds. */
    private void copyHeld(VersionedObject copy) {
        for (long rest = copy.type().nestedMask() & copy.present; rest != 0; rest &= rest - 1) {
            int field = Long.numberOfTrailingZeros(rest);
            copy.attaccaReference(field, copyOfValue(copy.attaccaReference(field)));
        }
    }

    private @Nullable Object copyOfValue(@Nullable Object value) {
        if (value instanceof VersionedObject object) {
            return copyOf(object);
        }
        if (value instanceof List<?> list) {
            return Collections.unmodifiableList(copyInto(new ArrayList<>(list.size()), list));
        }
        if (value instanceof Set<?> set) {
            return Collections.unmodifiableSet(copyInto(new LinkedHashSet<>(), set));
        }
        if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> copied = new LinkedHashMap<>();
            map.forEach((key, element) -> copied.put(key, copyOfValue(element)));
            return Collections.unmodifiableMap(copied);
        }
        if (value instanceof Record record && !Slots.held(record).isEmpty()) {
            RecordShape shape = RecordShape.of(record.getClass());
            @Nullable Object[] components = shape.values(record);
            for (int i = 0; i < components.length; i++) {
                components[i] = copyOfValue(components[i]);
            }
            return shape.make(components);
        }
        return value;
    }

    private <C extends Collection<@Nullable Object>> C copyInto(C copied, Collection<?> elements) {
        for (Object element : elements) {
            copied.add(copyOfValue(element));
        }
        return copied;
    }
}
