package dev.attacca.contract;

import dev.attacca.version.TypeKey;
import dev.attacca.version.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a lock strictly: what it would not write itself, it refuses with the line. Confined to one thread. */
final class LockParser {
    private final String file;
    private final List<String> lines;
    private final List<LockedEnum> enums = new ArrayList<>();
    private final List<LockedError> errors = new ArrayList<>();
    private final List<LockedType> types = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private int at;

    LockParser(String file, String text) {
        this.file = file;
        this.lines = text.lines().toList();
    }

    ObjectsLock parse() {
        if (lines.isEmpty() || !lines.get(0).equals(ObjectsLock.HEADER)) {
            String first = lines.isEmpty() ? "an empty file" : "'" + lines.get(0) + "'";
            throw new ContractFileException(
                    file,
                    1,
                    first + " (expected: '" + ObjectsLock.HEADER
                            + "'); write the lock again with this release of Attacca");
        }
        at = 1;
        while (at < lines.size()) {
            if (starts("enum ")) {
                enums.add(readEnum());
            } else if (starts("error ")) {
                errors.add(readError());
            } else if (starts("class ")) {
                types.add(readType());
            } else {
                throw problem("enum NAME, error CODE or class NAME VERSION");
            }
        }
        ObjectsLock lock = new ObjectsLock(enums, errors, types);
        requireCanonical(lock.text().lines().toList());
        return lock;
    }

    /** A merge that went wrong leaves lines twice or out of order; both would otherwise be passed over. */
    private void requireCanonical(List<String> canonical) {
        for (at = 0; at < lines.size(); at++) {
            if (at >= canonical.size() || !lines.get(at).equals(canonical.get(at))) {
                throw problem(at < canonical.size() ? "'" + canonical.get(at).strip() + "' here, sorted" : "the end");
            }
        }
    }

    private boolean starts(String prefix) {
        return at < lines.size() && lines.get(at).startsWith(prefix);
    }

    private String take(String prefix) {
        return lines.get(at++).substring(prefix.length());
    }

    private LockedEnum readEnum() {
        String name = once("enum", name(take("enum ")));
        List<LockedEnum.Constant> constants = new ArrayList<>();
        while (starts("  constant ")) {
            List<String> parts = Quoted.split(take("  constant "));
            constants.add(new LockedEnum.Constant(once(name, name(parts.get(0))), facts(parts)));
        }
        return new LockedEnum(name, constants);
    }

    private LockedError readError() {
        List<String> parts = Quoted.split(take("error "));
        String code = once("error", name(parts.get(0)));
        Facts facts = facts(parts);
        return new LockedError(code, facts, fields("  field ", "error " + code));
    }

    private LockedType readType() {
        List<String> parts = Quoted.split(take("class "));
        String[] words = parts.get(0).split(" ", -1);
        if (words.length != 2) {
            throw before("class NAME VERSION");
        }
        String name = name(words[0]);
        Version version = version(words[1]);
        String key = once("class", TypeKey.of(name, version).toString());
        Facts facts = facts(parts);
        List<LockedField> fields = fields("  field ", key);
        List<LockedField> removed = fields("  removed ", "");
        List<LockedType.Step> steps = new ArrayList<>();
        while (starts("  step ")) {
            steps.add(step(take("  step ")));
        }
        return new LockedType(name, version, facts, fields, removed, steps, methods("  call "), methods("  query "));
    }

    private List<LockedField> fields(String prefix, String owner) {
        List<LockedField> fields = new ArrayList<>();
        while (starts(prefix)) {
            List<String> parts = Quoted.split(take(prefix));
            String[] named = named(parts.get(0));
            boolean nullable = named[1].endsWith("?");
            String type = nullable ? named[1].substring(0, named[1].length() - 1) : named[1];
            String name = name(named[0]);
            fields.add(new LockedField(owner.isEmpty() ? name : once(owner, name), type, nullable, facts(parts)));
        }
        return fields;
    }

    private LockedType.Step step(String text) {
        String[] halves = text.split(": loses ", 2);
        String[] ends = halves[0].split(" -> ", -1);
        String loses = halves.length == 2 ? Quoted.parse(halves[1]) : null;
        if (loses == null || ends.length != 2) {
            throw before("step VERSION -> VERSION: loses \"...\"");
        }
        return new LockedType.Step(version(ends[0]), version(ends[1]), loses);
    }

    private List<LockedMethod> methods(String prefix) {
        List<LockedMethod> methods = new ArrayList<>();
        while (starts(prefix)) {
            List<String> parts = Quoted.split(take(prefix));
            String name = name(parts.get(0));
            Facts facts = facts(parts);
            List<LockedMethod.Argument> arguments = new ArrayList<>();
            while (starts("    argument ")) {
                String[] named = named(take("    argument "));
                boolean nullable = named[1].endsWith("?");
                String type = nullable ? named[1].substring(0, named[1].length() - 1) : named[1];
                arguments.add(new LockedMethod.Argument(name(named[0]), type, nullable));
            }
            if (!starts("    returns ")) {
                throw problem("argument NAME: TYPE or returns TYPE");
            }
            methods.add(new LockedMethod(name, List.copyOf(arguments), result(take("    returns ")), facts));
        }
        return methods;
    }

    private static LockedMethod.@Nullable Result result(String text) {
        if (text.equals("void")) {
            return null;
        }
        boolean nullable = text.endsWith("?");
        return new LockedMethod.Result(nullable ? text.substring(0, text.length() - 1) : text, nullable);
    }

    private String[] named(String text) {
        String[] halves = text.split(": ", 2);
        if (halves.length != 2 || halves[1].isEmpty() || halves[1].equals("?")) {
            throw before("NAME: TYPE");
        }
        return halves;
    }

    private String once(String owner, String name) {
        if (!seen.add(owner + " " + name)) {
            throw before(name + " once");
        }
        return name;
    }

    private String name(String text) {
        if (text.isEmpty() || !text.chars().allMatch(Character::isJavaIdentifierPart)) {
            throw before("a name, not '" + text + "'");
        }
        return text;
    }

    private Version version(String text) {
        try {
            return Version.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw before("a version, not '" + text + "'");
        }
    }

    private Facts facts(List<String> parts) {
        List<Fact> facts = new ArrayList<>();
        for (String part : parts.subList(1, parts.size())) {
            Fact fact = Fact.parse(part);
            if (fact == null || !readable(fact)) {
                throw before("a fact this release knows, not '" + part + "'");
            }
            facts.add(fact);
        }
        return Facts.of(facts);
    }

    private static boolean readable(Fact fact) {
        try {
            switch (fact.kind()) {
                case SINCE, GONE -> Version.parse(fact.text());
                case NAMED, TYPED -> LockedField.Past.parse(fact.text());
                case NULLABLE, NOT_NULL -> LockedField.Past.parse(fact.kind() + " " + fact.text());
                case MIN, MAX, MOST_RESULTS -> Long.parseLong(fact.text());
                case TRANSITIONS -> {
                    return fact.text().contains("->");
                }
                case LENGTH -> LimitRules.Range.parse(fact.text());
                default -> {}
            }
            return true;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private ContractFileException problem(String expected) {
        return new ContractFileException(
                file,
                at + 1,
                (at < lines.size() ? "'" + lines.get(at).strip() + "'" : "the end of the file") + " (expected: "
                        + expected + "); write the lock again or take it from version control");
    }

    /** The problem of the line that was just taken. */
    private ContractFileException before(String expected) {
        at--;
        return problem(expected);
    }
}
