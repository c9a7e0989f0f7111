package dev.attacca.registry;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.NowNotNull;
import dev.attacca.annotation.NowNullable;
import dev.attacca.annotation.Renamed;
import dev.attacca.annotation.Widened;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ValueType;
import dev.attacca.registry.TypeDeclaration.FieldPast;
import dev.attacca.registry.TypeDeclaration.Until;
import dev.attacca.registry.TypeDeclaration.WrittenStep;
import dev.attacca.version.Version;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what the annotations of a getter say of its field's past, and finds changes that need a step which nobody wrote. */
final class FieldPastReader {
    private static final Map<Class<? extends Annotation>, String> HISTORY = Map.of(
            Added.class, "@Added",
            Renamed.class, "@Renamed",
            Renamed.Several.class, "@Renamed",
            Widened.class, "@Widened",
            NowNullable.class, "@NowNullable",
            NowNotNull.class, "@NowNotNull");

    private final Class<?> javaType;
    private final String name;
    private final NamedVersions versions;
    private final List<WrittenStep> downgrades;
    private final List<WrittenStep> upgrades;
    private final List<String> problems;

    FieldPastReader(
            Class<?> javaType,
            String name,
            NamedVersions versions,
            List<WrittenStep> downgrades,
            List<WrittenStep> upgrades) {
        this.javaType = javaType;
        this.name = name;
        this.versions = versions;
        this.downgrades = downgrades;
        this.upgrades = upgrades;
        this.problems = versions.problems();
    }

    FieldPast read(ObjectField field) {
        refuseInherited(field);
        Added added = field.getter().getAnnotation(Added.class);
        Version addedIn = added == null ? null : versions.read(subject(field), added.in());
        if (addedIn != null && (field.key() || field.rowVersion())) {
            problems.add(subject(field) + ": added in " + addedIn
                    + " but identifies the object (expected: there from the start)");
        }
        return new FieldPast(field, addedIn, names(field, addedIn), types(field, addedIn), nulls(field, addedIn));
    }

    private String subject(ObjectField field) {
        return name + "." + field.name();
    }

    /** What another class says counts that class's versions. */
    private void refuseInherited(ObjectField field) {
        Class<?> owner = field.getter().getDeclaringClass();
        if (owner == javaType) {
            return;
        }
        for (Annotation each : field.getter().getAnnotations()) {
            String history = HISTORY.get(each.annotationType());
            if (history != null) {
                problems.add(subject(field) + ": inherits " + history + " from " + owner.getSimpleName()
                        + ", whose versions are others (expected: its own history; override "
                        + field.getter().getName() + "() with what " + name + "'s versions say, or with none)");
            }
        }
    }

    private List<Until<String>> names(ObjectField field, @Nullable Version addedIn) {
        List<Until<String>> names = new ArrayList<>();
        for (Renamed renamed : field.getter().getAnnotationsByType(Renamed.class)) {
            Version in = versions.readChange(subject(field), "renamed", addedIn, renamed.in());
            if (in != null) {
                names.add(new Until<>(renamed.from(), in));
            }
        }
        names.sort(Comparator.comparing(Until::version));
        for (int i = 0; i < names.size(); i++) {
            boolean last = i + 1 == names.size();
            Until<String> renaming = names.get(i);
            if (!last && renaming.version().equals(names.get(i + 1).version())) {
                problems.add(subject(field) + ": renamed twice in " + renaming.version()
                        + " (expected: once for each version)");
            } else if (renaming.what()
                    .equals(last ? field.name() : names.get(i + 1).what())) {
                problems.add(subject(field) + ": renamed in " + renaming.version() + " from '" + renaming.what()
                        + "' to the same (expected: another name, or no @Renamed)");
            }
        }
        return List.copyOf(names);
    }

    private List<Until<ValueType>> types(ObjectField field, @Nullable Version addedIn) {
        Widened widened = field.getter().getAnnotation(Widened.class);
        if (widened == null) {
            return List.of();
        }
        Version in = versions.readChange(subject(field), "widened", addedIn, widened.in());
        ValueType before = typeBefore(field, widened);
        if (in == null || before == null) {
            return List.of();
        }
        if (!lossDeclared(in)) {
            problems.add(undeclared(in, "'" + field.name() + "' narrows " + field.type() + " to " + before, ""));
        }
        return List.of(new Until<>(before, in));
    }

    private @Nullable ValueType typeBefore(ObjectField field, Widened widened) {
        if (widened.from() == int.class && field.type() == ValueType.Scalar.LONG) {
            return ValueType.Scalar.INT;
        }
        if (widened.from() == Integer.class && field.type() == ValueType.Scalar.BOXED_LONG) {
            return ValueType.Scalar.BOXED_INT;
        }
        problems.add(subject(field) + ": widened from " + widened.from().getSimpleName() + " to " + field.type()
                + " (expected: int to long, or Integer to Long; for another change add a field)");
        return null;
    }

    private List<Until<Boolean>> nulls(ObjectField field, @Nullable Version addedIn) {
        Method getter = field.getter();
        NowNullable nullable = getter.getAnnotation(NowNullable.class);
        NowNotNull notNull = getter.getAnnotation(NowNotNull.class);
        List<Until<Boolean>> changes = new ArrayList<>();
        if (nullable != null) {
            Version in = versions.readChange(subject(field), "nullable", addedIn, nullable.in());
            if (in != null) {
                changes.add(new Until<>(false, in));
                requireReplacement(field, in);
            }
        }
        if (notNull != null) {
            Version in = versions.readChange(subject(field), "not null", addedIn, notNull.in());
            if (in != null) {
                changes.add(new Until<>(true, in));
                requireValue(field, in);
            }
        }
        changes.sort(Comparator.comparing(Until::version));
        refuseContradiction(field, changes);
        return List.copyOf(changes);
    }

    private void refuseContradiction(ObjectField field, List<Until<Boolean>> changes) {
        if (changes.isEmpty()) {
            return;
        }
        Until<Boolean> last = changes.get(changes.size() - 1);
        if (changes.size() == 2 && last.version().equals(changes.get(0).version())) {
            problems.add(
                    subject(field) + ": nullable and not null since " + last.version() + " (expected: one of them)");
        } else if (last.what() == field.nullable()) {
            problems.add(subject(field)
                    + (field.nullable()
                            ? ": not null since " + last.version() + ", but its getter is @Nullable"
                            : ": nullable since " + last.version() + ", but its getter is not @Nullable")
                    + " (expected: what the getter says today)");
        }
    }

    /** Older readers know no null: they need something else. */
    private void requireReplacement(ObjectField field, Version in) {
        if (field.defaultValue() == null && !lossDeclared(in)) {
            problems.add(undeclared(
                    in,
                    "'" + field.name() + "' may be null, which it is not in " + NamedVersions.before(in) + ",",
                    " or @Default(\"...\")"));
        }
    }

    private void requireValue(ObjectField field, Version in) {
        boolean written = upgrades.stream().anyMatch(step -> step.to().equals(in));
        if (field.defaultValue() == null && !written) {
            Version older = NamedVersions.before(in);
            problems.add(name + " " + older + " -> " + in + ": '" + field.name()
                    + "' may be null in older data, and nothing says what it is then (add @Upgrade(from = \"" + older
                    + "\", to = \"" + in + "\") or @Default(\"...\")) [FIELD_NOW_NOT_NULL]");
        }
    }

    private boolean lossDeclared(Version from) {
        return downgrades.stream()
                .anyMatch(step -> step.from().equals(from) && !step.loses().isEmpty());
    }

    private String undeclared(Version from, String what, String otherwise) {
        Version older = NamedVersions.before(from);
        return name + " " + from + " -> " + older + ": " + what + " without a rule (add @Downgrade(from = \"" + from
                + "\", to = \"" + older + "\", loses = \"...\")" + otherwise + ") [BACKPORT_LOSS_UNDECLARED]";
    }
}
