package dev.attacca.benchmarks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every figure as JSON: a row per subject with median and quartiles, and the verdicts. */
final class JsonReport {
    private JsonReport() {}

    static String of(boolean quick, List<Figure> figures, List<Target> targets) throws JsonProcessingException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("jdk", Runtime.version().toString());
        report.put("processors", Runtime.getRuntime().availableProcessors());
        report.put("quick", quick);
        report.put("figures", figures);
        report.put("targets", targets.stream().map(JsonReport::row).toList());
        return JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(report)
                + "\n";
    }

    private static Map<String, Object> row(Target target) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("what", target.what());
        row.put("measured", target.measured());
        row.put(target.atLeast() ? "atLeast" : "atMost", target.bound());
        row.put("unit", target.unit());
        row.put("met", target.met());
        return row;
    }
}
