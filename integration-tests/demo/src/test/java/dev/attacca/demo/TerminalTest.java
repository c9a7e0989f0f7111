package dev.attacca.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
    @Test
    void aFileGetsPlainTextOfAHundredColumns() {
        assertThat(Terminal.of(Map.of("LANG", "C.UTF-8", "TERM", "xterm"), false, null))
                .isEqualTo(new Terminal(100, 0, false, false, true));
    }

    @Test
    void aTerminalIsDrawnOnInColour() {
        assertThat(Terminal.of(Map.of("LANG", "C.UTF-8", "TERM", "xterm"), true, "45 90"))
                .isEqualTo(new Terminal(89, 45, true, true, true));
    }

    @Test
    void aWideTerminalIsNotFilled() {
        assertThat(Terminal.of(Map.of("TERM", "xterm"), true, "50 300").columns())
                .isEqualTo(100);
    }

    @Test
    void aTerminalOfUnknownSizeIsTakenForAnOrdinaryOne() {
        assertThat(Terminal.of(Map.of("TERM", "xterm"), true, null)).isEqualTo(new Terminal(79, 24, true, true, false));
        assertThat(Terminal.of(Map.of("TERM", "xterm"), true, "0 0"))
                .isEqualTo(new Terminal(79, 24, true, true, false));
    }

    @Test
    void aDumbTerminalIsTreatedLikeAFile() {
        assertThat(Terminal.of(Map.of("TERM", "dumb"), true, "45 90").live()).isFalse();
        assertThat(Terminal.of(Map.of(), true, "45 90").live()).isFalse();
    }

    @Test
    void noColorTakesTheColourAndLeavesTheRest() {
        Terminal terminal = Terminal.of(Map.of("TERM", "xterm", "NO_COLOR", "1"), true, "45 90");

        assertThat(terminal.color()).isFalse();
        assertThat(terminal.live()).isTrue();
        assertThat(Terminal.of(Map.of("TERM", "xterm", "NO_COLOR", ""), true, "45 90")
                        .color())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "LC_ALL, en_US.UTF-8, true",
        "LC_CTYPE, C.utf8, true",
        "LANG, de_DE.UTF-8, true",
        "LANG, C, false",
        "LANG, POSIX, false",
        "LC_ALL, de_DE.ISO-8859-1, false"
    })
    void theLocaleDecidesAboutCharacters(String variable, String value, boolean unicode) {
        assertThat(Terminal.of(Map.of(variable, value), false, null).unicode()).isEqualTo(unicode);
    }

    @Test
    void theStrongerVariableOfTheLocaleWins() {
        assertThat(Terminal.of(Map.of("LC_ALL", "C", "LANG", "C.UTF-8"), false, null)
                        .unicode())
                .isFalse();
        assertThat(Terminal.of(Map.of("LC_ALL", "", "LANG", "C.UTF-8"), false, null)
                        .unicode())
                .isTrue();
    }

    @Test
    void withoutUnicodeEverythingIsAscii() {
        Terminal ascii = new Terminal(100, 0, false, false, false);

        assertThat(ascii.showable("✓ a → b … é\tx")).isEqualTo("[ok] a -> b .. ? x");
        assertThat(ascii.charset()).isEqualTo(StandardCharsets.US_ASCII);
    }

    @Test
    void nothingThatMovesTheCursorIsShown() {
        assertThat(new Terminal(100, 0, true, true, true).showable("a\033[2Jb\r\nc"))
                .isEqualTo("a [2Jb  c");
    }
}
