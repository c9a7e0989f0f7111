package dev.attacca.registry;

import dev.attacca.object.ObjectType;
import dev.attacca.registry.TypeDeclaration.WrittenStep;
import dev.attacca.version.Version;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a class at one version: what its data looks like to peers of that version, and the way between that shape
 * and the newest one. Immutable, safe for use by several threads.
 */
public final class Layout {
    private final ObjectType<?> type;
    private final Version version;
    private final List<LayoutField> fields;
    private final List<Step> downgrades;
    private final List<Step> upgrades;
    private final boolean newest;

    Layout(ObjectType<?> type, Version version, List<LayoutField> fields, List<Step> downgrades, List<Step> upgrades) {
        this.type = type;
        this.version = version;
        this.fields = List.copyOf(fields);
        this.downgrades = List.copyOf(downgrades);
        this.upgrades = List.copyOf(upgrades);
        this.newest = version.equals(type.version().shape());
    }

    /**
     * A written step.
     *
     * @param from the version it is given
     * @param to the version it makes
     * @param loses what it declares to lose; empty for upgrades
     * @param method {@code static void step(SnapshotEditor)}, accessible
     * @param named the layout whose field names the step uses: the newer one
     * @param older the layout of the older version, whose removed fields the step reaches as well
     * @param wayBack of a downgrade, the upgrade steps between the same versions; of an upgrade none
     */
    public record Step(
            Version from, Version to, String loses, Method method, Layout named, Layout older, List<Step> wayBack) {
        public Step {
            wayBack = List.copyOf(wayBack);
        }

        static Step of(WrittenStep written, Layout named, Layout older, List<Step> wayBack) {
            return new Step(written.from(), written.to(), written.loses(), written.method(), named, older, wayBack);
        }

        /** Whether it leads to the older version. */
        public boolean downgrades() {
            return to.isBefore(from);
        }

        /** The field that the step calls so, or {@code null}. */
        public @Nullable LayoutField field(String name) {
            LayoutField field = named.field(name);
            LayoutField past = field == null ? older.field(name) : null;
            return past != null && past.field() == null ? past : field;
        }

        /** The names of the fields the step may use, those that the newer version removed last. */
        public List<String> fieldNames() {
            return Stream.concat(
                            named.fields().stream(),
                            older.fields().stream()
                                    .filter(past -> past.field() == null && named.field(past.name()) == null))
                    .map(LayoutField::name)
                    .toList();
        }
    }

    /** The class. */
    public ObjectType<?> type() {
        return type;
    }

    /** The version, without patch. */
    public Version version() {
        return version;
    }

    /** The fields in name order, each at its bit. */
    public List<LayoutField> fields() {
        return fields;
    }

    /** The field of that name at this version, or {@code null}. */
    public @Nullable LayoutField field(String name) {
        for (LayoutField field : fields) {
            if (field.name().equals(name)) {
                return field;
            }
        }
        return null;
    }

    /** Whether this is the newest version, whose bits are the fields' own. */
    public boolean newest() {
        return newest;
    }

    /** The written steps from the newest version down to this one, in the order they run. */
    public List<Step> downgrades() {
        return downgrades;
    }

    /** The written steps from this version up to the newest one, in the order they run. */
    public List<Step> upgrades() {
        return upgrades;
    }

    /** Turns a mask of the newest version's fields into one of this layout; fields it does not have fall away. */
    public long toLayout(long fieldMask) {
        if (newest) {
            return fieldMask;
        }
        long mask = 0;
        for (LayoutField field : fields) {
            if (field.field() != null && (fieldMask & field.field().bit()) != 0) {
                mask |= 1L << field.bit();
            }
        }
        return mask;
    }

    /** Turns a mask of this layout into one of the newest version's fields; removed fields fall away. */
    public long toFields(long layoutMask) {
        if (newest) {
            return layoutMask;
        }
        long mask = 0;
        for (LayoutField field : fields) {
            if (field.field() != null && (layoutMask & (1L << field.bit())) != 0) {
                mask |= field.field().bit();
            }
        }
        return mask;
    }

    /** {@code Instance 1.1}. */
    @Override
    public String toString() {
        return type.name() + " " + version;
    }
}
