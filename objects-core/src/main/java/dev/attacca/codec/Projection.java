package dev.attacca.codec;

import dev.attacca.object.ObjectField;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.Layout;
import dev.attacca.registry.LayoutField;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings the data of objects from the newest version to one layout, whatever the bytes look like. Immutable. */
final class Projection {
    private final Layout layout;
    private final List<ObjectField> dropped;

    Projection(Layout layout) {
        this.layout = layout;
        List<ObjectField> missing = new ArrayList<>(layout.type().fields());
        layout.fields().forEach(field -> missing.remove(field.field()));
        this.dropped = List.copyOf(missing);
    }

    /** Notes which of some fields of an object hold something and have no place in the agreed shape. */
    void noteDropped(List<Loss> losses, VersionedObject object, long fieldMask) {
        for (ObjectField field : dropped) {
            if ((fieldMask & field.bit()) != 0 && Slots.value(object, field) != null) {
                losses.add(new Loss(layout.type().name(), field.name(), "not in " + layout.version()));
            }
        }
    }

    /** Some of an object's fields as written steps leave them, or {@code null} where no step lies between the versions. */
    @Nullable
    SlotBuffer edited(List<Loss> losses, VersionedObject object, long fieldMask) {
        if (layout.downgrades().isEmpty()) {
            return null;
        }
        SlotBuffer buffer = SlotBuffer.copyOf(object, fieldMask);
        losses.addAll(buffer.run(layout.downgrades()));
        return buffer;
    }

    /** Turns a mask of fields into the agreed shape, fields that only older versions have included. */
    long presentInLayout(long fieldMask, @Nullable SlotBuffer edited) {
        long mask = layout.toLayout(fieldMask);
        if (edited != null) {
            for (LayoutField field : layout.fields()) {
                if (field.field() == null && edited.isSet(field)) {
                    mask |= 1L << field.bit();
                }
            }
        }
        return mask;
    }
}
