package dev.attacca.contract;

import dev.attacca.version.Version;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules about classes as wholes: their versions, their going, and what holds them. */
final class TypeRules {
    private final Comparison comparison;

    TypeRules(Comparison comparison) {
        this.comparison = comparison;
    }

    void check() {
        for (LockedType then : comparison.release().lock().types()) {
            LockedType now = comparison.now().type(then.key());
            if (now == null) {
                gone(then);
            } else if (now.version().isBefore(then.version())) {
                lowered(then, now);
            } else {
                check(then, now);
            }
        }
        for (LockedType now : comparison.now().types()) {
            if (comparison.release().lock().type(now.key()) == null) {
                fresh(now);
            }
        }
    }

    /** An older reader is told the class's name, and knows neither it nor what it adds. */
    private void fresh(LockedType now) {
        String base = now.facts().find(Fact.Kind.EXTENDS);
        LockedType known = base == null ? null : comparison.release().lock().type(base);
        boolean held = comparison.now().text().contains("object(" + base + "+)");
        if (known != null && held) {
            comparison.found(
                    ContractRule.SUBCLASS_UNKNOWN_TO_OLDER,
                    now.key(),
                    known.toString(),
                    now + " may stand where " + known + " knows " + base,
                    "a call that carries one to agents at " + known + " is refused for them (UNKNOWN_TYPE)",
                    List.of("nothing; but make none before those agents are gone, or hold it in a field of its own"));
        }
    }

    private void supertype(LockedType then, LockedType now) {
        String before = then.facts().find(Fact.Kind.EXTENDS);
        String today = now.facts().find(Fact.Kind.EXTENDS);
        boolean held = comparison.release().lock().text().contains("object(" + before + "+)");
        if (before != null && held && !before.equals(today)) {
            comparison.found(
                    ContractRule.SUPERTYPE_CHANGED,
                    now.key(),
                    then.toString(),
                    now.name() + " extends " + (today == null ? "no class of the domain" : today) + ", and " + before
                            + " in " + then,
                    "an object that one side puts in a place of its supertype has no place there on the other",
                    List.of("extends " + before));
        }
    }

    private void check(LockedType then, LockedType now) {
        List<String> shape = new ArrayList<>();
        List<String> calls = new ArrayList<>();
        List<String> write = new ArrayList<>();
        String next = comparison.next(now).toString();
        write.add("@Versioned(\"" + next + "\")");
        new FieldRules(comparison, then, now).check(shape, write);
        RemotableRules remotables = new RemotableRules(comparison, then, now);
        remotables.check(false, calls, write);
        remotables.check(true, calls, write);
        new LossRules(comparison, then, now).check();
        supertype(then, now);
        boolean sameVersion = now.version().shape().equals(then.version().shape());
        if (sameVersion && !(shape.isEmpty() && calls.isEmpty())) {
            notBumped(then, shape, calls, write);
        }
    }

    private void notBumped(LockedType then, List<String> shape, List<String> calls, List<String> write) {
        List<String> changes = new ArrayList<>(shape);
        changes.addAll(calls);
        comparison.found(
                ContractRule.VERSION_NOT_BUMPED,
                then.key(),
                then.toString(),
                then + " is released, and is not the same any more: " + String.join(", ", changes),
                shape.isEmpty()
                        ? "a caller and a conductor of the same version cannot call each other, and the error does not say"
                                + " which of them is too old"
                        : "the same version would mean two shapes; every call that carries one is refused (VERSION_MISMATCH)",
                write);
        for (Holder holder : shape.isEmpty() ? List.<Holder>of() : holders(comparison.now(), then)) {
            LockedType old = comparison.release().lock().type(holder.type().key());
            if (old != null) {
                comparison.found(
                        ContractRule.CHILD_VERSION_NOT_BUMPED,
                        holder.subject(),
                        old.toString(),
                        holder.subject() + " holds " + then + ", which changed under its released version",
                        "the call is agreed on, and refused once it carries " + article(then.name()),
                        List.of(write.get(0) + "  // on " + then.name() + "; versions are agreed class by class, "
                                + holder.type().name() + " keeps its own"));
            }
        }
    }

    private void lowered(LockedType then, LockedType now) {
        comparison.found(
                ContractRule.VERSION_LOWERED,
                then.key(),
                then.toString(),
                then.name() + " is " + now.version() + ", and " + then.version() + " is released",
                "what they know of it would be taken for newer, and its later use of the same versions for something else",
                List.of("@Versioned(\"" + comparison.next(now) + "\")"));
    }

    private void gone(LockedType then) {
        LockedType other = comparison.now().types().stream()
                .filter(type -> type.name().equals(then.name()))
                .findFirst()
                .orElse(null);
        if (other != null) {
            comparison.found(
                    ContractRule.MAJOR_CHANGED,
                    then.key(),
                    then.toString(),
                    then.name() + " is there as " + other.version() + " only; " + then + " is released",
                    "every call that carries one is refused (VERSION_MISMATCH): majors do not understand each other",
                    List.of("keep the class of " + then
                            + " beside it in the domain's types(), with @Versioned(value = \"" + then.version()
                            + "\", name = \"" + then.name() + "\")"));
        } else {
            comparison.found(
                    ContractRule.TYPE_REMOVED,
                    then.key(),
                    then.toString(),
                    then + " is released, and the domain has no class of that name",
                    "every call that carries one is refused (UNKNOWN_TYPE)",
                    List.of(
                            "keep the class in the domain's types() until no release that has it is supported; if it was"
                                    + " renamed in the source: @Versioned(value = \"" + then.version() + "\", name = \""
                                    + then.name() + "\")"));
        }
        for (Holder holder : holders(comparison.release().lock(), then)) {
            if (comparison.now().type(holder.type().key()) != null) {
                comparison.found(
                        ContractRule.CHILD_VERSION_MISSING,
                        holder.subject(),
                        holder.type().toString(),
                        holder.subject() + " holds " + then + ", of which "
                                + (other == null ? "nothing" : "only " + other.version()) + " is left",
                        "the call is agreed on, and refused once it carries " + article(then.name()),
                        List.of("keep a " + then.name() + " of major "
                                + then.version().major() + " in the domain's types()"));
            }
        }
    }

    private static String article(String name) {
        return ("AEIOU".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
    }

    /** What carries objects of a class: a field, or a remotable by argument or result. */
    private record Holder(LockedType type, String subject) {}

    private static List<Holder> holders(ObjectsLock lock, LockedType held) {
        List<Holder> holders = new ArrayList<>();
        for (LockedType type : lock.types()) {
            if (!type.key().equals(held.key())) {
                String subject = holding(type, held.key());
                if (subject != null) {
                    holders.add(new Holder(type, subject));
                }
            }
        }
        return holders;
    }

    private static @Nullable String holding(LockedType type, String held) {
        for (LockedField field : type.fields()) {
            if (mentions(field.type(), held)) {
                return type.key() + "." + field.name();
            }
        }
        for (boolean onQuery : new boolean[] {false, true}) {
            for (LockedMethod method : type.methods(onQuery)) {
                if (mentions(method.signature(), held)) {
                    return type.key() + (onQuery ? ".Query." : ".") + method.name();
                }
            }
        }
        return null;
    }

    private static boolean mentions(String text, String held) {
        return text.contains("object(" + held + ")") || text.contains("object(" + held + "+)");
    }

    /** Versions that are newer than every release's with nothing new in them. */
    static void unchanged(ObjectsLock now, List<Release> supported, Findings findings) {
        for (LockedType type : now.types()) {
            LockedType newest = null;
            Release by = null;
            for (Release release : supported) {
                LockedType released = release.lock().type(type.key());
                if (released != null && (newest == null || !released.version().isBefore(newest.version()))) {
                    newest = released;
                    by = release;
                }
            }
            if (newest != null
                    && by != null
                    && newest.version().isBefore(type.version())
                    && same(newest, type)
                    && sameConstants(type, by.lock(), now)) {
                Version released = newest.version();
                findings.add(
                        ContractRule.VERSION_BUMPED_WITHOUT_CHANGE,
                        type.key(),
                        type + " is the same as " + released + ", which is released",
                        "nothing; two versions are one shape",
                        List.of("@Versioned(\"" + released + "\")"),
                        newest.toString(),
                        by);
            }
        }
    }

    private static boolean same(LockedType then, LockedType now) {
        return shapes(then).equals(shapes(now))
                && signatures(then, false).equals(signatures(now, false))
                && signatures(then, true).equals(signatures(now, true))
                && then.steps().equals(now.steps());
    }

    /** A constant that came belongs to the version of the classes that hold it. */
    private static boolean sameConstants(LockedType type, ObjectsLock then, ObjectsLock now) {
        List<String> texts = new ArrayList<>(shapes(type));
        texts.addAll(signatures(type, false));
        texts.addAll(signatures(type, true));
        return now.enums().stream()
                .filter(each -> texts.stream().anyMatch(text -> text.contains("enum(" + each.name() + ")")))
                .allMatch(then.enums()::contains);
    }

    private static List<String> shapes(LockedType type) {
        return type.at(type.version()).stream()
                .map(shape -> shape.name() + " " + shape.typeText())
                .toList();
    }

    private static List<String> signatures(LockedType type, boolean onQuery) {
        return type.methods(onQuery).stream().map(LockedMethod::signature).toList();
    }
}
