package dev.attacca.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.contract.ObjectsLock;
import dev.attacca.registry.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintAssertTest {
    @TempDir
    private Path module;

    private void lock(String text) throws IOException {
        Files.writeString(module.resolve("objects.lock"), text);
    }

    @Test
    void a_domain_that_is_what_its_lock_says_passes() throws IOException {
        lock(ObjectsLock.of(Sample.registry()).text());

        assertThatCode(() -> FingerprintAssert.assertAgrees(module, new Sample()))
                .doesNotThrowAnyException();
    }

    @Test
    void a_domain_without_a_lock_is_told_how_to_make_one() {
        assertThatThrownBy(() -> FingerprintAssert.assertAgrees(module, new Sample()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("objects.lock");
    }

    @Test
    void a_stale_lock_fails_and_says_which_field_it_does_not_have() throws IOException {
        String text = ObjectsLock.of(Sample.registry()).text();
        lock(text.lines().filter(line -> !line.contains("mood")).reduce("", (all, line) -> all + line + "\n"));

        assertThatThrownBy(() -> FingerprintAssert.assertAgrees(module, new Sample()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("LOCK_OUT_OF_DATE")
                .hasMessageContaining("field mood: enum(Mood)");
    }
}
