package dev.attacca.contract;

import dev.attacca.contract.LockedType.Shape;
import dev.attacca.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rules about the fields of one class: what a release had of them, beside what is served to it today. */
final class FieldRules {
    private static final String REFUSED = "every call that carries one is refused (VERSION_MISMATCH):"
            + " both sides must mean the same by a version";

    private final Comparison comparison;
    private final LockedType then;
    private final LockedType now;
    private final Version next;
    private final boolean sameVersion;

    FieldRules(Comparison comparison, LockedType then, LockedType now) {
        this.comparison = comparison;
        this.then = then;
        this.now = now;
        this.next = comparison.next(now);
        this.sameVersion = now.version().shape().equals(then.version().shape());
    }

    /**
     * Checks.
     *
     * @param changes is given what changed the shape, in words
     * @param write is given what a new version needs beside its number
     */
    void check(List<String> changes, List<String> write) {
        List<Shape> theirs = then.at(then.version());
        List<Shape> here = now.at(then.version());
        List<Shape> missing = new ArrayList<>(theirs);
        List<Shape> extra = new ArrayList<>(here);
        for (Shape old : theirs) {
            Shape same = named(here, old.name());
            if (same != null) {
                missing.remove(old);
                extra.remove(same);
                compare(old, same, changes);
            }
        }
        for (Shape old : missing) {
            Shape renamed = renamed(old, missing, extra);
            if (renamed == null) {
                removed(old);
                changes.add("'" + old.name() + "' is gone");
            } else {
                renamed(old, renamed);
                extra.remove(renamed);
                changes.add("'" + old.name() + "' is '" + renamed.origin().name() + "'");
            }
        }
        for (Shape fresh : extra) {
            added(fresh);
            changes.add("'" + fresh.name() + "' is new");
            write.add("@Added(in = \"" + next + "\") " + JavaSource.getter(fresh.origin()));
        }
    }

    private static @Nullable Shape named(List<Shape> shapes, String name) {
        for (Shape shape : shapes) {
            if (shape.name().equals(name)) {
                return shape;
            }
        }
        return null;
    }

    /** The one new field of the same type, if the missing field is also the only one of it. */
    private static @Nullable Shape renamed(Shape old, List<Shape> missing, List<Shape> extra) {
        List<Shape> candidates = extra.stream()
                .filter(fresh -> fresh.typeText().equals(old.typeText()))
                .toList();
        long rivals = missing.stream()
                .filter(other -> other.typeText().equals(old.typeText()))
                .count();
        return candidates.size() == 1 && rivals == 1 ? candidates.get(0) : null;
    }

    private void found(ContractRule rule, String field, String what, String breaks, List<String> write) {
        comparison.found(rule, now.key() + "." + field, then.toString(), what, breaks, write);
    }

    private void removed(Shape old) {
        LockedField field = old.origin();
        boolean named = field.type().matches("\\w+|enum\\(\\w+\\)");
        String since = sinceText(field);
        found(
                ContractRule.FIELD_REMOVED,
                field.name(),
                "'" + old.name() + "' (" + old.typeText() + ") is in " + then + ", and nothing remembers it",
                REFUSED,
                List.of(
                        named
                                ? "@Removed(field = \"" + field.name() + "\", type = "
                                        + JavaSource.literal(field.type(), field.nullable()) + ", nullable = "
                                        + field.nullable() + since + ", in = \"" + next + "\")"
                                : "interface Past { @Removed(" + (since.isEmpty() ? "" : since.substring(2) + ", ")
                                        + "in = \"" + next + "\") " + JavaSource.signature(field)
                                        + " }  // in " + now.name() + ", beside what else is gone"));
    }

    private static String sinceText(LockedField field) {
        Version since = field.since();
        return since == null ? "" : ", since = \"" + since + "\"";
    }

    private void renamed(Shape old, Shape fresh) {
        found(
                ContractRule.FIELD_RENAMED_WITHOUT_HISTORY,
                fresh.origin().name(),
                "'" + old.name() + "' (" + old.typeText() + ") is in " + then + ", and '"
                        + fresh.origin().name() + "' has come for it",
                REFUSED,
                List.of("@Renamed(from = \"" + old.name() + "\", in = \"" + next + "\") "
                        + JavaSource.getter(fresh.origin())));
    }

    private void added(Shape fresh) {
        if (!sameVersion) {
            found(
                    ContractRule.FIELD_ADDED_WITHOUT_HISTORY,
                    fresh.origin().name(),
                    "'" + fresh.name() + "' (" + fresh.typeText() + ") is not in " + then
                            + ", and nothing says that it came later",
                    REFUSED,
                    List.of("@Added(in = \"" + next + "\") " + JavaSource.getter(fresh.origin())));
        }
    }

    private void compare(Shape old, Shape here, List<String> changes) {
        LockedField field = here.origin();
        if (!old.type().equals(here.type())) {
            changes.add("'" + old.name() + "' is " + here.type() + ", was " + old.type());
            retyped(old, here);
        } else if (old.nullable() != here.nullable()) {
            changes.add("'" + old.name() + "' is " + here.typeText() + ", was " + old.typeText());
            nullness(old, field);
        }
        access(old.origin(), field);
        new LimitRules(comparison, then, now).check(old.origin(), field);
    }

    private void retyped(Shape old, Shape here) {
        LockedField field = here.origin();
        List<String> write;
        if (old.type().equals("int") && here.type().equals("long")) {
            write = List.of(
                    "@Widened(from = " + (old.nullable() ? "Integer" : "int") + ".class, in = \"" + next + "\") "
                            + JavaSource.getter(field),
                    LossRules.step(
                            next,
                            comparison.before(next),
                            field.name() + " above 2147483647",
                            "narrow" + JavaSource.capitalized(field.name())));
        } else {
            write = List.of(
                    JavaSource.getter(old.origin()) + "  // keep it",
                    "@Added(in = \"" + next + "\") a getter of another name for the new type");
        }
        found(
                ContractRule.FIELD_TYPE_CHANGED,
                field.name(),
                "'" + old.name() + "' is " + old.typeText() + " in " + then + ", and " + here.typeText() + " today",
                REFUSED,
                write);
    }

    private void nullness(Shape old, LockedField field) {
        String what =
                "'" + old.name() + "' is " + old.typeText() + " in " + then + ", and " + field.typeText() + " today";
        String getter = JavaSource.getter(field);
        String before = comparison.before(next).toString();
        if (old.nullable()) {
            found(
                    ContractRule.FIELD_NOW_NOT_NULL,
                    field.name(),
                    what,
                    "they hold and send null; " + REFUSED,
                    List.of(
                            "@NowNotNull(in = \"" + next + "\") " + getter,
                            "@Upgrade(from = \"" + before + "\", to = \"" + next + "\") static void fill"
                                    + JavaSource.capitalized(field.name())
                                    + "(SnapshotEditor snapshot) { ... }  // or @Default(\"...\")"));
        } else {
            found(
                    ContractRule.FIELD_NOW_NULLABLE,
                    field.name(),
                    what,
                    "their code does not expect null; " + REFUSED,
                    List.of(
                            "@NowNullable(in = \"" + next + "\") " + getter,
                            LossRules.step(
                                            next,
                                            comparison.before(next),
                                            field.name() + " that is null",
                                            "fill" + JavaSource.capitalized(field.name()))
                                    + "  // or @Default(\"...\")"));
        }
    }

    private void access(LockedField old, LockedField field) {
        String shown = "'" + field.name() + "'";
        for (Fact.Kind kind : List.of(Fact.Kind.KEY, Fact.Kind.ROW_VERSION)) {
            if (old.facts().has(kind) != field.facts().has(kind)) {
                String word = kind == Fact.Kind.KEY ? "@Key" : "@RowVersion";
                found(
                        ContractRule.KEY_CHANGED,
                        field.name(),
                        shown + (field.facts().has(kind) ? " is " : " is no longer ") + word,
                        "save() and destroy() of theirs carry the "
                                + kind.keyword().replace('-', ' ')
                                + " they know: the object is not found, or a stale write is not noticed",
                        List.of((old.facts().has(kind) ? word + " " : "")
                                + JavaSource.getter(field)
                                + (old.facts().has(kind) ? "" : "  // without " + word)));
            }
        }
        boolean closed = field.facts().has(Fact.Kind.READ_ONLY) && !old.facts().has(Fact.Kind.READ_ONLY);
        if (closed) {
            found(
                    ContractRule.FIELD_NOW_READ_ONLY,
                    field.name(),
                    shown + " could be set in " + then + ", and cannot today",
                    "they still set it, and what they save is stored",
                    List.of(JavaSource.setter(field)));
        }
        if (field.facts().has(Fact.Kind.LAZY) && !old.facts().has(Fact.Kind.LAZY)) {
            found(
                    ContractRule.FIELD_NOW_LAZY,
                    field.name(),
                    shown + " is fetched at its first read today, and was not in " + then,
                    "they do not fetch it: where it is left out, reading it fails (UNSET_FIELD)",
                    List.of(JavaSource.getter(field) + "  // without @Lazy"));
        }
        boolean shownNow =
                old.facts().has(Fact.Kind.SENSITIVE) && !field.facts().has(Fact.Kind.SENSITIVE);
        if (shownNow && !field.type().toLowerCase(Locale.ROOT).contains("sensitive")) {
            found(
                    ContractRule.SENSITIVE_DROPPED,
                    field.name(),
                    shown + " was hidden in " + then + ", and is shown today",
                    "values they gave as secrets appear in logs and errors of this release",
                    List.of("@Sensitive " + JavaSource.getter(field)));
        }
    }
}
