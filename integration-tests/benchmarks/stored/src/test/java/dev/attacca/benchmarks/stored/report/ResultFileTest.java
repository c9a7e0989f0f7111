package dev.attacca.benchmarks.stored.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.attacca.benchmarks.stored.subject.Operation;
import dev.attacca.benchmarks.stored.subject.Subjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
    @TempDir
    private Path folder;

    private JsonNode written(Row row) throws IOException {
        Path file = folder.resolve("stored.json");
        ResultFile.write(file, "18", List.of(row), Targets.judged(List.of(row, row)));
        return JsonMapper.builder().build().readTree(Files.readString(file));
    }

    @Test
    void a_row_has_the_promised_names_with_median_and_quartiles() throws IOException {
        JsonNode row = written(Row.of(
                        new Cell(Subjects.JDBC, Operation.LOAD_AND_UPDATE, 8, false),
                        List.of(
                                new Sample(300, 50, 90, 10, 20),
                                new Sample(100, 51, 91, 14, 22),
                                new Sample(200, 52, 92, 12, 21))))
                .at("/rows/0");

        assertThat(row.get("subject").asText()).isEqualTo("jdbc");
        assertThat(row.get("operation").asText()).isEqualTo("load-and-update");
        assertThat(row.get("connections").asInt()).isEqualTo(8);
        assertThat(row.get("synchronousCommit").asBoolean(true)).isFalse();
        assertThat(row.get("opsPerSecond").asDouble()).isEqualTo(200);
        assertThat(row.get("opsPerSecondLow").asDouble()).isEqualTo(150);
        assertThat(row.get("opsPerSecondHigh").asDouble()).isEqualTo(250);
        assertThat(row.get("p50us").asDouble()).isEqualTo(51);
        assertThat(row.get("p99us").asDouble()).isEqualTo(91);
        assertThat(row.get("cpuUsPerOp").asDouble()).isEqualTo(12);
        assertThat(row.get("cpuUsPerOpLow").asDouble()).isEqualTo(11);
        assertThat(row.get("serverCpuUsPerOp").asDouble()).isEqualTo(21);
        assertThat(row.get("rounds").asInt()).isEqualTo(3);
    }

    @Test
    void what_cannot_be_known_is_null() throws IOException {
        JsonNode row = written(Row.of(
                        new Cell(Subjects.JDBC, Operation.FIND, 1, null),
                        List.of(new Sample(300, 50, 90, 10, Double.NaN))))
                .at("/rows/0");

        assertThat(row.get("synchronousCommit").isNull()).isTrue();
        assertThat(row.get("serverCpuUsPerOp").isNull()).isTrue();
    }

    @Test
    void verdicts_are_written() throws IOException {
        Path file = folder.resolve("stored.json");
        Row ours = Row.of(new Cell(Subjects.ATTACCA, Operation.FIND, 1, null), List.of(new Sample(1, 1, 1, 30, 1)));
        Row byHand = Row.of(new Cell(Subjects.JDBC, Operation.FIND, 1, null), List.of(new Sample(1, 1, 1, 20, 1)));

        ResultFile.write(file, "18", List.of(ours, byHand), Targets.judged(List.of(ours, byHand)));

        JsonNode target =
                JsonMapper.builder().build().readTree(Files.readString(file)).at("/targets/0");
        assertThat(target.get("measured").asDouble()).isEqualTo(1.5);
        assertThat(target.get("atMost").asDouble()).isEqualTo(1.1);
        assertThat(target.get("met").asBoolean(true)).isFalse();
    }
}
