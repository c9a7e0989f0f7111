package dev.attacca.contract;

import dev.attacca.version.Version;
import java.util.List;

/** Rules about enums. Their constants cross by name, so order means nothing. */
final class EnumRules {
    private final Comparison comparison;

    EnumRules(Comparison comparison) {
        this.comparison = comparison;
    }

    void check() {
        for (LockedEnum then : comparison.release().lock().enums()) {
            LockedEnum now = comparison.now().enumNamed(then.name());
            if (now != null) {
                check(then, now);
            }
        }
    }

    private void check(LockedEnum then, LockedEnum now) {
        String victim = "release " + comparison.release().name();
        for (LockedEnum.Constant old : then.constants()) {
            if (now.constant(old.name()) == null) {
                comparison.found(
                        ContractRule.ENUM_CONSTANT_REMOVED,
                        then.name() + "." + old.name(),
                        victim,
                        then.name() + "." + old.name() + " is in " + victim + ", and gone today",
                        "what they hold in it cannot be sent (INVALID_VALUE), and stored rows that say it cannot be read",
                        List.of(old.name() + "  // keep it until no release that has it is supported"));
            }
        }
        for (LockedEnum.Constant fresh : now.constants()) {
            if (then.constant(fresh.name()) == null) {
                tooEarly(then, fresh);
            }
            String fallback = fresh.fallback();
            if (then.constant(fresh.name()) == null && (fallback == null || then.constant(fallback) == null)) {
                comparison.found(
                        ContractRule.ENUM_CONSTANT_WITHOUT_FALLBACK,
                        now.name() + "." + fresh.name(),
                        victim,
                        fallback == null
                                ? now.name() + "." + fresh.name() + " is not in " + victim + " and has no fallback"
                                : now.name() + "." + fresh.name() + " is not in " + victim + ", nor is its fallback "
                                        + fallback,
                        "a call whose object or result holds it is refused for them (INVALID_VALUE)",
                        List.of("@Added(in = \"" + version(fresh, now.name()) + "\", fallback = \"" + suggestion(then)
                                + "\") " + fresh.name()));
            }
        }
    }

    /** Peers that name versions are taken to know what the classes that hold the enum had at those. */
    private void tooEarly(LockedEnum then, LockedEnum.Constant fresh) {
        String since = fresh.facts().find(Fact.Kind.SINCE);
        List<LockedType> holders = comparison.release().lock().types().stream()
                .filter(type ->
                        type.fields().stream().anyMatch(field -> field.type().contains("enum(" + then.name() + ")")))
                .toList();
        boolean before = since != null
                && !holders.isEmpty()
                && holders.stream().noneMatch(holder -> holder.version().isBefore(Version.parse(since)));
        if (before) {
            comparison.found(
                    ContractRule.ENUM_CONSTANT_WITHOUT_SINCE,
                    then.name() + "." + fresh.name(),
                    "release " + comparison.release().name(),
                    then.name() + "." + fresh.name() + " is not in release "
                            + comparison.release().name() + ", and said to have come in " + since,
                    "peers that name their versions call by call are given it, and cannot read it",
                    List.of("@Added(in = \"" + comparison.next(holders.get(0)) + "\", fallback = \"" + fresh.fallback()
                            + "\") " + fresh.name()));
        }
    }

    private String version(LockedEnum.Constant fresh, String enumName) {
        String since = fresh.facts().find(Fact.Kind.SINCE);
        if (since != null) {
            return since;
        }
        for (LockedType type : comparison.now().types()) {
            for (LockedField field : type.fields()) {
                if (field.type().contains("enum(" + enumName + ")")) {
                    return comparison.next(type).toString();
                }
            }
        }
        return "1.0";
    }

    private static String suggestion(LockedEnum then) {
        return then.constants().stream()
                .map(LockedEnum.Constant::name)
                .reduce((one, other) -> one + "|" + other)
                .map(all -> all.contains("|") ? "one of " + all : all)
                .orElse("");
    }
}
