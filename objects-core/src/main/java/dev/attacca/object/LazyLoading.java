package dev.attacca.object;

import dev.attacca.error.LazyLoadForbiddenException;
import dev.attacca.error.UnsetFieldException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Fetches fields that are read while unset. */
final class LazyLoading {
    private LazyLoading() {}

    /**
     * Fetches a field of one object; fetching is no change.
     *
     * @throws UnsetFieldException if the field is not lazy
     * @throws LazyLoadForbiddenException if the object's context forbids it
     */
    static void fetch(VersionedObject object, ObjectField field) {
        RemotableMethod loader = object.type().loader(field);
        if (loader == null) {
            throw new UnsetFieldException(
                    object.type().name() + "." + field.name()
                            + ": not set (expected: a field that was set or loaded; load the object with it, or make it @Lazy)");
        }
        ObjectContext context = object.context();
        if (!context.lazyLoads()) {
            throw forbidden(object, field);
        }
        context.lazyLoadListener().loading(object, field);
        Object loaded = CallingThread.current().fetching(object, field, loader);
        if ((object.present & field.bit()) == 0) {
            Slots.load(object, field, loaded);
        }
    }

    private static LazyLoadForbiddenException forbidden(VersionedObject object, ObjectField field) {
        String named = ObjectText.name(object);
        Map<String, String> details = new LinkedHashMap<>();
        details.put("entity", named);
        details.put("field", field.name());
        return new LazyLoadForbiddenException(
                named + "." + field.name()
                        + ": not loaded, and its context forbids lazy loads (expected: a field that is loaded); call context.load(objects, \""
                        + field.name() + "\") before",
                details,
                null);
    }
}
