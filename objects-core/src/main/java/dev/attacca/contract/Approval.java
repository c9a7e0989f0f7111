package dev.attacca.contract;

import java.time.LocalDate;

/**
 * A person's word that a rule may be broken for a while. Immutable.
 *
 * @param rule the rule
 * @param subject of which subject, as problems name it
 * @param reason why
 * @param author who says so
 * @param expires the last day on which it holds
 * @param line where the file states it
 */
public record Approval(ContractRule rule, String subject, String reason, String author, LocalDate expires, int line) {

    boolean covers(ContractRule brokenRule, String of) {
        return rule == brokenRule && subject.equals(of);
    }

    boolean expired(LocalDate today) {
        return today.isAfter(expires);
    }
}
