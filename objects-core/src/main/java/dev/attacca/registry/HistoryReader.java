package dev.attacca.registry;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Downgrade;
import dev.attacca.annotation.Removed;
import dev.attacca.annotation.Renamed;
import dev.attacca.annotation.Upgrade;
import dev.attacca.annotation.Widened;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ValueType;
import dev.attacca.version.SnapshotEditor;
import dev.attacca.version.Version;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what the annotations of a domain class say of its older versions, and finds what they leave out. */
final class HistoryReader {
    private final Class<?> javaType;
    private final String name;
    private final Version newest;
    private final List<ObjectField> fields;
    private final ValueTypes valueTypes;
    private final List<String> problems;

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
        for (ObjectField field : fields) {
            pasts.add(past(field, downgrades));
        }
        // Reflection promises no order of methods; steps between the same versions run by name.
        Comparator<TypeDeclaration.WrittenStep> byVersion = Comparator.comparing(TypeDeclaration.WrittenStep::from);
        Comparator<TypeDeclaration.WrittenStep> byName =
                Comparator.comparing(step -> step.method().getName());
        downgrades.sort(byVersion.reversed().thenComparing(byName));
        upgrades.sort(byVersion.thenComparing(byName));
        TypeDeclaration.History history = new TypeDeclaration.History(
                List.copyOf(pasts), removed(), List.copyOf(downgrades), List.copyOf(upgrades));
        refuseImpossibleLayouts(history);
        return history;
    }

    /** Removed fields and old names can make an older version have what no version may. */
    private void refuseImpossibleLayouts(TypeDeclaration.History history) {
        Set<String> told = new HashSet<>();
        for (int minor = 0; minor <= newest.minor(); minor++) {
            Version version = Version.of(newest.major(), minor);
            List<LayoutField> layout = TypeHistory.fieldsAt(history, version);
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

    private void addStep(
            List<TypeDeclaration.WrittenStep> steps,
            Method method,
            String fromText,
            String toText,
            String loses,
            boolean down) {
        String shown = name + "." + method.getName();
        Version from = version(shown, fromText);
        Version to = version(shown, toText);
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

    private TypeDeclaration.FieldPast past(ObjectField field, List<TypeDeclaration.WrittenStep> downgrades) {
        Method getter = field.getter();
        String shown = name + "." + field.name();
        refuseInherited(field);
        Added added = getter.getAnnotation(Added.class);
        Renamed renamed = getter.getAnnotation(Renamed.class);
        Widened widened = getter.getAnnotation(Widened.class);
        Version addedIn = added == null ? null : version(shown, added.in());
        Version renamedIn = renamed == null ? null : version(shown, renamed.in());
        Version widenedIn = widened == null ? null : version(shown, widened.in());
        after(shown, "renamed", addedIn, renamedIn);
        after(shown, "widened", addedIn, widenedIn);
        if (addedIn != null && (field.key() || field.rowVersion())) {
            problems.add(
                    shown + ": added in " + addedIn + " but identifies the object (expected: there from the start)");
        }
        ValueType before = widened == null ? null : typeBefore(shown, field, widened);
        if (widenedIn != null && before != null) {
            requireNarrowing(field, widenedIn, before, downgrades);
        }
        return new TypeDeclaration.FieldPast(
                field,
                addedIn,
                renamedIn,
                renamed == null ? null : renamed.from(),
                before == null ? null : widenedIn,
                before);
    }

    /** What another class says counts that class's versions. */
    private void refuseInherited(ObjectField field) {
        Class<?> owner = field.getter().getDeclaringClass();
        if (owner == javaType) {
            return;
        }
        for (Class<? extends Annotation> history : List.of(Added.class, Renamed.class, Widened.class)) {
            if (field.getter().isAnnotationPresent(history)) {
                problems.add(name + "." + field.name() + ": inherits @" + history.getSimpleName() + " from "
                        + owner.getSimpleName() + ", whose versions are others (expected: its own history; override "
                        + field.getter().getName() + "() with what " + name + "'s versions say, or with none)");
            }
        }
    }

    private void after(String shown, String what, @Nullable Version addedIn, @Nullable Version changedIn) {
        if (addedIn != null && changedIn != null && !addedIn.isBefore(changedIn)) {
            problems.add(shown + ": " + what + " in " + changedIn + " but added in " + addedIn + " (expected: later)");
        }
    }

    private @Nullable ValueType typeBefore(String shown, ObjectField field, Widened widened) {
        if (widened.from() == int.class && field.type() == ValueType.Scalar.LONG) {
            return ValueType.Scalar.INT;
        }
        if (widened.from() == Integer.class && field.type() == ValueType.Scalar.BOXED_LONG) {
            return ValueType.Scalar.BOXED_INT;
        }
        problems.add(shown + ": widened from " + widened.from().getSimpleName() + " to " + field.type()
                + " (expected: int to long, or Integer to Long; for another change add a field)");
        return null;
    }

    private void requireNarrowing(
            ObjectField field, Version widenedIn, ValueType before, List<TypeDeclaration.WrittenStep> downgrades) {
        if (widenedIn.minor() == 0) {
            problems.add(name + "." + field.name() + ": widened in " + widenedIn
                    + ", the first version (expected: a later one; leave @Widened out)");
            return;
        }
        Version older = Version.of(widenedIn.major(), widenedIn.minor() - 1);
        boolean written = downgrades.stream()
                .anyMatch(step ->
                        step.from().equals(widenedIn.shape()) && !step.loses().isEmpty());
        if (!written) {
            problems.add(name + " " + widenedIn + " -> " + older + ": '" + field.name() + "' narrows " + field.type()
                    + " to " + before + " without a rule (add @Downgrade(from = \"" + widenedIn + "\", to = \"" + older
                    + "\", loses = \"...\")) [BACKPORT_LOSS_UNDECLARED]");
        }
    }

    private List<TypeDeclaration.RemovedField> removed() {
        List<TypeDeclaration.RemovedField> found = new ArrayList<>();
        for (Removed removed : javaType.getAnnotationsByType(Removed.class)) {
            String shown = name + "." + removed.field();
            Version in = version(shown, removed.in());
            Version since = removed.since().isEmpty() ? null : version(shown, removed.since());
            ValueType type = valueTypes.ofClass(removed.type());
            if (type == null || type instanceof ValueType.ObjectValue) {
                problems.add(shown + ": removed field of type " + removed.type().getSimpleName()
                        + " (expected: a scalar or an enum)");
            } else if (in != null) {
                after(shown, "removed", since, in);
                found.add(new TypeDeclaration.RemovedField(removed.field(), type, removed.nullable(), since, in));
            }
        }
        return List.copyOf(found);
    }

    private @Nullable Version version(String shown, String text) {
        try {
            Version version = Version.parse(text).shape();
            boolean known = version.sameMajor(newest) && !newest.isBefore(version);
            if (!known) {
                problems.add(
                        shown + ": version " + version + " (expected: " + newest.major() + ".0 to " + newest + ")");
            }
            return known ? version : null;
        } catch (IllegalArgumentException malformed) {
            problems.add(shown + ": " + malformed.getMessage());
            return null;
        }
    }
}
