package dev.attacca.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers what rules find, once for a rule and a subject however many releases it was found against. Confined to one thread. */
final class Findings {
    private final Map<String, Finding> found = new LinkedHashMap<>();

    /**
     * What a rule found, before it has a place.
     *
     * @param rule the rule
     * @param subject what it is about
     * @param what what is so, against the newest release it was found against
     * @param breaks what stops working
     * @param write the lines to write instead
     * @param victims for whom, such as {@code Instance 1.1}, newest first
     * @param releases the releases, newest first
     */
    record Finding(
            ContractRule rule,
            String subject,
            String what,
            String breaks,
            List<String> write,
            List<String> victims,
            List<Release> releases) {}

    void add(
            ContractRule rule,
            String subject,
            String what,
            String breaks,
            List<String> write,
            String victim,
            Release release) {
        Finding finding = found.computeIfAbsent(
                rule + " " + subject,
                key -> new Finding(rule, subject, what, breaks, write, new ArrayList<>(), new ArrayList<>()));
        if (!finding.victims().contains(victim)) {
            finding.victims().add(victim);
        }
        if (!finding.releases().contains(release)) {
            finding.releases().add(release);
        }
    }

    List<Finding> all() {
        return List.copyOf(found.values());
    }
}
