package dev.attacca.contract;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules about the remotables of one class. Peers know one by its signature, so any other signature is another remotable. */
final class RemotableRules {
    private final Comparison comparison;
    private final LockedType then;
    private final LockedType now;
    private final boolean sameVersion;

    RemotableRules(Comparison comparison, LockedType then, LockedType now) {
        this.comparison = comparison;
        this.then = then;
        this.now = now;
        this.sameVersion = now.version().shape().equals(then.version().shape());
    }

    /**
     * Checks.
     *
     * @param changes is given what changed what can be called, in words
     * @param write is given what a new version needs beside its number
     */
    void check(boolean onQuery, List<String> changes, List<String> write) {
        List<LockedMethod> before = then.methods(onQuery);
        List<LockedMethod> today = now.methods(onQuery);
        List<LockedMethod> fresh = new ArrayList<>(today);
        fresh.removeIf(method -> find(before, method.signature()) != null);
        for (LockedMethod old : before) {
            LockedMethod same = find(today, old.signature());
            if (same == null) {
                changes.add("remotable " + old + " is gone");
                fresh.removeIf(method -> method.name().equals(old.name()));
                gone(onQuery, old, today);
            } else {
                compare(onQuery, old, same);
            }
        }
        for (LockedMethod method : fresh) {
            boolean later = method.since() != null && then.version().isBefore(method.since());
            if (!later) {
                changes.add("remotable " + method + " is new");
                write.add("@Remotable(since = \"" + comparison.next(now) + "\")  // on " + (onQuery ? "Query." : "")
                        + method.name());
                withoutSince(onQuery, method);
            }
        }
    }

    private static @Nullable LockedMethod find(List<LockedMethod> methods, String signature) {
        for (LockedMethod method : methods) {
            if (method.signature().equals(signature)) {
                return method;
            }
        }
        return null;
    }

    private void found(
            ContractRule rule, boolean onQuery, LockedMethod method, String what, String breaks, String write) {
        comparison.found(
                rule,
                now.key() + (onQuery ? ".Query." : ".") + method.name(),
                then.toString(),
                what,
                breaks,
                List.of(write));
    }

    private void gone(boolean onQuery, LockedMethod old, List<LockedMethod> today) {
        String keep = JavaSource.method(old) + "  // keep it until no release that has it is supported";
        LockedMethod other = today.stream()
                .filter(method -> method.name().equals(old.name()))
                .findFirst()
                .orElse(null);
        LockedField lazy = onQuery ? null : lazyField(old);
        if (lazy != null) {
            found(
                    ContractRule.LOADER_REMOVED,
                    false,
                    old,
                    old + " fetches the lazy '" + lazy.name() + "' of " + then + ", and is "
                            + (other == null ? "gone" : other + " today"),
                    "their first read of '" + lazy.name() + "' fails (UNKNOWN_METHOD)",
                    keep);
        } else if (other != null) {
            found(
                    ContractRule.REMOTABLE_SIGNATURE_CHANGED,
                    onQuery,
                    old,
                    "it is " + old + " in " + then + ", and " + other + " today",
                    "their calls of it are refused (UNKNOWN_METHOD)",
                    JavaSource.method(old) + "  // keep it, and give the new one another name");
        } else {
            found(
                    ContractRule.REMOTABLE_REMOVED,
                    onQuery,
                    old,
                    old + " is in " + then + ", and gone today",
                    "their calls of it are refused (UNKNOWN_METHOD)",
                    keep);
        }
    }

    private @Nullable LockedField lazyField(LockedMethod loader) {
        for (LockedField field : then.fields()) {
            if (field.facts().has(Fact.Kind.LAZY)
                    && loader.arguments().isEmpty()
                    && loader.name().equals("load" + JavaSource.capitalized(field.name()))) {
                return field;
            }
        }
        return null;
    }

    private void compare(boolean onQuery, LockedMethod old, LockedMethod same) {
        if (old.facts().has(Fact.Kind.READ_ONLY) && !same.facts().has(Fact.Kind.READ_ONLY)) {
            found(
                    ContractRule.REMOTABLE_NOW_WRITES,
                    onQuery,
                    old,
                    old + " is readOnly in " + then + ", and may write today",
                    "they repeat it freely after a lost answer: what it writes can be written twice",
                    "@Remotable(readOnly = true)");
        }
        if (old.facts().has(Fact.Kind.SENDS) && !same.facts().has(Fact.Kind.SENDS)) {
            found(
                    ContractRule.REMOTABLE_NEEDS_MORE,
                    onQuery,
                    old,
                    old + " sends key and changes in " + then + ", and everything set today",
                    "their calls carry key and changes only: a body that reads another field fails (UNSET_FIELD)",
                    "@Remotable(sends = Sends.KEY_AND_CHANGES)");
        }
        if (!old.facts().has(Fact.Kind.SENDS) && same.facts().has(Fact.Kind.SENDS)) {
            found(
                    ContractRule.REMOTABLE_SENDS_LESS,
                    onQuery,
                    old,
                    old + " sends everything set in " + then + ", and key and changes today",
                    "in a conductor of theirs, a body that reads another field of what this release's callers send fails"
                            + " (UNSET_FIELD)",
                    "@Remotable without sends, until no conductor at " + then + " is left");
        }
        if (same.since() != null && then.version().isBefore(same.since())) {
            found(
                    ContractRule.REMOTABLE_REMOVED,
                    onQuery,
                    old,
                    old + " is in " + then + ", and said to have come in " + same.since() + " today",
                    "peers that name their versions call by call cannot call it (UNKNOWN_METHOD)",
                    old.since() == null ? "@Remotable without since" : "@Remotable(since = \"" + old.since() + "\")");
        }
        long before = mostResults(old);
        long today = mostResults(same);
        if (today < before) {
            found(
                    ContractRule.LIMIT_NARROWED,
                    onQuery,
                    old,
                    old + " returns at most " + today + " today, and more in " + then,
                    "calls of theirs that had an answer are refused",
                    before == Long.MAX_VALUE
                            ? "@Remotable without maxResults"
                            : "@Remotable(maxResults = " + before + ")");
        }
        for (int i = 0; i < old.arguments().size(); i++) {
            LockedMethod.Argument argument = old.arguments().get(i);
            if (argument.nullable() && !same.arguments().get(i).nullable()) {
                found(
                        ContractRule.REMOTABLE_SIGNATURE_CHANGED,
                        onQuery,
                        old,
                        "argument '" + argument.name() + "' takes null in " + then + ", and does not today",
                        "their calls with null are refused (DECODE)",
                        "@Nullable  // on " + argument.name() + " of " + old.name());
            }
        }
    }

    private static long mostResults(LockedMethod method) {
        String most = method.facts().find(Fact.Kind.MOST_RESULTS);
        return most == null ? Long.MAX_VALUE : Long.parseLong(most);
    }

    private void withoutSince(boolean onQuery, LockedMethod method) {
        if (!sameVersion) {
            found(
                    ContractRule.REMOTABLE_WITHOUT_SINCE,
                    onQuery,
                    method,
                    method + " is not in " + then + ", and nothing says that it came later",
                    "a newer caller of a conductor with " + then
                            + " is told that the remotable was removed, not that the conductor is too old",
                    "@Remotable(since = \"" + comparison.next(now) + "\")");
        }
    }
}
