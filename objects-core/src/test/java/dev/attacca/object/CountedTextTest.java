package dev.attacca.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountedTextTest {
    private static final String HOSTILE = "a".repeat(100_000);

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+b", "(a+a+)+b", "(a|aa)+b", "(.*a){20}b"})
    void a_pattern_that_backtracks_for_ever_ends_by_count(String pattern) {
        ValueLimit.Form form = new ValueLimit.Form(Pattern.compile(pattern));
        CountedText text = CountedText.of(HOSTILE);

        assertThat(form.allows(HOSTILE)).isFalse();
        assertThat(form.matches(text)).isFalse();
        assertThat(text.read()).isLessThanOrEqualTo(CountedText.most(HOSTILE.length()));
    }

    @Test
    void each_look_at_a_character_counts_in_parts_of_the_text_too() {
        CountedText text = new CountedText("abc", 3);

        assertThat(text.charAt(0)).isEqualTo('a');
        assertThat(text.subSequence(1, 3).charAt(1)).isEqualTo('c');
        assertThat(text.charAt(0)).isEqualTo('a');

        assertThatThrownBy(() -> text.charAt(0)).isInstanceOf(CountedText.Exhausted.class);
        assertThat(text.read()).isEqualTo(3);
    }

    @Test
    void a_long_text_that_its_pattern_reads_once_passes() {
        ValueLimit.Form form = new ValueLimit.Form(Pattern.compile("[a-z]*b?.*(x|[a-f]+)$"));

        assertThat(form.allows(HOSTILE)).isTrue();
    }
}
