package dev.attacca.benchmarks.rpc.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.attacca.benchmarks.report.Target;
import dev.attacca.benchmarks.rpc.fields.FieldCost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

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
        return merged(file, "rows", Row.class, fresh, Row::jdk);
    }

    /** Likewise what fields cost. */
    static List<FieldCost> mergedFields(Path file, List<FieldCost> fresh) throws IOException {
        return merged(file, "fields", FieldCost.class, fresh, FieldCost::jdk);
    }

    private static <T> List<T> merged(Path file, String name, Class<T> type, List<T> fresh, ToIntFunction<T> jdk)
            throws IOException {
        List<T> merged = new ArrayList<>(fresh);
        if (Files.exists(file) && Files.size(file) > 0) {
            for (JsonNode node : JSON.readTree(Files.readString(file)).path(name)) {
                T known = JSON.treeToValue(node, type);
                if (fresh.stream().noneMatch(measured -> jdk.applyAsInt(measured) == jdk.applyAsInt(known))) {
                    merged.add(known);
                }
            }
        }
        merged.sort(Comparator.comparingInt(jdk));
        return merged;
    }

    /** Writes rows, costs of fields, and the verdicts on both. */
    static void write(Path file, List<Row> rows, List<FieldCost> fields) throws IOException {
        List<Map<String, Object>> targets = new ArrayList<>();
        rows.stream().mapToInt(Row::jdk).distinct().forEach(jdk -> {
            for (Target target : Targets.judged(rows, jdk)) {
                targets.add(verdict(target, jdk));
            }
            for (Target target : Targets.ofFields(fields, jdk)) {
                targets.add(verdict(target, jdk));
            }
        });
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("processors", Runtime.getRuntime().availableProcessors());
        report.put("rows", rows);
        report.put("fields", fields);
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
