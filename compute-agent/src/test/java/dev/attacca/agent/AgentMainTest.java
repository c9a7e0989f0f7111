package dev.attacca.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.agent.driver.InstanceSpec;
import dev.attacca.agent.driver.ProcessDriver;
import dev.attacca.agent.state.StateLock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentMainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path state;

    @Test
    void anUnknownFlagIsRefusedWithTheNearestOne() {
        assertThat(run("--host", "h", "--poll-intervall=1s")).isEqualTo(AgentMain.CONFIGURATION);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("configuration: --poll-intervall: unknown (expected: a flag that exists; did you mean"
                        + " --poll-interval?)\n");
        assertThat(out.size()).isZero();
    }

    @Test
    void aFlagWithoutItsValueIsRefused() {
        assertThat(run("--host")).isEqualTo(AgentMain.CONFIGURATION);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("configuration: Missing required parameter for option '--host' (VALUE) (--help lists the"
                        + " settings)\n");
    }

    @Test
    void aBadValueIsRefusedInOneMessage() {
        assertThat(run("--host", "h", "--poll-interval", "500")).isEqualTo(AgentMain.CONFIGURATION);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "configuration: poll-interval: '500' from flag --poll-interval (expected: a duration with its"
                                + " unit, such as 500ms, 2s, 1m or 1h, from 10ms to 1h)\n");
    }

    @Test
    void helpNamesEverySettingWithItsDefault() {
        assertThat(run("--help")).isZero();

        String help = out.toString(StandardCharsets.UTF_8);
        assertThat(AgentConfig.SETTINGS.declared())
                .allSatisfy(setting -> assertThat(help)
                        .contains(setting.flag())
                        .contains(setting.defaultText() == null ? "" : setting.defaultText()));
        assertThat(help).contains("instances", "destroy-instances", "ATTACCA_AGENT_HOST");
    }

    @Test
    void instancesOfAStateDirectoryAreListedAndDestroyedWithoutAnAgent() {
        UUID uuid = UUID.randomUUID();
        new ProcessDriver(state, List.of("setsid", "sleep", "2147483647"), Duration.ofSeconds(5))
                .spawn(new InstanceSpec(uuid, "web 1", 1, 512));

        assertThat(run("instances", "--host", "h", "--state-directory", state.toString()))
                .isZero();
        assertThat(run("destroy-instances", "--host", "h", "--state-directory", state.toString()))
                .isZero();
        assertThat(run("instances", "--host", "h", "--state-directory", state.toString()))
                .isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(uuid + " RUNNING\n" + uuid + " destroyed\n");
    }

    @Test
    void instancesOfARunningAgentAreNotDestroyedBehindItsBack() {
        StateLock running = StateLock.take(state);
        try {
            assertThat(run("destroy-instances", "--host", "h", "--state-directory", state.toString()))
                    .isEqualTo(AgentMain.CONFIGURATION);
        } finally {
            running.close();
        }
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("state-directory: " + state + " is in use by process ");
    }

    private int run(String... args) {
        return new AgentMain(
                        Map.of(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(args);
    }
}
