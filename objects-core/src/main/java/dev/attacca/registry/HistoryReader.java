package dev.attacca.registry;

import dev.attacca.annotation.Downgrade;
import dev.attacca.annotation.Upgrade;
import dev.attacca.object.ObjectField;
import dev.attacca.version.SnapshotEditor;
import dev.attacca.version.Version;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads what the annotations of a domain class say of its older versions, and finds what they leave out. */
final class HistoryReader {
    private final Class<?> javaType;
    private final String name;
    private final Version newest;
    private final List<ObjectField> fields;
    private final ValueTypes valueTypes;
    private final List<String> problems;
    private final NamedVersions versions;

    HistoryReader(
            Class<?> javaType,
            String name,
            Version newest,
            List<ObjectField> fields,
            ValueTypes valueTypes,
            List<String> problems) {
        this.javaType = javaType;
        this.name = name;
        this.newest = newest;
        this.fields = fields;
        this.valueTypes = valueTypes;
        this.problems = problems;
        this.versions = new NamedVersions(newest, problems);
    }

    TypeDeclaration.History read() {
        List<TypeDeclaration.WrittenStep> downgrades = new ArrayList<>();
        List<TypeDeclaration.WrittenStep> upgrades = new ArrayList<>();
        for (Method method : javaType.getDeclaredMethods()) {
            Downgrade down = method.getAnnotation(Downgrade.class);
            if (down != null) {
                addStep(downgrades, method, down.from(), down.to(), down.loses(), true);
            }
            Upgrade up = method.getAnnotation(Upgrade.class);
            if (up != null) {
                addStep(upgrades, method, up.from(), up.to(), "", false);
            }
        }
        List<TypeDeclaration.FieldPast> pasts = new ArrayList<>();
        FieldPastReader past = new FieldPastReader(javaType, name, versions, downgrades, upgrades);
        for (ObjectField field : fields) {
            pasts.add(past.read(field));
        }
        // Reflection promises no order of methods; steps between the same versions run by name.
        Comparator<TypeDeclaration.WrittenStep> byVersion = Comparator.comparing(TypeDeclaration.WrittenStep::from);
        Comparator<TypeDeclaration.WrittenStep> byName =
                Comparator.comparing(step -> step.method().getName());
        downgrades.sort(byVersion.reversed().thenComparing(byName));
        upgrades.sort(byVersion.thenComparing(byName));
        List<TypeDeclaration.RemovedField> removed =
                new RemovedFieldsReader(javaType, name, versions, valueTypes).read();
        List<List<LayoutField>> layouts = new ArrayList<>();
        for (int minor = 0; minor <= newest.minor(); minor++) {
            layouts.add(TypeHistory.fieldsAt(pasts, removed, Version.of(newest.major(), minor)));
        }
        refuseImpossible(layouts);
        refuseNamesAtOnce(removed, layouts);
        return new TypeDeclaration.History(
                removed, List.copyOf(downgrades), List.copyOf(upgrades), List.copyOf(layouts));
    }

    /** Removed fields and old names can make an older version have what no version may. */
    private void refuseImpossible(List<List<LayoutField>> layouts) {
        Set<String> told = new HashSet<>();
        for (int minor = 0; minor <= newest.minor(); minor++) {
            Version version = Version.of(newest.major(), minor);
            List<LayoutField> layout = layouts.get(minor);
            Set<String> names = new HashSet<>();
            for (LayoutField field : layout) {
                if (!names.add(field.name()) && told.add(field.name())) {
                    problems.add(name + " " + version + ": two fields named '" + field.name()
                            + "' (expected: one; look at @Renamed, @Removed and @Added of that name)");
                }
            }
            if (layout.size() > Long.SIZE && fields.size() <= Long.SIZE && told.add("")) {
                problems.add(
                        name + " " + version + ": " + layout.size() + " fields, removed ones included (expected: at"
                                + " most " + Long.SIZE + "; begin a new major)");
            }
        }
    }

    /** A step between two versions names a field once: it could not tell one that goes from one that comes. */
    private void refuseNamesAtOnce(List<TypeDeclaration.RemovedField> removedFields, List<List<LayoutField>> layouts) {
        for (TypeDeclaration.RemovedField removed : removedFields) {
            boolean again = layouts.get(removed.in().minor()).stream()
                    .anyMatch(field -> field.name().equals(removed.name()));
            if (again) {
                problems.add(name + "." + removed.name() + ": removed in " + removed.in()
                        + ", and another field of that name is there in " + removed.in()
                        + " (expected: a version between them without the name; give the new field another one)");
            }
        }
    }

    private void addStep(
            List<TypeDeclaration.WrittenStep> steps,
            Method method,
            String fromText,
            String toText,
            String loses,
            boolean down) {
        String shown = name + "." + method.getName();
        Version from = versions.read(shown, fromText);
        Version to = versions.read(shown, toText);
        boolean shaped = Modifier.isStatic(method.getModifiers())
                && method.getParameterCount() == 1
                && method.getParameterTypes()[0] == SnapshotEditor.class
                && method.getReturnType() == void.class;
        if (!shaped) {
            problems.add(shown + ": a written step of another form (expected: static void " + method.getName()
                    + "(SnapshotEditor snapshot))");
        }
        if (from == null || to == null) {
            return;
        }
        boolean neighbours = down ? from.minor() == to.minor() + 1 : to.minor() == from.minor() + 1;
        if (!from.sameMajor(to) || !neighbours) {
            problems.add(shown + ": from " + from + " to " + to + " (expected: a step between neighbouring minors)");
        } else if (shaped) {
            method.setAccessible(true);
            steps.add(new TypeDeclaration.WrittenStep(from, to, loses, method));
        }
    }
}
