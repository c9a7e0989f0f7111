package dev.attacca.agent.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.ConfigurationException;
import dev.attacca.error.ConflictException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
    private static final UUID INSTANCE = UUID.fromString("6f1c2a54-0000-4000-8000-000000000001");

    @TempDir
    private Path folder;

    @Test
    void eachStepIsOneLineOfJsonThatIsThereAtOnce() throws IOException {
        Path file = folder.resolve("events");
        try (EventLog events = EventLog.open(file.toString(), "host-1", "1.2")) {
            events.line(AgentAction.POWER_STATE_SAVED)
                    .instance(INSTANCE)
                    .changed(List.of("powerState", "updatedAt"))
                    .facts(Map.of("now", "CRASHED", "before", "RUNNING"))
                    .write();

            assertThat(withoutTimes(file))
                    .containsExactly("{\"host\":\"host-1\",\"agent\":\"1.2\",\"action\":\"power-state-saved\","
                            + "\"instance\":\"" + INSTANCE + "\",\"changed\":[\"powerState\",\"updatedAt\"],"
                            + "\"facts\":{\"before\":\"RUNNING\",\"now\":\"CRASHED\"}}");
        }
    }

    @Test
    void anErrorIsToldByItsCodeOrItsClass() throws IOException {
        Path file = folder.resolve("events");
        try (EventLog events = EventLog.open(file.toString(), "host-1", "1.2")) {
            events.line(AgentAction.RACE_LOST)
                    .error(ConflictException.expected("Instance[1]", "vmState=ACTIVE", null))
                    .write();
            events.line(AgentAction.FAILED)
                    .error(new IllegalStateException("a \"b\"\\\n\u0001\ud800 ü𝄞"))
                    .write();
        }

        assertThat(withoutTimes(file))
                .containsExactly(
                        "{\"host\":\"host-1\",\"agent\":\"1.2\",\"action\":\"race-lost\",\"error\":{\"code\":\"CONFLICT\","
                                + "\"message\":\"Instance[1]: something else (expected: vmState=ACTIVE); read it again"
                                + " and decide anew\"}}",
                        "{\"host\":\"host-1\",\"agent\":\"1.2\",\"action\":\"failed\",\"error\":{\"code\":"
                                + "\"IllegalStateException\",\"message\":\"a \\\"b\\\"\\\\\\n\\u0001\\ud800 ü𝄞\"}}");
    }

    @Test
    void aFileIsContinued() throws IOException {
        Path file = folder.resolve("events");
        for (int times = 0; times < 2; times++) {
            try (EventLog events = EventLog.open(file.toString(), "host-1", "1.2")) {
                events.line(AgentAction.STARTED).write();
            }
        }

        assertThat(withoutTimes(file)).hasSize(2);
    }

    @Test
    void aFileThatCannotBeWrittenIsRefusedAtTheStart() {
        String impossible = folder.resolve("missing/events").toString();

        assertThatThrownBy(() -> EventLog.open(impossible, "host-1", "1.2"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("events: " + impossible + " cannot be written: ")
                .hasMessageEndingWith("(expected: a file in a folder that exists, or -)");
    }

    @Test
    void aFullDiskDoesNotStopTheAgent() {
        EventLog events = EventLog.open("/dev/full", "host-1", "1.2");

        assertThatNoException().isThrownBy(() -> {
            events.line(AgentAction.STARTED).write();
            events.line(AgentAction.STOPPED).write();
            events.close();
        });
    }

    private static List<String> withoutTimes(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .peek(line -> assertThat(line).matches("\\{\"at\":\"[-0-9T:.]+Z\",.*"))
                .map(line -> line.replaceFirst("\"at\":\"[^\"]*\",", ""))
                .toList();
    }
}
