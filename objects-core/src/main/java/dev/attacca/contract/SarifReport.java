package dev.attacca.contract;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a report as a log of the Static Analysis Results Interchange Format.
 *
 * <p>Source: OASIS, SARIF Version 2.1.0.
 */
final class SarifReport {
    static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private SarifReport() {}

    static String write(ContractReport report) {
        List<Map<String, Object>> results = new ArrayList<>();
        report.problems().forEach(problem -> results.add(result(problem, "error")));
        report.notices().forEach(problem -> results.add(result(problem, "note")));
        for (ContractReport.Approved approved : report.approved()) {
            Map<String, Object> result = result(approved.problem(), "error");
            Approval approval = approved.approval();
            result.put(
                    "suppressions",
                    List.of(fields(
                            "kind", "external",
                            "status", "accepted",
                            "justification",
                                    approval.reason() + " (" + approval.author() + ", until " + approval.expires()
                                            + ")")));
            results.add(result);
        }
        Map<String, Object> run = fields(
                "tool",
                fields("driver", fields("name", "attacca objects check", "rules", rules())),
                "columnKind",
                "utf16CodeUnits",
                "results",
                results);
        return JsonText.of(fields("$schema", SCHEMA, "version", "2.1.0", "runs", List.of(run)));
    }

    private static List<Map<String, Object>> rules() {
        return Arrays.stream(ContractRule.values())
                .map(rule -> fields(
                        "id", rule.name(),
                        "shortDescription", fields("text", rule.summary()),
                        "defaultConfiguration", fields("level", rule.notice() ? "note" : "error")))
                .toList();
    }

    @SuppressWarnings("EnumOrdinal") // The position in the list above, which is made of the same values.
    private static Map<String, Object> result(ContractProblem problem, String level) {
        String text = problem.what() + "\nBreaks: " + problem.breaks() + "\nWrite: "
                + String.join("\n       ", problem.write());
        return fields(
                "ruleId", problem.rule().name(),
                "ruleIndex", problem.rule().ordinal(),
                "level", level,
                "message", fields("text", text),
                "locations",
                        List.of(fields(
                                "physicalLocation",
                                        fields(
                                                "artifactLocation", fields("uri", uri(problem.file())),
                                                "region", fields("startLine", Math.max(1, problem.line()))),
                                "logicalLocations", List.of(fields("fullyQualifiedName", problem.subject())))),
                "partialFingerprints", fields("ruleAndSubject/v1", problem.toString()));
    }

    private static String uri(String file) {
        try {
            return file.startsWith("/")
                    ? Path.of(file).toUri().toString()
                    : new URI(null, null, file, null).toASCIIString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
