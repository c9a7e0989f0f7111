package dev.attacca.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The agent of this release is built against the domain of this release, and not against a newer one that came along. */
class FrozenAgentTest {
    @Test
    void itIsOfItsRelease() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        int exitCode = new AgentMain(Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8), System.err)
                .run("--version");

        assertThat(exitCode).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("1.0\n");
    }
}
