package dev.attacca.object;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.BatchFailedException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.error.ProtocolException;
import dev.attacca.error.UnknownMethodException;
import dev.attacca.error.UnsetFieldException;
import dev.attacca.error.VersionMismatchException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fetches one lazy field for many objects of one class; if that fails, all objects are as they were before. Used once. */
final class ListLoading {
    private final ObjectContext context;
    private final ObjectType<?> type;
    private final ObjectField field;
    private final List<VersionedObject> objects;

    private ListLoading(ObjectContext context, ObjectField field, List<VersionedObject> objects) {
        this.context = context;
        this.type = objects.get(0).type();
        this.field = field;
        this.objects = objects;
    }

    /** Fetches what is not set, class by class. */
    static void load(ObjectContext context, Iterable<? extends VersionedObject> objects, String name) {
        ObjectSet met = new ObjectSet();
        Map<ObjectType<?>, List<VersionedObject>> unset = new LinkedHashMap<>();
        for (VersionedObject object : objects) {
            ObjectField field = lazyField(object, name);
            if (met.add(object) && (object.present & field.bit()) == 0) {
                unset.computeIfAbsent(object.type(), type -> new ArrayList<>()).add(object);
            }
        }
        ObjectSnapshot before = ObjectSnapshot.ofAll(unset.values());
        try {
            for (List<VersionedObject> ofOneClass : unset.values()) {
                ObjectField field = lazyField(ofOneClass.get(0), name);
                context.lazyLoadListener().loading(ofOneClass, field);
                new ListLoading(context, field, ofOneClass).run();
            }
        } catch (RuntimeException | Error failed) {
            before.restore();
            throw failed;
        }
    }

    private static ObjectField lazyField(VersionedObject object, String name) {
        ObjectField field = object.named(name);
        if (field.loader() == null) {
            throw new IllegalArgumentException(
                    object.type().name() + "." + name + ": not lazy (expected: a field marked @Lazy)");
        }
        return field;
    }

    private void run() {
        BulkLoading bulk = BulkLoading.of(type, field, context.factory());
        if (bulk != null) {
            try {
                byBulkLoader(bulk);
                return;
            } catch (UnknownMethodException | VersionMismatchException older) {
                // The other side's release has only the single loader, which means the same.
            }
        }
        oneByOne();
    }

    private void byBulkLoader(BulkLoading bulk) {
        List<@Nullable Object> keys = new ArrayList<>();
        Set<Object> different = new LinkedHashSet<>();
        for (VersionedObject object : objects) {
            Object key = keyOf(object, bulk.by());
            keys.add(key);
            if (key != null) {
                different.add(key);
            }
        }
        Map<Object, @Nullable Object> values = values(bulk, List.copyOf(different));
        Set<Object> given = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < objects.size(); i++) {
            Object key = keys.get(i);
            Object value = key == null ? null : values.get(key);
            boolean first = value == null || given.add(value);
            // Each object gets its own, as the single loader would have given it: a change of one is no change of
            // another.
            Slots.load(objects.get(i), field, first ? value : ObjectCopy.ofValue(value));
        }
    }

    private static @Nullable Object keyOf(VersionedObject object, ObjectField by) {
        if ((object.present & by.bit()) == 0) {
            throw new UnsetFieldException(ObjectText.name(object) + "." + by.name()
                    + ": not set (expected: set, as the field is loaded by it); load the object with it");
        }
        return Slots.value(object, by);
    }

    private Map<Object, @Nullable Object> values(BulkLoading bulk, List<Object> keys) {
        Map<Object, @Nullable Object> values = new HashMap<>();
        if (keys.isEmpty()) {
            return values;
        }
        BulkLoader loader = bulk.loader();
        ObjectQuery<?> query = bulk.query().newQuery(context);
        Object result = loader.method().invoke(query, new Object[] {keys});
        List<?> found = result instanceof List<?> list ? list : List.of();
        if (found.size() != keys.size()) {
            throw new InvalidValueException(
                    loader.method().qualifiedName() + ": " + found.size() + " values for " + keys.size() + " of "
                            + loader.by().name() + " (expected: one for each, in order); mend the loader");
        }
        for (int i = 0; i < keys.size(); i++) {
            if (found.get(i) == null && !field.nullable()) {
                throw new InvalidValueException(loader.method().qualifiedName() + ": null for "
                        + (loader.by().sensitive() ? "***" : keys.get(i)) + " (expected: a value of " + type.name()
                        + "."
                        + field.name() + ")");
            }
            values.put(keys.get(i), found.get(i));
        }
        return values;
    }

    private void oneByOne() {
        RemotableMethod loader = type.loader(field);
        if (loader == null) {
            throw new IllegalStateException(type.name() + "." + field.name() + ": lazy without a loader");
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (int from = 0; from < objects.size(); from += Batch.MOST_CALLS) {
            List<VersionedObject> some = objects.subList(from, Math.min(objects.size(), from + Batch.MOST_CALLS));
            values.addAll(together(loader, some));
        }
        for (int i = 0; i < objects.size(); i++) {
            // What the loader itself set stays, as where one object's field is read.
            if ((objects.get(i).present & field.bit()) == 0) {
                Slots.load(objects.get(i), field, values.get(i));
            }
        }
    }

    /** What a loader returns for some objects: in one batch where they share the context, and the other side takes batches. */
    private List<?> together(RemotableMethod loader, List<VersionedObject> some) {
        boolean batched =
                !context.insideUnit() && some.size() > 1 && some.stream().allMatch(object -> object.context == context);
        if (batched) {
            List<ActionRequest> requests = some.stream()
                    .map(object -> new ActionRequest(object, loader, new Object[0]))
                    .toList();
            try {
                return (List<?>) Objects.requireNonNull(context.calls().callTogether(requests));
            } catch (BatchFailedException failed) {
                throw failed.getCause() instanceof AttaccaException cause ? cause : failed;
            } catch (ProtocolException refused) {
                if (!refused.code().equals(ProtocolException.UNSUPPORTED)) {
                    throw refused;
                }
            }
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (VersionedObject object : some) {
            values.add(loader.invoke(object, new Object[0]));
        }
        return values;
    }
}
