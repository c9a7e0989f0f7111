package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.object.ObjectField;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.Layout;
import dev.attacca.registry.LayoutField;
import dev.attacca.version.Version;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings the data of objects from the newest version to one layout, whatever the bytes look like. Immutable. */
final class Projection {
    private final Layout layout;
    private final List<ObjectField> dropped;
    private final long readOnly;
    private final boolean asItIs;

    Projection(Layout layout) {
        this.layout = layout;
        List<ObjectField> missing = new ArrayList<>(layout.type().fields());
        layout.fields().forEach(field -> missing.remove(field.field()));
        this.dropped = List.copyOf(missing);
        long unsettable = 0;
        for (LayoutField field : layout.fields()) {
            unsettable |= field.field() != null && field.field().setter() == null ? 1L << field.bit() : 0;
        }
        this.readOnly = unsettable;
        this.asItIs = layout.downgrades().isEmpty() && layout.fields().stream().noneMatch(LayoutField::refusesNull);
    }

    /** Whether values cross as they are, at most fewer of them. */
    boolean asItIs() {
        return asItIs;
    }

    /**
     * Refuses changes that a caller says it made to fields without a setter: it cannot have made them. What the framework loads
     * into such a field is never a change.
     *
     * @param changed of the layout
     */
    void refuseReadOnly(long changed) {
        long forbidden = changed & readOnly;
        if (forbidden != 0) {
            LayoutField field = layout.fields().get(Long.numberOfTrailingZeros(forbidden));
            throw new Malformed(DecodeException.READ_ONLY, "changed (expected: no change, the field has no setter)")
                    .in(field.name());
        }
    }

    /**
     * Notes which of some fields of an object hold something and have no place in the agreed shape. A field that a step took
     * over is that step's to tell of.
     */
    void noteDropped(List<Loss> losses, VersionedObject object, long fieldMask, @Nullable SlotBuffer edited) {
        long lost = edited == null ? fieldMask : fieldMask & ~edited.takenOver;
        for (ObjectField field : dropped) {
            if ((lost & field.bit()) != 0 && Slots.value(object, field) != null) {
                losses.add(new Loss(layout.type().name(), field.name(), "not in " + layout.version()));
            }
        }
    }

    /** The fields that the agreed shape does not have and whose values written steps put elsewhere in it. */
    long takenOver(VersionedObject object) {
        SlotBuffer edited = edited(new ArrayList<>(), object, -1L);
        return edited == null ? 0 : edited.takenOver;
    }

    /**
     * Some of an object's fields as written steps leave them and with defaults where the shape knows no null, or {@code null}
     * where nothing of that lies between the versions.
     */
    @Nullable
    SlotBuffer edited(List<Loss> losses, VersionedObject object, long fieldMask) {
        if (asItIs) {
            return null;
        }
        SlotBuffer buffer = SlotBuffer.copyOf(object, fieldMask);
        losses.addAll(buffer.run(layout.downgrades()));
        losses.addAll(buffer.replaceNulls(layout));
        return buffer;
    }

    /** What written steps put into a field that only older versions have, or {@code null}. */
    @Nullable
    Object pastValue(VersionedObject object, LayoutField past) {
        SlotBuffer edited = edited(new ArrayList<>(), object, -1L);
        return edited == null || !edited.isSet(past) ? null : edited.get(past);
    }

    /** The changed fields in the agreed shape, those included that steps carry a change into. */
    long changedInLayout(VersionedObject object, @Nullable SlotBuffer edited) {
        return edited == null ? layout.toLayout(Slots.changed(object)) : edited.changedIn(layout);
    }

    /** The version of an object whose data came in the agreed shape or an older one, its patch being this side's own. */
    Version received(Version data) {
        Version own = layout.type().version();
        return data.shape().equals(own.shape()) ? own : data.shape();
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
