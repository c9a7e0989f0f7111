package dev.attacca.codec;

import dev.attacca.error.InvalidValueException;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ObjectType;
import dev.attacca.object.Slots;
import dev.attacca.object.ValueForm;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.Layout;
import dev.attacca.registry.LayoutField;
import dev.attacca.version.SnapshotEditor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The data of an object, or of a part of it, on its way between versions: what written steps edit and what decoding fills.
 * Masks are of the newest version's fields; removed fields are kept apart by name. Confined to one thread.
 */
final class SlotBuffer {
    final ObjectType<?> type;
    final long[] longs;
    final @Nullable Object[] references;
    long present;
    long changed;
    private final Map<String, @Nullable Object> removed = new HashMap<>();
    private final Set<String> changedRemoved = new HashSet<>();

    SlotBuffer(ObjectType<?> type) {
        this(type, new long[type.longSlots()], new @Nullable Object[type.referenceSlots()]);
    }

    private SlotBuffer(ObjectType<?> type, long[] longs, @Nullable Object[] references) {
        this.type = type;
        this.longs = longs;
        this.references = references;
    }

    /** A copy of some of an object's fields. */
    static SlotBuffer copyOf(VersionedObject object, long fields) {
        SlotBuffer copy = new SlotBuffer(
                object.type(),
                Slots.longs(object).clone(),
                Slots.references(object).clone());
        copy.present = Slots.present(object) & fields;
        copy.changed = Slots.changed(object) & fields;
        return copy;
    }

    /** Takes over set fields of an object, unchanged; what it had in them is left alone. */
    void borrow(VersionedObject object, long fields) {
        long borrowed = Slots.present(object) & fields;
        for (ObjectField field : type.fields()) {
            if ((borrowed & field.bit()) == 0) {
                continue;
            }
            if (field.inLongSlot()) {
                longs[field.slot()] = Slots.longs(object)[field.slot()];
            } else {
                references[field.slot()] = Slots.references(object)[field.slot()];
            }
        }
        present |= borrowed;
    }

    /** Marks fields as changed, fields that only the layout has included. */
    void markChanged(Layout layout, long layoutMask) {
        for (LayoutField field : layout.fields()) {
            if ((layoutMask & (1L << field.bit())) != 0) {
                markChanged(field);
            }
        }
    }

    private void markChanged(LayoutField field) {
        if (field.field() == null) {
            changedRemoved.add(field.name());
        } else {
            changed |= field.field().bit();
        }
    }

    /** The changed fields in a layout's mask. */
    long changedIn(Layout layout) {
        long mask = layout.toLayout(changed);
        for (LayoutField field : layout.fields()) {
            if (isChanged(field) && field.field() == null) {
                mask |= 1L << field.bit();
            }
        }
        return mask;
    }

    private boolean isChanged(LayoutField field) {
        return field.field() == null
                ? changedRemoved.contains(field.name())
                : (changed & field.field().bit()) != 0;
    }

    /** Runs written steps in order; returns what they reported as lost. */
    List<Loss> run(List<Layout.Step> steps) {
        List<Loss> losses = new ArrayList<>();
        for (Layout.Step step : steps) {
            try {
                step.method().invoke(null, new Editor(step, losses));
            } catch (InvocationTargetException thrown) {
                if (thrown.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new IllegalStateException(step.method() + " failed", thrown.getCause());
            } catch (IllegalAccessException impossible) {
                throw new IllegalStateException(step.method() + " cannot be reached", impossible);
            }
        }
        return losses;
    }

    boolean isSet(LayoutField field) {
        ObjectField current = field.field();
        return current == null ? removed.containsKey(field.name()) : (present & current.bit()) != 0;
    }

    @Nullable
    Object get(LayoutField field) {
        ObjectField current = field.field();
        if (current == null) {
            return removed.get(field.name());
        }
        return current.inLongSlot() ? Slots.box(current.type(), longs[current.slot()]) : references[current.slot()];
    }

    void set(LayoutField field, @Nullable Object value) {
        ObjectField current = field.field();
        if (current == null) {
            removed.put(field.name(), value);
        } else if (current.inLongSlot()) {
            longs[current.slot()] = Slots.unbox(value == null ? 0L : value);
            present |= current.bit();
        } else {
            references[current.slot()] = value;
            present |= current.bit();
        }
    }

    void unset(LayoutField field) {
        ObjectField current = field.field();
        if (current == null) {
            removed.remove(field.name());
            changedRemoved.remove(field.name());
        } else {
            present &= ~current.bit();
            changed &= ~current.bit();
        }
    }

    /** What a written step sees. */
    private final class Editor implements SnapshotEditor {
        private final Layout.Step step;
        private final Layout named;
        private final List<Loss> losses;
        private boolean readChanged;

        Editor(Layout.Step step, List<Loss> losses) {
            this.step = step;
            this.named = step.named();
            this.losses = losses;
        }

        private LayoutField field(String name) {
            LayoutField field = step.field(name);
            if (field == null) {
                throw new IllegalArgumentException(
                        named + " has no field " + name + " (expected one of: " + step.fieldNames() + ")");
            }
            return field;
        }

        @Override
        public boolean isSet(String name) {
            return SlotBuffer.this.isSet(field(name));
        }

        @Override
        public @Nullable Object get(String name) {
            LayoutField field = field(name);
            if (!SlotBuffer.this.isSet(field)) {
                throw new IllegalArgumentException(named + "." + name + ": not set (expected: ask isSet first)");
            }
            readChanged |= isChanged(field);
            return SlotBuffer.this.get(field);
        }

        @Override
        public long getLong(String name) {
            if (get(name) instanceof Number number) {
                return number.longValue();
            }
            throw new IllegalArgumentException(named + "." + name + ": no number (expected: a number)");
        }

        @Override
        public void set(String name, @Nullable Object value) {
            LayoutField field = field(name);
            if (value == null && !field.nullable()) {
                throw new IllegalArgumentException(named + "." + name + ": null (expected: a value)");
            }
            SlotBuffer.this.set(field, value == null ? null : fitting(field, value));
            if (readChanged) {
                markChanged(field);
            }
        }

        private Object fitting(LayoutField field, Object value) {
            ObjectField current = field.field();
            ValueType type = current == null ? field.type() : current.type();
            try {
                return ValueForm.of(type).keep(named + "." + field.name(), value);
            } catch (InvalidValueException unfit) {
                throw new IllegalArgumentException(unfit.getMessage(), unfit);
            }
        }

        @Override
        public void unset(String name) {
            SlotBuffer.this.unset(field(name));
        }

        @Override
        public void lose(String name, String what) {
            LayoutField field = field(name);
            losses.add(new Loss(
                    type.name(), field.field() == null ? name : field.field().name(), what));
        }
    }
}
