package dev.attacca.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
    private static final Duration SHORT = Duration.ofMillis(60);

    @TempDir
    Path folder = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void chooseAFile() {
        file = folder.resolve("lines.jsonl");
    }

    private void append(String text) {
        try {
            Files.write(
                    file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException refused) {
            throw new AssertionError(refused);
        }
    }

    @Test
    void aFileThatIsNotThereHasNoLines() {
        assertThat(JsonLines.of(file).all()).isEmpty();
    }

    @Test
    void aLineCountsOnceItIsWhole() {
        JsonLines lines = JsonLines.of(file);
        append("{\"n\":1}\n{\"n\":");

        assertThat(lines.all()).extracting(line -> line.number("n")).containsExactly(1L);

        append("2}\n");

        assertThat(lines.all()).extracting(line -> line.number("n")).containsExactly(1L, 2L);
    }

    @Test
    void aCharacterMayBeCutBetweenTwoReads() {
        JsonLines lines = JsonLines.of(file);
        byte[] bytes = "{\"name\":\"é\"}\n".getBytes(StandardCharsets.UTF_8);
        append("");
        assertThat(lines.all()).isEmpty();
        try {
            Files.write(file, Arrays.copyOf(bytes, 10), StandardOpenOption.APPEND);
            assertThat(lines.all()).isEmpty();
            Files.write(file, Arrays.copyOfRange(bytes, 10, bytes.length), StandardOpenOption.APPEND);
        } catch (IOException refused) {
            throw new AssertionError(refused);
        }

        assertThat(lines.all()).extracting(line -> line.text("name")).containsExactly("é");
    }

    @Test
    void awaitsALineThatComesLater() {
        JsonLines lines = JsonLines.of(file);
        append("{\"n\":1}\n");
        CompletableFuture<JsonLine> awaited =
                CompletableFuture.supplyAsync(() -> lines.await("the second", line -> line.number("n") == 2));

        append("{\"n\":2}\n");

        assertThat(awaited.join().number("n")).isEqualTo(2);
    }

    @Test
    void aMarkLeavesOutWhatWasThere() {
        JsonLines lines = JsonLines.of(file);
        append("{\"n\":1}\n");
        int mark = lines.size();

        assertThatThrownBy(() -> lines.awaitFrom(mark, "another", SHORT, line -> line.number("n") == 1))
                .isInstanceOf(FleetException.class);

        append("{\"n\":1,\"again\":true}\n");

        assertThat(lines.awaitFrom(mark, "another", SHORT, line -> line.number("n") == 1)
                        .has("again", "true"))
                .isTrue();
        assertThat(lines.from(mark)).hasSize(1);
    }

    @Test
    void saysWhatWasThereWhenALineDoesNotCome() {
        append("{\"n\":1}\n");

        assertThatThrownBy(() -> JsonLines.of(file).await("the end", SHORT, line -> line.has("n", "9")))
                .hasMessage("the end: not seen in 60 ms (expected: a line in " + file
                        + "); of its 1 lines the last are\n  {\"n\":1}");
    }

    @Test
    void countsWhatIsMissing() {
        append("{\"n\":1}\n{\"n\":2}\n");
        JsonLines lines = JsonLines.of(file);

        assertThat(lines.awaitCount(2, "both", SHORT, line -> true)).hasSize(2);
        assertThatThrownBy(() -> lines.awaitCount(3, "all", SHORT, line -> true))
                .hasMessageStartingWith("all, 2 of 3: not seen");
    }

    @Test
    void stopsWaitingWhenTheWriterIsDead() {
        JsonLines lines = JsonLines.of(file, () -> {
            throw new FleetException("writer: ended with 1 (expected: running)");
        });

        assertThatThrownBy(() -> lines.await("a line", line -> true))
                .hasMessage("writer: ended with 1 (expected: running)");
    }
}
