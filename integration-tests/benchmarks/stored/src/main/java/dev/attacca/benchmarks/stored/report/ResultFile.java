package dev.attacca.benchmarks.stored.report;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.attacca.benchmarks.report.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file of figures: a row per subject, operation, connections and commit, and the verdicts. */
final class ResultFile {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ResultFile() {}

    /** Writes the rows of a run and the verdicts on them. */
    static void write(Path file, String postgresql, List<Row> rows, List<Target> targets) throws IOException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("jdk", Runtime.version().toString());
        report.put("processors", Runtime.getRuntime().availableProcessors());
        report.put("postgresql", postgresql);
        report.put("rows", rows);
        report.put("targets", targets.stream().map(ResultFile::verdict).toList());
        Files.writeString(file, JSON.writeValueAsString(report) + "\n");
    }

    private static Map<String, Object> verdict(Target target) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("what", target.what());
        row.put("measured", target.measured());
        row.put(target.atLeast() ? "atLeast" : "atMost", target.bound());
        row.put("unit", target.unit());
        row.put("met", target.met());
        return row;
    }
}
