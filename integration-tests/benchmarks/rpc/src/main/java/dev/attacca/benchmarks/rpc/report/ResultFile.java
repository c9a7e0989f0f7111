package dev.attacca.benchmarks.rpc.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.attacca.benchmarks.report.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file of figures: a row per subject, JDK, mode and calls in flight, and the verdicts per JDK. */
final class ResultFile {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ResultFile() {}

    /**
     * The rows of a run together with those that a file has of other JDKs; those of the same JDK were another run's, and
     * ratios across runs say nothing.
     *
     * @throws IOException if there is something else in the file
     */
    static List<Row> merged(Path file, List<Row> fresh) throws IOException {
        List<Row> rows = new ArrayList<>(fresh);
        if (Files.exists(file) && Files.size(file) > 0) {
            for (JsonNode node : JSON.readTree(Files.readString(file)).path("rows")) {
                Row row = JSON.treeToValue(node, Row.class);
                if (fresh.stream().noneMatch(measured -> measured.jdk() == row.jdk())) {
                    rows.add(row);
                }
            }
        }
        rows.sort(Comparator.comparingInt(Row::jdk));
        return rows;
    }

    /** Writes rows and the verdicts on them. */
    static void write(Path file, List<Row> rows) throws IOException {
        List<Map<String, Object>> targets = new ArrayList<>();
        rows.stream().mapToInt(Row::jdk).distinct().forEach(jdk -> {
            for (Target target : Targets.judged(rows, jdk)) {
                targets.add(verdict(target, jdk));
            }
        });
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("processors", Runtime.getRuntime().availableProcessors());
        report.put("rows", rows);
        report.put("targets", targets);
        Files.writeString(file, JSON.writeValueAsString(report) + "\n");
    }

    private static Map<String, Object> verdict(Target target, int jdk) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("jdk", jdk);
        row.put("what", target.what());
        row.put("measured", target.measured());
        row.put(target.atLeast() ? "atLeast" : "atMost", target.bound());
        row.put("unit", target.unit());
        row.put("met", target.met());
        return row;
    }
}
