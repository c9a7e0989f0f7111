package dev.attacca.contract;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what the registry says of a definition into a problem: {@code subject: what (remedy)}, with a rule in brackets at its end. */
final class RefusedDefinition {
    private static final Pattern RULED = Pattern.compile("(.*) \\[([A-Z_]+)]", Pattern.DOTALL);

    private RefusedDefinition() {}

    static ContractProblem read(String text, Places places, String lock) {
        Matcher ruled = RULED.matcher(text);
        ContractRule named = ruled.matches() ? ContractRule.of(ruled.group(2)) : null;
        String said = named == null ? text : ruled.group(1);
        ContractRule rule = named == null ? ContractRule.DOMAIN_REFUSED : named;
        int colon = said.indexOf(": ");
        String subject = colon > 0 ? said.substring(0, colon) : "domain";
        String rest = colon > 0 ? said.substring(colon + 2) : said;
        int remedy = rest.lastIndexOf(" (");
        boolean remedied = remedy > 0 && rest.endsWith(")");
        Places.Place place = places.find(subject);
        return new ContractProblem(
                rule,
                subject,
                place == null ? lock : place.file(),
                place == null ? 1 : place.line(),
                remedied ? rest.substring(0, remedy) : rest,
                "every process: none starts with this domain",
                List.of(remedied ? rest.substring(remedy + 2, rest.length() - 1) : rest),
                List.of());
    }
}
