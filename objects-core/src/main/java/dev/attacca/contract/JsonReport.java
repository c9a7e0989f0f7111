package dev.attacca.contract;

import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a report as one JSON object. */
final class JsonReport {
    private JsonReport() {}

    static String write(ContractReport report) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("passes", report.passes());
        all.put("releases", report.releases());
        all.put("problems", report.problems().stream().map(JsonReport::problem).toList());
        all.put("notices", report.notices().stream().map(JsonReport::problem).toList());
        all.put("approved", report.approved().stream().map(JsonReport::approved).toList());
        return JsonText.of(all);
    }

    private static Map<String, Object> problem(ContractProblem problem) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("rule", problem.rule().name());
        fields.put("subject", problem.subject());
        fields.put("file", problem.file());
        fields.put("line", problem.line());
        fields.put("what", problem.what());
        fields.put("breaks", problem.breaks());
        fields.put("write", problem.write());
        fields.put("releases", problem.releases());
        return fields;
    }

    private static Map<String, Object> approved(ContractReport.Approved approved) {
        Map<String, Object> fields = problem(approved.problem());
        fields.put("reason", approved.approval().reason());
        fields.put("author", approved.approval().author());
        fields.put("expires", approved.approval().expires().toString());
        return fields;
    }
}
