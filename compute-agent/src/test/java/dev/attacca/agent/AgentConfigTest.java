package dev.attacca.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

class AgentConfigTest {
    private static final Path STATE_HOME = Path.of("/state");

    @Test
    void everyDefaultIsPinned() {
        assertThat(read(Map.of("host", "host-1")))
                .isEqualTo(new AgentConfig(
                        List.of("127.0.0.1:7400"),
                        null,
                        "host-1",
                        Path.of("/state/agent-host-1"),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        List.of("setsid", "sleep", "2147483647"),
                        Duration.ofSeconds(5),
                        false,
                        null,
                        Level.INFO));
    }

    @Test
    void everySettingCanBeGiven(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("agent.properties"), """
                state-directory=/elsewhere
                poll-interval=100ms
                heartbeat-interval=1s
                call-timeout=2s
                takeover-after=1m
                instance-command=/usr/bin/qemu  -nographic
                """);

        AgentConfig config = AgentConfig.read(
                Map.of("config", file.toString(), "host", "host-2", "conductor", "a:1,b:2", "stop-timeout", "0s"),
                Map.of(
                        "ATTACCA_AGENT_DESTROY_ON_EXIT", "true",
                        "ATTACCA_AGENT_EVENTS", "-",
                        "ATTACCA_AGENT_LOG_LEVEL", "debug",
                        "ATTACCA_CONDUCTOR_LISTEN", "not ours"),
                STATE_HOME);

        assertThat(config)
                .isEqualTo(new AgentConfig(
                        List.of("a:1", "b:2"),
                        null,
                        "host-2",
                        Path.of("/elsewhere"),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofMinutes(1),
                        List.of("/usr/bin/qemu", "-nographic"),
                        Duration.ZERO,
                        true,
                        "-",
                        Level.DEBUG));
    }

    @Test
    void theHostMustBeGiven() {
        assertThatThrownBy(() -> read(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("configuration: host: not set (expected: a host name: letters, digits, '.', '-' and '_', at"
                        + " most 255; give --host, set ATTACCA_AGENT_HOST or write host=… into the file named by"
                        + " --config)");
    }

    @Test
    void aHostCannotLeaveItsFolder() {
        assertThatThrownBy(() -> read(Map.of("host", "../host-1")))
                .hasMessage("configuration: host: '../host-1' from flag --host (expected: a host name: letters, digits,"
                        + " '.', '-' and '_', at most 255)");
    }

    @Test
    void stateStandsWhereTheUserMayWrite() {
        Path home = Path.of("/home/clara");

        assertThat(AgentConfig.stateHome(Map.of(), "root", Path.of("/root"))).isEqualTo(Path.of("/var/lib/attacca"));
        assertThat(AgentConfig.stateHome(Map.of(), "clara", home))
                .isEqualTo(Path.of("/home/clara/.local/state/attacca"));
        assertThat(AgentConfig.stateHome(Map.of("XDG_STATE_HOME", "/xdg"), "clara", home))
                .isEqualTo(Path.of("/xdg/attacca"));
    }

    private static AgentConfig read(Map<String, String> flags) {
        return AgentConfig.read(flags, Map.of(), STATE_HOME);
    }
}
