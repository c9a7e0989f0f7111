package dev.attacca.contract;

import java.util.List;

/** Rules about the errors of a domain: what a release's callers catch, and what they ask of it. */
final class ErrorRules {
    private static final String KEEP = "  // keep it until no release that has it is supported";

    private final Comparison comparison;

    ErrorRules(Comparison comparison) {
        this.comparison = comparison;
    }

    void check() {
        for (LockedError then : comparison.release().lock().errors()) {
            LockedError now = comparison.now().error(then.code());
            if (now == null) {
                gone(then);
            } else {
                compare(then, now);
            }
        }
        for (LockedError now : comparison.now().errors()) {
            if (comparison.release().lock().error(now.code()) == null && now.refines() == null) {
                fresh(now);
            }
        }
    }

    private String victim() {
        return "release " + comparison.release().name();
    }

    private void gone(LockedError then) {
        comparison.found(
                ContractRule.ERROR_REMOVED,
                then.code(),
                victim(),
                then.code() + " is an error of " + victim() + ", and of no domain today",
                "what they catch is not thrown any more; and what a conductor of theirs throws arrives here as "
                        + (then.refines() == null ? "REMOTE_FAILURE" : then.refines()),
                List.of("@ErrorCode(\"" + then.code() + "\") in errors()" + KEEP));
    }

    private void fresh(LockedError now) {
        comparison.found(
                ContractRule.ERROR_UNKNOWN_TO_OLDER,
                now.code(),
                victim(),
                now.code() + " is no error of " + victim() + ", and refines none that it knows",
                "callers of theirs get REMOTE_FAILURE for it",
                List.of("@ErrorCode(value = \"" + now.code()
                        + "\", refines = ...) with the framework's error that is nearest, if one is"));
    }

    private void compare(LockedError then, LockedError now) {
        String before = then.refines();
        if (before != null && !before.equals(now.refines())) {
            comparison.found(
                    ContractRule.ERROR_REFINES_CHANGED,
                    then.code(),
                    victim(),
                    then.code() + " refines " + (now.refines() == null ? "nothing" : now.refines()) + ", and " + before
                            + " in " + victim(),
                    "callers that do not know " + then.code() + " caught " + before + " for it, and get "
                            + (now.refines() == null ? "REMOTE_FAILURE" : now.refines()) + " now",
                    List.of("@ErrorCode(value = \"" + then.code() + "\", refines = \"" + before + "\")"));
        }
        for (LockedField old : then.fields()) {
            LockedField same = now.field(old.name());
            if (same == null || !same.type().equals(old.type())) {
                comparison.found(
                        ContractRule.ERROR_FIELD_CHANGED,
                        then.code() + "." + old.name(),
                        victim(),
                        "'" + old.name() + "' of " + then.code() + " is " + old.typeText() + " in " + victim()
                                + ", and " + (same == null ? "gone" : same.typeText()) + " today",
                        "their " + old.name() + "() answers null, or fails, for what this release throws",
                        List.of("public " + JavaSource.type(old.type(), old.nullable()) + " " + old.name()
                                + "() { ... }" + KEEP));
            }
        }
    }
}
