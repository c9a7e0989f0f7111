package dev.attacca.codec;

import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * How much the objects of a message hold. What an object holds is charged again each time that it comes again, so that a
 * message cannot mean more than it could hold, nor anything deeper. No object is looked at twice. One message, one thread.
 */
final class Extents {
    private static final Extent ONE = new Extent(1, 1);

    private final IdentityHashMap<VersionedObject, Extent> known = new IdentityHashMap<>();

    /**
     * How much an object holds, itself included; what stands in it several times counts so often.
     *
     * @param objects how many
     * @param levels how deep
     */
    record Extent(int objects, int levels) {}

    /**
     * The extents of what a message brings.
     *
     * @param there what is there already and costs nothing
     */
    Extents(List<VersionedObject> there) {
        there.forEach(each -> known.put(each, ONE));
    }

    Extent of(VersionedObject object) {
        return of(object, 1);
    }

    private Extent of(VersionedObject object, int level) {
        Extent kept = known.get(object);
        if (kept != null || level > MessageWriting.MOST_DEPTH) {
            return kept == null ? ONE : kept;
        }
        long held = 1;
        int levels = 0;
        for (VersionedObject each : Slots.heldBy(object)) {
            Extent extent = of(each, level + 1);
            held += extent.objects();
            levels = Math.max(levels, extent.levels());
        }
        Extent extent = new Extent((int) Math.min(held, WireInput.MOST_ELEMENTS + 1L), levels + 1);
        known.put(object, extent);
        return extent;
    }
}
