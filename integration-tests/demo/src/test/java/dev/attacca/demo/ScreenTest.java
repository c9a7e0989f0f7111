package dev.attacca.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.fleet.FleetException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private String written() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Terminal live(int rows) {
        return new Terminal(40, rows, true, false, true);
    }

    @Test
    void withoutATerminalOnlyLinesThatStayAreWritten() {
        Screen screen = new Screen(new Terminal(100, 0, false, false, true), out);

        screen.below(List.of(Line.of("for now")));
        screen.print(Line.of("for good"));

        assertThat(written()).isEqualTo("for good\n");
    }

    @Test
    void linesBelowMoveDownWhenALineIsAddedAboveThem() {
        Screen screen = new Screen(live(24), out);

        screen.below(List.of(Line.of("one"), Line.of("two")));
        screen.print(Line.of("for good"));

        assertThat(written()).isEqualTo("one\ntwo\n\033[2A\r\033[Jfor good\none\ntwo\n");
    }

    @Test
    void onlyLinesBelowAreCut() {
        Screen screen = new Screen(live(24), out);

        screen.print(Line.of("x".repeat(50)));
        screen.below(List.of(Line.of("y".repeat(50))));

        assertThat(written()).isEqualTo("x".repeat(50) + "\n" + "y".repeat(39) + "…\n");
    }

    @Test
    void linesBelowAreNotWrittenAgainWhileTheyStayTheSame() {
        Screen screen = new Screen(live(24), out);

        screen.below(List.of(Line.of("one")));
        screen.below(List.of(Line.of("one")));

        assertThat(written()).isEqualTo("one\n");
    }

    @Test
    void linesBelowCanBeTakenAway() {
        Screen screen = new Screen(live(24), out);

        screen.below(List.of(Line.of("one")));
        screen.below(List.of());
        screen.print(Line.of("for good"));

        assertThat(written()).isEqualTo("one\n\033[1A\r\033[Jfor good\n");
    }

    @Test
    void whatDoesNotFitBelowIsNotWritten() {
        Screen screen = new Screen(live(7), out);

        screen.below(List.of(Line.of("one"), Line.of("two")));

        assertThat(written()).isEmpty();
    }

    @Test
    void aSilentScreenStaysSilent() {
        Screen screen = new Screen(live(24), out);
        screen.below(List.of(Line.of("one")));

        screen.silence();
        screen.print(Line.of("more"));
        screen.below(List.of(Line.of("two")));

        assertThat(written()).isEqualTo("one\n\033[1A\r\033[J");
    }

    @Test
    void withoutUnicodeEveryByteIsAscii() {
        Screen screen = new Screen(new Terminal(100, 0, false, false, false), out);

        screen.print(Line.of("✓ é"));

        assertThat(written()).isEqualTo("[ok] ?\n");
    }

    @Test
    void sayingSomethingToNobodyEndsTheDemo() {
        Screen screen = new Screen(new Terminal(100, 0, false, false, true), new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("broken pipe");
            }
        });

        assertThatThrownBy(() -> screen.print(Line.of("hello")))
                .isInstanceOf(FleetException.class)
                .hasMessageStartingWith("standard output: closed");
    }
}
