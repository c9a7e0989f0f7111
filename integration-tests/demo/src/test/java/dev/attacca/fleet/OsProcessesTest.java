package dev.attacca.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OsProcessesTest {
    private final UUID uuid = UUID.randomUUID();

    @TempDir
    Path folder = Path.of("");

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    private Process sleeper(Path state) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "600");
        builder.environment().put("ATTACCA_INSTANCE_UUID", uuid.toString());
        builder.environment()
                .put(
                        "ATTACCA_INSTANCE_FOLDER",
                        state.resolve("instances").resolve(uuid.toString()).toString());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    @Test
    void findsTheInstancesOfOneAgentAlone() throws IOException {
        Process ours = sleeper(folder.resolve("state"));
        sleeper(folder.resolve("state-of-another"));

        Awaitility.await()
                .untilAsserted(() -> assertThat(OsProcesses.ofInstances(folder.resolve("state")))
                        .isEqualTo(Map.of(ours.toHandle(), uuid)));
        assertThat(OsProcesses.environment(ours.toHandle())).containsEntry("ATTACCA_INSTANCE_UUID", uuid.toString());
    }

    @Test
    void killsAndWaits() throws IOException {
        Process process = sleeper(folder.resolve("state"));

        OsProcesses.kill(List.of(process.toHandle()));

        assertThat(OsProcesses.lives(process.toHandle())).isFalse();
        assertThat(OsProcesses.ofInstances(folder.resolve("state"))).isEmpty();
    }

    @Test
    void tellsWhoIsStillThere() throws IOException {
        Process process = sleeper(folder.resolve("state"));

        assertThat(OsProcesses.gone(List.of(process.toHandle()), Duration.ofMillis(50)))
                .isFalse();
    }

    @Test
    void aNumberThatAStrangerGotIsNoPostmaster() throws IOException {
        Files.createDirectories(folder.resolve("cluster"));
        Files.writeString(
                folder.resolve("cluster/postmaster.pid"),
                sleeper(folder.resolve("state")).pid() + "\n" + folder + "\n");

        assertThat(OsProcesses.postmaster(folder)).isNull();
    }
}
