package dev.attacca.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void readsEveryKindOfValue() {
        JsonLine line = JsonLine.of(
                "{\"text\": \"a\\\"b\\\\c\\u00e9\\n\", \"whole\":-12, \"part\":1.5e1, \"yes\":true, \"no\":false, \"none\":null,"
                        + " \"list\":[1,\"x\",null], \"object\":{\"inner\":[]}, \"empty\":{}}");

        assertThat(line.text("text")).isEqualTo("a\"b\\cé\n");
        assertThat(line.number("whole")).isEqualTo(-12);
        assertThat(line.fields())
                .containsEntry("part", 15.0)
                .containsEntry("yes", true)
                .containsEntry("no", false);
        assertThat(line.isNull("none")).isTrue();
        assertThat(line.isNull("missing")).isTrue();
        assertThat(line.fields()).containsEntry("list", Arrays.asList(1L, "x", null));
        assertThat(line.object("object").fields()).isEqualTo(Map.of("inner", List.of()));
        assertThat(line.object("empty").fields()).isEmpty();
    }

    @Test
    void keepsTheOrderOfKeys() {
        assertThat(JsonLine.of("{\"z\":1,\"a\":2,\"m\":3}").fields().keySet()).containsExactly("z", "a", "m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1} x",
                "{\"a\":tru}",
                "{\"a\":\"\\q\"}",
                "{\"a\":\"\\u00g0\"}",
                "{\"a\":1-2}",
                "{\"a\":\"",
                "[1]",
                "7"
            })
    void refusesWhatIsNoObject(String text) {
        assertThatThrownBy(() -> JsonLine.of(text))
                .isInstanceOf(FleetException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void refusesWhatIsTooDeep() {
        String deep = "{\"a\":".repeat(65) + "1" + "}".repeat(65);

        assertThatThrownBy(() -> JsonLine.of(deep)).hasMessageContaining("at most 64 levels");
    }

    @Test
    void saysWhatIsWrongWithANumber() {
        assertThatThrownBy(() -> JsonLine.of("{\"a\":\"b\"}").number("a"))
                .hasMessage("a: b (expected: a whole number) in {\"a\":\"b\"}");
    }
}
