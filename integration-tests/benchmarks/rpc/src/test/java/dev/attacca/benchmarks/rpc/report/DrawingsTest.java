package dev.attacca.benchmarks.rpc.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.benchmarks.rpc.peer.CallMode;
import dev.attacca.benchmarks.rpc.peer.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawingsTest {
    @TempDir
    private Path folder;

    private static List<Row> rows(String subject, int... inFlight) {
        List<Row> rows = new ArrayList<>();
        for (int jdk : new int[] {17, 25}) {
            for (int calls : inFlight) {
                Sample sample = new Sample(1_000 * calls, 50, 90, 10, 20, 2_000, 2_500);
                rows.add(Row.of(new Cell(subject, CallMode.BLOCKING, calls), jdk, List.of(sample)));
            }
        }
        return rows;
    }

    @Test
    void each_jdk_has_its_bars_and_its_curves() throws IOException {
        List<Path> files = new Drawings(folder, "rpc", rows(Peers.ATTACCA, 1, 16)).write();

        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrder(
                        "rpc-throughput-jdk17.svg",
                        "rpc-cpu-jdk17.svg",
                        "rpc-latency-jdk17.svg",
                        "rpc-throughput-jdk25.svg",
                        "rpc-cpu-jdk25.svg",
                        "rpc-latency-jdk25.svg");
        assertThat(Files.readString(folder.resolve("rpc-throughput-jdk25.svg")))
                .contains("Calls per second, JDK 25", ">16 in flight, blocking<", ">16,000<");
    }

    @Test
    void a_subject_measured_at_one_point_has_a_bar_and_no_curve() throws IOException {
        List<Row> rows = new ArrayList<>(rows(Peers.ATTACCA, 1, 128));
        rows.addAll(rows(Peers.ATTACCA_MANY, 128));

        new Drawings(folder, "rpc", rows).write();

        assertThat(Files.readString(folder.resolve("rpc-throughput-jdk17.svg"))).contains(">attacca-1000<");
        assertThat(Files.readString(folder.resolve("rpc-latency-jdk17.svg")))
                .contains(">attacca<")
                .doesNotContain(">attacca-1000<");
    }
}
