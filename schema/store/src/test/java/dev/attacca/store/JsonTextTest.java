package dev.attacca.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Maps of strings as JSON. */
class JsonTextTest {
    @Test
    void whatWasWrittenIsRead() {
        Map<String, String> map = new TreeMap<>(Map.of(
                "", "",
                "quote \" backslash \\", "slash / tab \t newline \n bell \u0007",
                "beyond the first plane", "\ud83c\udfbc",
                "braces", "{\"a\":[1,2]}"));

        assertThat(JsonText.read(JsonText.write(map))).isEqualTo(map);
        assertThat(JsonText.write(new TreeMap<>(Map.of("a", "1", "b", "\u0001"))))
                .isEqualTo("{\"a\":\"1\",\"b\":\"\\u0001\"}");
        assertThat(JsonText.write(Map.of())).isEqualTo("{}");
    }

    @Test
    void whatOthersWroteIsRead() {
        assertThat(JsonText.read(" { \"a\" : \"\\u00e9\\n\\/\" , \"b\" : 1.5 , \"c\":true, \"d\": null } "))
                .isEqualTo(Map.of("a", "é\n/", "b", "1.5", "c", "true", "d", "null"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":\"b\"",
                "{\"a\":\"b\"}}",
                "{\"a\":[1]}",
                "{\"a\":{\"b\":1}}",
                "{\"a\":\"\\u00\"}",
                "{\"a\":\"\\",
                "{\"a\":\"\\u00zz\"}"
            })
    void anythingElseIsRefusedWithoutShowingIt(String json) {
        assertThatThrownBy(() -> JsonText.read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("JSON at character [0-9]+ \\(expected: an object of strings\\)");
    }
}
