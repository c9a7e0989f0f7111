package dev.attacca.contract;

import dev.attacca.contract.LockedType.Shape;
import dev.attacca.version.Version;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Tells in words what one lock says beyond an older one, version by version of each class. Confined to one thread. */
final class Changelog {
    private final ObjectsLock before;
    private final ObjectsLock after;
    private final StringBuilder out = new StringBuilder();
    private Map<Version, List<String>> entries = new TreeMap<>();

    Changelog(ObjectsLock before, ObjectsLock after) {
        this.before = before;
        this.after = after;
    }

    /** The text, empty if nothing changed; lines end with a line feed. */
    String write() {
        for (LockedType now : after.types()) {
            LockedType then = before.type(now.key());
            entries = new TreeMap<>();
            if (then == null) {
                add(now.version(), "new class of " + now.fields().size() + " fields");
            } else {
                compare(then, now);
            }
            entries.forEach((version, lines) -> section(now.name() + " " + version, lines));
        }
        for (LockedType then : before.types()) {
            if (after.type(then.key()) == null) {
                section(then.toString(), List.of("the class is gone"));
            }
        }
        for (LockedEnum now : after.enums()) {
            LockedEnum then = before.enumNamed(now.name());
            section(now.name(), then == null ? List.of("new enum") : constants(then, now));
        }
        for (LockedError now : after.errors()) {
            LockedError then = before.error(now.code());
            section(now.code(), then == null ? List.of("new error") : error(then, now));
        }
        for (LockedError then : before.errors()) {
            if (after.error(then.code()) == null) {
                section(then.code(), List.of("the error is gone"));
            }
        }
        return out.toString();
    }

    private static List<String> error(LockedError then, LockedError now) {
        List<String> lines = new ArrayList<>();
        changed(then.facts(), now.facts()).forEach(lines::add);
        for (LockedField field : now.fields()) {
            LockedField known = then.field(field.name());
            if (known == null) {
                lines.add("tells " + field.name() + ": " + field.typeText());
            } else if (!known.typeText().equals(field.typeText())) {
                lines.add(field.name() + " is " + field.typeText() + ", was " + known.typeText());
            }
        }
        then.fields().stream()
                .filter(field -> now.field(field.name()) == null)
                .forEach(field -> lines.add("no longer tells " + field.name()));
        return lines;
    }

    private void section(String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            out.append(heading).append('\n');
            lines.forEach(line -> out.append("  - ").append(line).append('\n'));
        }
    }

    private void add(Version version, String line) {
        entries.computeIfAbsent(version.shape(), key -> new ArrayList<>()).add(line);
    }

    private void compare(LockedType then, LockedType now) {
        Set<String> told = new LinkedHashSet<>();
        List<Shape> shared = now.at(then.version());
        for (LockedField field : now.fields()) {
            Shape old = shared.stream()
                    .filter(shape -> shape.origin().equals(field))
                    .findFirst()
                    .orElse(null);
            LockedField known = old == null ? null : then.field(old.name());
            if (known == null) {
                Version since = field.since();
                add(since == null ? now.version() : since, "new field " + field.name() + ": " + field.typeText());
            } else {
                told.add(known.name());
                compare(then, now, known, field);
            }
        }
        for (LockedField gone : now.removed()) {
            String version = gone.facts().find(Fact.Kind.GONE);
            boolean theirs = gone.existsAt(then.version()) && then.field(gone.name()) != null;
            if (version != null && theirs && told.add(gone.name())) {
                add(Version.parse(version), "field " + gone.name() + " is gone");
            }
        }
        for (LockedField lost : then.fields()) {
            if (!told.contains(lost.name())) {
                add(now.version(), "field " + lost.name() + " is gone, and nothing remembers it");
            }
        }
        methods(then, now, false);
        methods(then, now, true);
    }

    private void compare(LockedType then, LockedType now, LockedField known, LockedField field) {
        for (String text : field.facts().each(Fact.Kind.NAMED)) {
            LockedField.Past past = LockedField.Past.parse(text);
            if (then.version().isBefore(past.until())) {
                add(past.until(), past.what() + " is called " + field.nameAt(past.until()));
            }
        }
        for (String text : field.facts().each(Fact.Kind.TYPED)) {
            LockedField.Past past = LockedField.Past.parse(text);
            if (then.version().isBefore(past.until())) {
                add(
                        past.until(),
                        field.name() + " is " + field.typeAt(past.until()) + ", was " + past.what()
                                + loss(now, past.until()));
            }
        }
        for (LockedField.Past past : field.nulls()) {
            if (then.version().isBefore(past.until())) {
                boolean nullable = field.nullableAt(past.until());
                add(past.until(), field.name() + (nullable ? " may be null" : " is never null"));
            }
        }
        boolean sameNulls = known.nullable() == field.nullableAt(then.version());
        if (!known.type().equals(field.typeAt(then.version())) || !sameNulls) {
            add(now.version(), field.name() + " is " + field.typeText() + ", was " + known.typeText());
        }
        facts(now.version(), field.name(), known.facts(), field.facts());
    }

    private static String loss(LockedType now, Version from) {
        return now.steps().stream()
                .filter(step -> step.from().equals(from) && !step.loses().isEmpty())
                .map(step -> "; older readers lose " + step.loses())
                .findFirst()
                .orElse("");
    }

    private void facts(Version version, String subject, Facts then, Facts now) {
        List<String> changes = changed(then, now);
        if (!changes.isEmpty()) {
            add(version, subject + " is " + String.join(", ", changes));
        }
    }

    private static List<String> changed(Facts then, Facts now) {
        return Stream.concat(
                        now.all().stream()
                                .filter(fact -> told(fact) && !then.all().contains(fact))
                                .map(Fact::toString),
                        then.all().stream()
                                .filter(fact -> told(fact) && !now.all().contains(fact))
                                .map(fact -> "no longer " + fact))
                .toList();
    }

    /** History is told where it happened, not as a fact that is new. */
    private static boolean told(Fact fact) {
        return switch (fact.kind()) {
            case SINCE, NAMED, TYPED, NULLABLE, NOT_NULL, GONE -> false;
            default -> true;
        };
    }

    private void methods(LockedType then, LockedType now, boolean onQuery) {
        String owner = onQuery ? "Query." : "";
        for (LockedMethod method : now.methods(onQuery)) {
            LockedMethod known = same(then.methods(onQuery), method);
            Version since = method.since();
            if (known == null) {
                add(since == null ? now.version() : since, "new remotable " + owner + method);
            } else {
                facts(now.version(), owner + method.name() + "()", known.facts(), method.facts());
            }
        }
        for (LockedMethod method : then.methods(onQuery)) {
            if (same(now.methods(onQuery), method) == null) {
                add(now.version(), "remotable " + owner + method + " is gone");
            }
        }
    }

    private static @org.jspecify.annotations.Nullable LockedMethod same(
            List<LockedMethod> methods, LockedMethod sought) {
        return methods.stream()
                .filter(method -> method.signature().equals(sought.signature()))
                .findFirst()
                .orElse(null);
    }

    private static List<String> constants(LockedEnum then, LockedEnum now) {
        List<String> lines = new ArrayList<>();
        for (LockedEnum.Constant constant : now.constants()) {
            if (then.constant(constant.name()) == null) {
                String fallback = constant.fallback();
                lines.add("new constant " + constant.name()
                        + (fallback == null
                                ? ", and older readers have nothing for it"
                                : "; older readers get " + fallback));
            }
        }
        for (LockedEnum.Constant constant : then.constants()) {
            if (now.constant(constant.name()) == null) {
                lines.add("constant " + constant.name() + " is gone");
            }
        }
        return lines;
    }
}
