package dev.attacca.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attacca.agent.driver.InstanceSpec;
import dev.attacca.agent.driver.ProcessDriver;
import dev.attacca.compute.PowerState;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent as an operator meets it: a process of its own class path, here with nobody to talk to. */
class AgentProcessTest {
    private static final Duration START = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endProcesses() {
        started.forEach(Process::destroyForcibly);
        ProcessDriver cleaner = driver();
        cleaner.list().forEach(cleaner::destroy);
    }

    @Test
    void withoutAConductorItWaitsSaysSoOnceAndStopsWhenAsked() throws IOException, InterruptedException {
        Process agent = start("--conductor", "127.0.0.1:" + freePort(), "--call-timeout", "200ms");
        await().atMost(START).until(() -> events().contains("\"action\":\"conductor-lost\""));
        long firstLoss = events().lines().count();
        // Several more passes fail meanwhile, and none of them has anything new to say.
        await().pollDelay(Duration.ofSeconds(1)).until(agent::isAlive);

        agent.destroy();

        assertThat(agent.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(agent.exitValue()).isZero();
        assertThat(events().lines().map(AgentProcessTest::action))
                .containsExactly("started", "conductor-lost", "stopped");
        assertThat(firstLoss).isEqualTo(2);
        assertThat(log().lines().filter(line -> line.contains(" WARN "))).hasSize(1);
    }

    @Test
    void instancesOutliveTheAgentUnlessItIsToldToTakeThemAlong() throws IOException, InterruptedException {
        UUID uuid = UUID.randomUUID();
        driver().spawn(new InstanceSpec(uuid, "web 1", 1, 512));

        stop(start());
        assertThat(driver().powerState(uuid)).isEqualTo(PowerState.RUNNING);

        stop(start("--destroy-on-exit"));
        assertThat(driver().list()).isEmpty();
    }

    @Test
    void aSecondAgentOverTheSameStateIsRefused() throws IOException, InterruptedException {
        start();
        await().atMost(START).until(() -> events().contains("started"));

        Process second = start();

        assertThat(second.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(AgentMain.CONFIGURATION);
        assertThat(log()).contains("state-directory: " + folder.resolve("state") + " is in use by process ");
    }

    private void stop(Process agent) throws InterruptedException {
        await().atMost(START).until(() -> Files.exists(folder.resolve("events")) && events().contains("started"));
        agent.destroy();
        assertThat(agent.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(agent.exitValue()).isZero();
    }

    private Process start(String... more) throws IOException {
        Files.deleteIfExists(folder.resolve("events"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                RuntimeClassPath.joined(),
                "dev.attacca.agent.AgentMain",
                "--host=host-1",
                "--poll-interval=20ms",
                "--events=" + folder.resolve("events"),
                "--state-directory=" + folder.resolve("state")));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        started.add(process);
        return process;
    }

    private ProcessDriver driver() {
        return new ProcessDriver(
                folder.resolve("state"), List.of("setsid", "sleep", "2147483647"), Duration.ofSeconds(5));
    }

    private String events() throws IOException {
        return Files.exists(folder.resolve("events")) ? Files.readString(folder.resolve("events")) : "";
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private static String action(String line) {
        return line.replaceFirst(".*\"action\":\"([^\"]*)\".*", "$1");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
