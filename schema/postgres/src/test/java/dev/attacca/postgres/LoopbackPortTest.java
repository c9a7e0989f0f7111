package dev.attacca.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackPortTest {
    private static final ServerAccount SELF = new ServerAccount("self", 0, 0, false);

    @TempDir
    private Path directory;

    @Test
    void choosesBelowThePortsOfOutgoingConnectionsAndKeepsTheChoice() throws IOException {
        Path file = directory.resolve("port");

        int port = LoopbackPort.choose(file, SELF);

        assertThat(port).isBetween(20_000, 32_767);
        assertThat(LoopbackPort.choose(file, SELF)).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "zero", "0", "65536", "-1", "123456789012"})
    void refusesAFileThatHoldsNoPort(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("port"), content + "\n");

        assertThatThrownBy(() -> LoopbackPort.choose(file, SELF))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(file + ": '" + content
                        + "' (expected: a port from 1 to 65535); correct it, or delete the file");
    }
}
