package dev.attacca.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.fleet.JsonLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallStreamTest {
    private static final Terminal PLAIN = new Terminal(100, 0, false, false, true);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    Path folder = Path.of("");

    private Path file = Path.of("");
    private CallStream stream = stream(file);

    @BeforeEach
    void begin() {
        file = folder.resolve("calls.jsonl");
        stream = stream(file);
    }

    private CallStream stream(Path log) {
        return new CallStream(JsonLines.of(log), new Screen(PLAIN, out), Instant.parse("2026-11-20T12:00:00Z"));
    }

    private String shown(String... calls) throws IOException {
        out.reset();
        for (String call : calls) {
            Files.writeString(file, call + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        stream.show();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String call(String peer, String method, String version, String rest) {
        return "{\"time\":\"2026-11-20T12:00:01.5Z\",\"request\":\"r\",\"peer\":\"" + peer + "\",\"method\":\"" + method
                + "\",\"version\":\"" + version + "\",\"outcome\":\"ok\",\"message\":null,\"micros\":2345," + rest
                + "}";
    }

    private static final String SAVE = "\"changed\":[\"taskState\",\"vmState\"],\"updated\":[\"rowVersion\"],"
            + "\"backport\":\"Instance 1.2 -> 1.0\",\"lost\":[],\"sql\":[{\"text\":\"UPDATE instances SET task_state = ?\","
            + "\"tables\":[\"instances\"],\"rows\":1,\"micros\":612}]";
    private static final String READ =
            "\"changed\":[],\"updated\":[],\"backport\":\"Instance 1.2 -> 1.0\",\"sql\":[],\"lost\":";

    @Test
    void theFirstOfItsKindIsShownInFull() throws IOException {
        assertThat(shown(call("agent host-1-0", "Instance.save", "1.0", SAVE))).isEqualTo("""
                           1.50 s  host-1-0 Instance 1.0           save               2.3 ms  taskState vmState
                                            SQL    UPDATE instances SET task_state = ? (1 row)
                                            back   as Instance 1.2 -> 1.0: rowVersion
                        """);
    }

    @Test
    void theNextOfItsKindTakesALine() throws IOException {
        shown(call("agent host-1-0", "Instance.save", "1.0", SAVE));

        assertThat(shown(call("agent host-1-0", "Instance.save", "1.0", SAVE)))
                .isEqualTo("   1.50 s  host-1-0 Instance 1.0           save               2.3 ms  taskState vmState\n");
    }

    @Test
    void lookingIsShownOnlyWhenSomethingNewIsLost() throws IOException {
        String nothing = call("agent host-1-0", "Instance.Query.byHost", "1.0", READ + "[]");
        String memory =
                call("agent host-1-0", "Instance.Query.byHost", "1.0", READ + "[\"Instance.memoryMb: capped\"]");

        assertThat(shown(nothing, nothing)).isEmpty();
        assertThat(shown(memory)).contains("Query.byHost", "lost   Instance.memoryMb: capped");
        assertThat(shown(memory)).isEmpty();
        assertThat(stream.summary().render(PLAIN)).isEqualTo("  4 calls, 0 failed, 3 that only looked are not shown");
    }

    @Test
    void aFailureIsAlwaysShownAndCounted() throws IOException {
        String failed =
                "{\"time\":\"2026-11-20T12:00:01.5Z\",\"peer\":\"agent host-1-0\",\"method\":\"Instance.Query.byHost\","
                        + "\"version\":\"1.0\",\"outcome\":\"CONFLICT\",\"message\":\"row: changed (expected: not)\",\"micros\":10}";

        assertThat(shown(failed)).contains("failed CONFLICT: row: changed (expected: not)");
        assertThat(stream.summary().render(PLAIN)).startsWith("  1 calls, 1 failed");
    }

    @Test
    void aLineAboutDroppedLinesIsNoCall() throws IOException {
        assertThat(shown("{\"time\":\"2026-11-20T12:00:01.5Z\",\"dropped\":17}"))
                .isEmpty();
        assertThat(stream.calls()).isEmpty();
    }

    @Test
    void noLineIsWiderThanAHundredColumns() throws IOException {
        String wide = "\"changed\":[" + "\"aRatherLongFieldName\",".repeat(9)
                + "\"last\"],\"updated\":[],\"backport\":\"\",\"lost\":[]," + "\"sql\":[{\"text\":\"SELECT "
                + "column_of_a_table, ".repeat(12) + "x FROM t\",\"tables\":[],\"rows\":2,\"micros\":1}]";

        assertThat(shown(call("agent host-1-0", "BlockDeviceMapping.create", "1.0", wide)))
                .contains("10 fields", "sets   aRatherLongFieldName", "(2 rows)")
                .satisfies(text -> assertThat(text.lines()).allMatch(line -> line.length() <= 100));
    }
}
