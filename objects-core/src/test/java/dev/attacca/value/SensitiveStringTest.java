package dev.attacca.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SensitiveStringTest {
    @Test
    void it_is_shown_to_nobody_and_revealed_to_who_asks() {
        SensitiveString password = SensitiveString.of("hunter2");

        assertThat(password).hasToString("***");
        assertThat("password=" + password).isEqualTo("password=***");
        assertThat(password.reveal()).isEqualTo("hunter2");
    }

    @Test
    void two_of_one_text_are_equal() {
        assertThat(SensitiveString.of("a"))
                .isEqualTo(SensitiveString.of("a"))
                .hasSameHashCodeAs(SensitiveString.of("a"))
                .isNotEqualTo(SensitiveString.of("b"))
                .isNotEqualTo(SensitiveString.of("aa"))
                .isNotEqualTo("a");
    }
}
