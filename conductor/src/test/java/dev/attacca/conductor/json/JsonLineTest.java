package dev.attacca.conductor.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonLineTest {

    @Test
    void values_keep_their_order_and_kind() {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("b", 1);
        value.put("a", Arrays.asList("x", null, true, Long.MAX_VALUE));
        value.put("none", null);
        value.put("empty", Map.of());

        assertThat(JsonLine.of(value))
                .isEqualTo("{\"b\":1,\"a\":[\"x\",null,true,9223372036854775807],\"none\":null,\"empty\":{}}");
    }

    @Test
    void nothing_in_a_text_can_end_the_line_or_move_a_cursor() {
        String hostile = "a\"b\\c\nd\re\tf\0g\u001b[2Jh\u0085i\u2028j\u202ek\ud800l";

        assertThat(JsonLine.of(hostile))
                .isEqualTo(
                        "\"a\\\"b\\\\c\\u000ad\\u000de\\u0009f\\u0000g\\u001b[2Jh\\u0085i\\u2028j\\u202ek\\ud800l\"");
    }

    @Test
    void letters_of_any_script_stay_readable() {
        assertThat(JsonLine.of(List.of("größe", "名前", "🎼"))).isEqualTo("[\"größe\",\"名前\",\"🎼\"]");
    }

    @Test
    void what_json_has_no_form_for_is_refused() {
        assertThatThrownBy(() -> JsonLine.of(Map.of("at", 1.5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "value: a java.lang.Double (expected: null, a text, a whole number, a boolean, or a list or map of"
                                + " them)");
    }
}
