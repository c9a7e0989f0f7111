package dev.attacca.contract;

import dev.attacca.version.Version;
import java.util.List;

/** Rules about the written steps of one class: what a release's readers were told they lose. */
final class LossRules {
    private final Comparison comparison;
    private final LockedType then;
    private final LockedType now;

    LossRules(Comparison comparison, LockedType then, LockedType now) {
        this.comparison = comparison;
        this.then = then;
        this.now = now;
    }

    static String step(Version from, Version to, String loses, String name) {
        return "@Downgrade(from = \"" + from + "\", to = \"" + to + "\", loses = " + Quoted.of(loses) + ") static void "
                + name + "(SnapshotEditor snapshot) { ... }";
    }

    void check() {
        for (LockedType.Step old : then.steps()) {
            boolean declared = now.steps().stream()
                    .anyMatch(step ->
                            step.from().equals(old.from()) && !step.loses().isEmpty());
            boolean written = now.steps().stream().anyMatch(step -> step.from().equals(old.from()));
            if (old.loses().isEmpty() && !written) {
                comparison.found(
                        ContractRule.BACKPORT_LOSS_UNDECLARED,
                        now.key() + " " + old.from() + " -> " + old.to(),
                        then.toString(),
                        then + " has a written step " + old.from() + " -> " + old.to() + ", and today nothing has",
                        "what the step worked out for older readers is missing, and no log tells it",
                        List.of(step(old.from(), old.to(), "", "keep")));
            }
            if (!old.loses().isEmpty() && !declared) {
                comparison.found(
                        ContractRule.BACKPORT_LOSS_UNDECLARED,
                        now.key() + " " + old.from() + " -> " + old.to(),
                        then.toString(),
                        then + " declares that " + old.from() + " -> " + old.to() + " loses '" + old.loses()
                                + "', and today nothing does",
                        "older readers are given values that nothing made fit, and no log tells what they lost",
                        List.of(step(old.from(), old.to(), old.loses(), "narrow")));
            }
        }
    }
}
