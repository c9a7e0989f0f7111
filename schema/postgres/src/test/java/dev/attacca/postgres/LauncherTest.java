package dev.attacca.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LauncherTest {
    private static final ServerAccount OTHER = new ServerAccount("postgres", 70, 71, true);
    private static final ServerAccount SAME = new ServerAccount("alice", 1000, 1000, false);

    @Test
    void refusesToRunUnderRootWithoutSetpriv() {
        assertThatThrownBy(() -> Launcher.of(OTHER, List.of(Path.of("/nonexistent"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "setpriv: not found (expected: on the PATH, because PostgreSQL refuses to run as root); install"
                                + " util-linux, run as an ordinary user, or give the JDBC URL of a PostgreSQL server");
    }

    @Test
    void goesWithoutADeathSignalAsAnOrdinaryUserWithoutSetpriv() {
        Launcher launcher = Launcher.of(SAME, List.of(Path.of("/nonexistent")));

        assertThat(launcher.builder("INT", List.of("postgres", "-D", "x")).command())
                .containsExactly("postgres", "-D", "x");
    }

    @Test
    void changesTheUserAndArmsTheDeathSignalInASessionOfItsOwn() {
        Path bin = Path.of("/usr/bin");

        assertThat(new Launcher(OTHER, bin.resolve("setpriv"), bin.resolve("setsid"))
                        .builder("INT", List.of("postgres"))
                        .command())
                .containsExactly(
                        "/usr/bin/setsid",
                        "/usr/bin/setpriv",
                        "--reuid=70",
                        "--regid=71",
                        "--clear-groups",
                        "--pdeathsig=INT",
                        "postgres");
        assertThat(new Launcher(SAME, bin.resolve("setpriv"), null)
                        .builder("INT", List.of("postgres"))
                        .command())
                .containsExactly("/usr/bin/setpriv", "--pdeathsig=INT", "postgres");
    }

    @Test
    void hidesThisProcessesEnvironment() {
        assertThat(new Launcher(SAME, null, null)
                        .builder("INT", List.of("postgres"))
                        .environment())
                .containsOnlyKeys("PATH", "LC_ALL", "TZ");
    }

    @Test
    void tellsWhatAFailedProgramSaid() {
        Launcher launcher = new Launcher(SAME, null, null);

        assertThatThrownBy(() -> launcher.run(
                        List.of("/bin/sh", "-c", "read line; echo \"no $line\" >&2; exit 3"),
                        "bananas\n",
                        Duration.ofMinutes(1)))
                .isInstanceOf(IOException.class)
                .hasMessage("/bin/sh: exit status 3 (expected: 0): no bananas");
    }

    @Test
    void killsAProgramThatTakesTooLong() {
        Launcher launcher = new Launcher(SAME, null, null);

        assertThatThrownBy(() -> launcher.run(List.of("/bin/sleep", "600"), "", Duration.ofMillis(50)))
                .isInstanceOf(IOException.class)
                .hasMessage("/bin/sleep: exit status 137 (expected: 0): ");
    }
}
