package dev.attacca.registry;

import dev.attacca.object.ObjectType;
import dev.attacca.registry.TypeDeclaration.FieldPast;
import dev.attacca.registry.TypeDeclaration.RemovedField;
import dev.attacca.registry.TypeDeclaration.WrittenStep;
import dev.attacca.version.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every version of a class within its major, from {@code major.0} to the newest. Immutable, safe for use by several threads.
 */
public final class TypeHistory {
    private final ObjectType<?> type;
    private final List<Layout> layouts;

    TypeHistory(ObjectType<?> type, TypeDeclaration.History history) {
        this.type = type;
        List<Layout> bare = new ArrayList<>();
        for (int minor = 0; minor <= type.version().minor(); minor++) {
            Version version = Version.of(type.version().major(), minor);
            bare.add(new Layout(type, version, history.layouts().get(minor), List.of(), List.of()));
        }
        List<Layout> complete = new ArrayList<>();
        for (Layout layout : bare) {
            List<Layout.Step> downgrades = new ArrayList<>();
            for (WrittenStep step : history.downgrades()) {
                if (layout.version().isBefore(step.from())) {
                    downgrades.add(downgrade(step, history.upgrades(), bare));
                }
            }
            List<Layout.Step> upgrades = new ArrayList<>();
            for (WrittenStep step : history.upgrades()) {
                if (!step.from().isBefore(layout.version())) {
                    upgrades.add(upgrade(step, bare));
                }
            }
            complete.add(new Layout(type, layout.version(), layout.fields(), downgrades, upgrades));
        }
        this.layouts = List.copyOf(complete);
    }

    private static Layout.Step downgrade(WrittenStep step, List<WrittenStep> upgrades, List<Layout> layouts) {
        List<Layout.Step> wayBack = new ArrayList<>();
        for (WrittenStep up : upgrades) {
            if (up.from().equals(step.to())) {
                wayBack.add(upgrade(up, layouts));
            }
        }
        return Layout.Step.of(
                step, layouts.get(step.from().minor()), layouts.get(step.to().minor()), wayBack);
    }

    private static Layout.Step upgrade(WrittenStep step, List<Layout> layouts) {
        return Layout.Step.of(
                step, layouts.get(step.to().minor()), layouts.get(step.from().minor()), List.of());
    }

    /** By minor, the bits of the present fields that the version had. */
    static long[] fieldsByMinor(TypeDeclaration declaration) {
        long[] masks = new long[declaration.version().minor() + 1];
        for (int minor = 0; minor < masks.length; minor++) {
            for (LayoutField field : declaration.history().layouts().get(minor)) {
                masks[minor] |= field.field() == null ? 0 : field.field().bit();
            }
        }
        return masks;
    }

    static List<LayoutField> fieldsAt(List<FieldPast> pasts, List<RemovedField> removedFields, Version version) {
        List<LayoutField> fields = new ArrayList<>();
        for (FieldPast past : pasts) {
            if (past.addedIn() == null || !version.isBefore(past.addedIn())) {
                fields.add(new LayoutField(
                        past.nameAt(version), 0, past.typeAt(version), past.nullableAt(version), past.field(), null));
            }
        }
        for (RemovedField removed : removedFields) {
            boolean born = removed.since() == null || !version.isBefore(removed.since());
            if (born && version.isBefore(removed.in())) {
                LayoutField.Gone gone = new LayoutField.Gone(removed.in(), removed.sensitive());
                fields.add(new LayoutField(removed.name(), 0, removed.type(), removed.nullable(), null, gone));
            }
        }
        fields.sort(Comparator.comparing(LayoutField::name));
        List<LayoutField> placed = new ArrayList<>();
        for (LayoutField field : fields) {
            placed.add(new LayoutField(
                    field.name(), placed.size(), field.type(), field.nullable(), field.field(), field.gone()));
        }
        return placed;
    }

    /** The class. */
    public ObjectType<?> type() {
        return type;
    }

    /** The layouts, oldest first. */
    public List<Layout> layouts() {
        return layouts;
    }

    /** The newest layout. */
    public Layout newest() {
        return layouts.get(layouts.size() - 1);
    }

    /** The layout of a version, patch ignored, or {@code null} if this history does not know it. */
    public @Nullable Layout at(Version version) {
        boolean known = version.major() == type.version().major() && version.minor() < layouts.size();
        return known ? layouts.get(version.minor()) : null;
    }
}
