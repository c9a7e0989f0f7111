package dev.attacca.transport.idl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.thrift.TFieldIdEnum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract as it is now, against each that was released: peers of every release go on working. */
class ContractEvolutionTest {
    private static final Path NOW = Path.of("src/main/thrift/conductor.thrift");
    private static final Path RELEASES = Path.of("src/test/resources/idl");

    static Stream<Path> releases() throws IOException {
        try (Stream<Path> folders = Files.list(RELEASES)) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void noPeerOfAReleaseIsBroken(Path release) throws IOException {
        Idl released = IdlParser.parse(Files.readString(release.resolve("conductor.thrift")));

        assertThat(IdlEvolution.problems(
                        release.getFileName().toString(), released, IdlParser.parse(Files.readString(NOW))))
                .as("conductor.thrift; src/test/resources/idl/README.md says what to do")
                .isEmpty();
    }

    @Test
    void theParserReadsWhatTheThriftCompilerReads() throws Exception {
        Map<String, Idl.Struct> structs = IdlParser.parse(Files.readString(NOW)).structs();

        assertThat(structs).containsKeys("Call", "Reply", "Hello", "Welcome", "WireFault");
        for (Idl.Struct struct : structs.values()) {
            assertThat(struct.fields().values())
                    .as(struct.name())
                    .extracting(field -> field.number() + " " + field.name())
                    .containsExactlyInAnyOrderElementsOf(generated(struct.name()));
        }
    }

    private static List<String> generated(String struct) throws ClassNotFoundException {
        Class<?> fields = Class.forName("dev.attacca.transport.thrift." + struct + "$_Fields");
        return Stream.of(fields.getEnumConstants())
                .map(TFieldIdEnum.class::cast)
                .map(field -> field.getThriftFieldId() + " " + field.getFieldName())
                .toList();
    }
}
