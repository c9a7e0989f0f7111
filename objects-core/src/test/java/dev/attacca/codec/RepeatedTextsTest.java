package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepeatedTextsTest {
    private static String read(String text) {
        byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.ISO_8859_1);
        return RepeatedTexts.of(bytes, 1, bytes.length - 2);
    }

    @Test
    void a_text_that_comes_again_is_the_same_string() {
        assertThat(read("flavor.shape")).isEqualTo("flavor.shape").isSameAs(read("flavor.shape"));
    }

    @Test
    void every_text_is_what_its_bytes_say_whatever_came_to_its_place_before() {
        // More texts than places; "Aa" and "BB" have one hash.
        IntStream.range(0, 10_000).forEach(i -> assertThat(read("key-" + i)).isEqualTo("key-" + i));
        assertThat(read("Aa")).isEqualTo("Aa");
        assertThat(read("BB")).isEqualTo("BB");
        assertThat(read("sch\u00f6n \u00ff")).isEqualTo("sch\u00f6n \u00ff").isEqualTo(read("sch\u00f6n \u00ff"));
        assertThat(read("")).isEmpty();
    }

    @Test
    void a_long_text_is_not_kept() {
        String text = "k".repeat(33);

        assertThat(read(text)).isEqualTo(text).isNotSameAs(read(text));
    }
}
