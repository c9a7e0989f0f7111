package dev.attacca.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineTest {
    private static final Terminal PLAIN = new Terminal(20, 0, false, false, true);
    private static final Terminal COLOURED = new Terminal(20, 30, true, true, true);

    @Test
    void columnsAreKept() {
        assertThat(Line.of("a").at(5).add("b").endingAt(12, Style.DIM, "123").render(PLAIN))
                .isEqualTo("a    b   123");
    }

    @Test
    void whatIsTooWideForItsColumnPushesTheRest() {
        assertThat(Line.of("abcdef").at(3).add("x").render(PLAIN)).isEqualTo("abcdef x");
    }

    @Test
    void aLineCanBeCutToTheWidthOfTheTerminal() {
        Line line = Line.of("0123456789").add(Style.BAD, "0123456789ABC");

        assertThat(line.cut(PLAIN)).isEqualTo("0123456789012345678…");
        assertThat(line.render(PLAIN)).isEqualTo("01234567890123456789ABC");
        assertThat(Line.of("01234567890123456789").cut(PLAIN)).isEqualTo("01234567890123456789");
    }

    @Test
    void theCutIsAsciiWhereTheLineMustBe() {
        assertThat(Line.of("0123456789012345678901").cut(new Terminal(20, 0, false, false, false)))
                .isEqualTo("012345678901234567..");
    }

    @Test
    void coloursDoNotCountAsWidth() {
        assertThat(Line.of(Style.GOOD, "ok").add(" then").render(COLOURED)).isEqualTo("\033[32mok\033[0m then");
    }

    @Test
    void withoutColourThereIsNoSequence() {
        assertThat(Line.of(Style.GOOD, "ok").add(Style.STRONG, "!").render(PLAIN))
                .isEqualTo("ok!");
    }

    @Test
    void noLineEndsInBlanks() {
        assertThat(Line.of("a").at(10).add("").render(PLAIN)).isEqualTo("a");
    }

    @Test
    void wordsAreWrapped() {
        assertThat(Line.wrap("one two  three four", 9)).containsExactly("one two", "three", "four");
        assertThat(Line.wrap("averylongwordthatdoesnotfit x", 9)).containsExactly("averylongwordthatdoesnotfit", "x");
    }
}
