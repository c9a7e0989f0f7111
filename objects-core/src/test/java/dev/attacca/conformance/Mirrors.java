package dev.attacca.conformance;

import dev.attacca.annotation.Default;
import dev.attacca.annotation.Matches;
import dev.attacca.annotation.Max;
import dev.attacca.annotation.NonNegative;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Transitions;
import dev.attacca.annotation.Versioned;
import dev.attacca.annotation.WriteOnce;
import dev.attacca.object.ObjectField;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.AllTypes;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.value.ValueSupport;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Classes with a field of every type and with every limit, whose bodies give back and take over whatever there is. */
final class Mirrors implements ObjectDomain {
    private final AllTypes types = new AllTypes();

    @Override
    public String name() {
        return "mirrors";
    }

    @Override
    public List<Class<? extends VersionedObject>> types() {
        List<Class<? extends VersionedObject>> all = new ArrayList<>(types.types());
        all.addAll(List.of(Mirror.class, Gauge.class));
        return List.copyOf(all);
    }

    @Override
    public List<ValueSupport<?>> values() {
        return types.values();
    }

    /** Everything, and what it looks like from elsewhere. */
    @Versioned("1.0")
    abstract static class Mirror extends AllTypes.Everything {
        @Remotable(readOnly = true)
        public Mirror copied() {
            return VersionedObject.copyOf(this);
        }

        /** Numbers the items, and adds one more. */
        @Remotable
        public void number(AllTypes.Item more) {
            int number = 0;
            for (AllTypes.Item item : getItems()) {
                item.setNumber(number++);
            }
            if (number > 1) {
                return;
            }
            Set<AllTypes.Item> all = new LinkedHashSet<>(getItems());
            all.add(more);
            setItems(all);
        }

        /** Sets every field to what another mirror has there. */
        @Remotable
        public void become(Mirror other) {
            for (ObjectField field : type().fields()) {
                if (other.isSet(field.name())) {
                    Slots.load(this, field, Slots.value(other, field));
                    Slots.masks(this, Slots.present(this), Slots.changed(this) | field.bit());
                }
            }
        }
    }

    enum Phase {
        COLD,
        WARM,
        BURNT
    }

    /** A field with each limit. */
    @Versioned("1.0")
    abstract static class Gauge extends VersionedObject {
        @NonNegative
        @Max(100)
        public abstract long getLevel();

        public abstract void setLevel(long level);

        @WriteOnce
        public abstract String getSerial();

        public abstract void setSerial(String serial);

        @Transitions({"COLD->WARM", "WARM->COLD|BURNT"})
        public abstract Phase getPhase();

        public abstract void setPhase(Phase phase);

        @Default("1")
        public abstract int getScale();

        public abstract void setScale(int scale);

        @Default("[0, 50, 100]")
        public abstract List<Integer> getMarks();

        @Matches("(x+x+)+y")
        public abstract String getLabel();

        public abstract void setLabel(String label);

        @Remotable
        public void attach(String label) {
            setLevel(1);
            setLabel(label);
        }

        @Remotable
        public void calibrate() {
            setDefaults();
        }

        @Remotable
        public void raise(long by) {
            setPhase(Phase.WARM);
            setLevel(getLevel() + by);
        }

        @Remotable
        public void engrave(String serial) {
            setLevel(1);
            setSerial(serial);
        }

        @Remotable
        public void go(Phase phase) {
            setLevel(1);
            setPhase(phase);
        }
    }
}
