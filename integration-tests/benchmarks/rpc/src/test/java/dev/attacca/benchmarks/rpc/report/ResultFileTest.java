package dev.attacca.benchmarks.rpc.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.attacca.benchmarks.rpc.fields.FieldCost;
import dev.attacca.benchmarks.rpc.peer.CallMode;
import dev.attacca.benchmarks.rpc.peer.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
    @TempDir
    private Path folder;

    private static Row row(String subject, int jdk, double... throughput) {
        return Row.of(
                new Cell(subject, CallMode.BLOCKING, 16),
                jdk,
                java.util.Arrays.stream(throughput)
                        .mapToObj(calls -> new Sample(calls, 50, 90, 10, 20, 2_000, 2_500))
                        .toList());
    }

    @Test
    void a_row_has_the_promised_names_with_median_and_quartiles() throws IOException {
        Path file = folder.resolve("rpc.json");

        ResultFile.write(file, List.of(row(Peers.ATTACCA, 17, 300, 100, 200)), List.of());

        JsonNode row =
                JsonMapper.builder().build().readTree(Files.readString(file)).at("/rows/0");
        assertThat(row.get("subject").asText()).isEqualTo("attacca");
        assertThat(row.get("jdk").asInt()).isEqualTo(17);
        assertThat(row.get("inFlight").asInt()).isEqualTo(16);
        assertThat(row.get("mode").asText()).isEqualTo("blocking");
        assertThat(row.get("throughput").asDouble()).isEqualTo(200);
        assertThat(row.get("throughputLow").asDouble()).isEqualTo(150);
        assertThat(row.get("throughputHigh").asDouble()).isEqualTo(250);
        assertThat(row.get("p50us").asDouble()).isEqualTo(50);
        assertThat(row.get("p99us").asDouble()).isEqualTo(90);
        assertThat(row.get("cpuUsPerCallServer").asDouble()).isEqualTo(10);
        assertThat(row.get("cpuUsPerCallClient").asDouble()).isEqualTo(20);
        assertThat(row.get("allocPerCall").asDouble()).isEqualTo(2_500);
    }

    @Test
    void rows_of_another_jdk_stay_and_those_of_the_same_are_replaced() throws IOException {
        Path file = folder.resolve("rpc.json");
        ResultFile.write(
                file, ResultFile.merged(file, List.of(row(Peers.ATTACCA, 25, 1), row(Peers.GRPC, 25, 2))), List.of());
        ResultFile.write(file, ResultFile.merged(file, List.of(row(Peers.ATTACCA, 17, 3))), List.of());

        List<Row> merged = ResultFile.merged(file, List.of(row(Peers.ATTACCA, 25, 4)));

        assertThat(merged).extracting(Row::jdk).containsExactly(17, 25);
        assertThat(merged).extracting(Row::throughput).containsExactly(3.0, 4.0);
    }

    @Test
    void costs_of_fields_stay_with_their_jdk() throws IOException {
        Path file = folder.resolve("rpc.json");
        List<FieldCost> older = List.of(new FieldCost(17, 60, 8, 100, 1_000, 900, 1_100));
        ResultFile.write(file, List.of(), older);

        List<FieldCost> newer = List.of(new FieldCost(25, 60, 8, 100, 2_000, 900, 1_100));

        assertThat(ResultFile.mergedFields(file, newer)).containsExactly(older.get(0), newer.get(0));
    }

    @Test
    void verdicts_are_written_for_each_jdk() throws IOException {
        Path file = folder.resolve("rpc.json");

        ResultFile.write(file, List.of(row(Peers.ATTACCA, 17, 1), row(Peers.ATTACCA, 25, 1)), List.of());

        JsonNode targets =
                JsonMapper.builder().build().readTree(Files.readString(file)).get("targets");
        assertThat(targets).extracting(target -> target.get("jdk").asInt()).contains(17, 25);
        assertThat(targets)
                .filteredOn(target -> target.get("what").asText().startsWith("CPU"))
                .allSatisfy(target -> assertThat(target.get("met").asBoolean()).isTrue());
    }
}
