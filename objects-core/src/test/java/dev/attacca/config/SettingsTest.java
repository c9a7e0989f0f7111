package dev.attacca.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    private enum Mode {
        READ_ONLY,
        READ_WRITE
    }

    private static final Setting<Duration> POLL_INTERVAL = Setting.withDefault(
            "poll-interval",
            "how often to look",
            SettingFormat.duration(Duration.ofMillis(10), Duration.ofMinutes(10)),
            "500ms");
    private static final Setting<String> HOST = Setting.optional("host", "who we are", SettingFormat.text());
    private static final Setting<Integer> PORT =
            Setting.withDefault("port", "where to listen", SettingFormat.port(), "7400");
    private static final Setting<String> PASSWORD =
            Setting.optional("password", "for the store", SettingFormat.text()).asSecret();
    private static final Settings SETTINGS = Settings.of("ATTACCA_TEST_", POLL_INTERVAL, HOST, PORT, PASSWORD);

    @TempDir
    private Path folder;

    @Test
    void theStrongestSourceWins() throws IOException {
        Path file = file("poll-interval=1s\nhost=from-file\nport=1\n");

        SettingValues values = SETTINGS.read(
                Map.of("poll-interval", "3s", "config", file.toString()),
                Map.of("ATTACCA_TEST_POLL_INTERVAL", "2s", "ATTACCA_TEST_HOST", "from-environment", "HOME", "/"));

        assertThat(values.get(POLL_INTERVAL)).isEqualTo(Duration.ofSeconds(3));
        assertThat(values.origin(POLL_INTERVAL)).isEqualTo("flag --poll-interval");
        assertThat(values.get(HOST)).isEqualTo("from-environment");
        assertThat(values.origin(HOST)).isEqualTo("environment ATTACCA_TEST_HOST");
        assertThat(values.get(PORT)).isEqualTo(1);
        assertThat(values.origin(PORT)).isEqualTo("file " + file);
    }

    @Test
    void whatNobodySaidIsTheDefaultOrNull() {
        SettingValues values = SETTINGS.read(Map.of(), Map.of());

        assertThat(values.get(POLL_INTERVAL)).isEqualTo(Duration.ofMillis(500));
        assertThat(values.origin(POLL_INTERVAL)).isEqualTo("default");
        assertThat(values.find(HOST)).isNull();
        assertThat(values.origin(HOST)).isEqualTo("not set");
        assertThatThrownBy(() -> values.get(HOST)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anUnknownFlagIsRefusedWithTheNearestOne() {
        assertThatThrownBy(() -> SETTINGS.read(Map.of("pol-interval", "1s"), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("configuration: --pol-interval: unknown (expected: a flag that exists; did you mean"
                        + " --poll-interval?)");
        assertThat(SETTINGS.unknownFlag("--hots=web-1"))
                .hasMessage("configuration: --hots: unknown (expected: a flag that exists; did you mean --host?)");
    }

    @Test
    void anUnknownVariableWithOurPrefixIsRefusedWithTheNearestOne() {
        assertThatThrownBy(() -> SETTINGS.read(Map.of(), Map.of("ATTACCA_TEST_PROT", "1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("configuration: ATTACCA_TEST_PROT: unknown (expected: an environment variable that exists;"
                        + " did you mean ATTACCA_TEST_PORT?)");
    }

    @Test
    void anUnknownKeyInTheFileIsRefusedAndOneWithoutANearNeighbourPointsToHelp() throws IOException {
        Path file = file("wavelength=7\n");

        assertThatThrownBy(() -> SETTINGS.read(Map.of("config", file.toString()), Map.of()))
                .hasMessage("configuration: wavelength: unknown (expected: a key in " + file
                        + " that exists; --help lists the settings)");
    }

    @Test
    void aFileCannotNameAnotherFile() throws IOException {
        Path file = file("config=other.properties\n");

        assertThatThrownBy(() -> SETTINGS.read(Map.of("config", file.toString()), Map.of()))
                .hasMessageStartingWith("configuration: config: unknown (expected: a key in " + file);
    }

    @Test
    void aMissingFileIsRefused() {
        Path missing = folder.resolve("missing.properties");

        assertThatThrownBy(() -> SETTINGS.read(Map.of(), Map.of("ATTACCA_TEST_CONFIG", missing.toString())))
                .hasMessage("configuration: config: " + missing + " from environment ATTACCA_TEST_CONFIG does not exist"
                        + " (expected: a file with one key=value per line; create it or leave the setting out)");
    }

    @Test
    void aBadValueIsRefusedEvenWhereAStrongerSourceHidesIt() {
        assertThatThrownBy(
                        () -> SETTINGS.read(Map.of("poll-interval", "1s"), Map.of("ATTACCA_TEST_POLL_INTERVAL", "500")))
                .hasMessage("configuration: poll-interval: '500' from environment ATTACCA_TEST_POLL_INTERVAL (expected:"
                        + " a duration with its unit, such as 500ms, 2s, 1m or 1h, from 10ms to 10m)");
    }

    @Test
    void allProblemsComeInOneMessage() {
        assertThatThrownBy(() -> SETTINGS.read(Map.of("port", "70000"), Map.of("ATTACCA_TEST_HOST", " ")))
                .hasMessage("""
                        configuration: 2 problems
                          port: '70000' from flag --port (expected: a port, 0 to 65535)
                          host: ' ' from environment ATTACCA_TEST_HOST (expected: a text that is not empty)""");
    }

    @Test
    void aRequiredSettingThatNobodyGaveSaysHowToGiveIt() {
        Settings settings = Settings.of("ATTACCA_TEST_", Setting.required("host", "who we are", SettingFormat.text()));

        assertThatThrownBy(() -> settings.read(Map.of(), Map.of()))
                .hasMessage("configuration: host: not set (expected: a text that is not empty; give --host, set"
                        + " ATTACCA_TEST_HOST or write host=… into the file named by --config)");
    }

    @Test
    void aRequiredSettingWithABadValueIsOneProblem() {
        Settings settings = Settings.of("ATTACCA_TEST_", Setting.required("port", "where", SettingFormat.port()));

        assertThatThrownBy(() -> settings.read(Map.of("port", "x"), Map.of()))
                .hasMessage("configuration: port: 'x' from flag --port (expected: a port, 0 to 65535)");
    }

    @Test
    void aSecretStaysOutOfTheMessage() {
        Setting<Integer> pin =
                Setting.optional("pin", "a number", SettingFormat.integer(0, 9)).asSecret();

        assertThatThrownBy(() -> Settings.of("T_", pin).read(Map.of("pin", "4711"), Map.of()))
                .hasMessage("configuration: pin: (a secret) from flag --pin (expected: a whole number, 0 to 9)");
    }

    @Test
    void formatsTakeWhatTheySayAndNothingElse() {
        SettingFormat<Duration> duration = SettingFormat.duration(Duration.ZERO, Duration.ofHours(2));
        assertThat(duration.parser().parse("90m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(duration.parser().parse("3h")).isNull();
        assertThat(duration.parser().parse("-1s")).isNull();
        assertThat(duration.parser().parse("1 s")).isNull();
        assertThat(duration.parser().parse("999999999999h")).isNull();
        assertThat(SettingFormat.choice(Mode.class).parser().parse("read-only")).isEqualTo(Mode.READ_ONLY);
        assertThat(SettingFormat.choice(Mode.class).parser().parse("READ_ONLY")).isNull();
        assertThat(SettingFormat.bool().parser().parse("true")).isTrue();
        assertThat(SettingFormat.bool().parser().parse("yes")).isNull();
        assertThat(SettingFormat.address().parser().parse("[::1]:7400")).isEqualTo("[::1]:7400");
        assertThat(SettingFormat.address().parser().parse("localhost")).isNull();
        assertThat(SettingFormat.address().parser().parse("localhost:0")).isNull();
        assertThat(SettingFormat.address().list().parser().parse("a:1, b:2")).isEqualTo(List.of("a:1", "b:2"));
        assertThat(SettingFormat.address().list().parser().parse("a:1,")).isNull();
        assertThat(SettingFormat.path().parser().parse("a\0b")).isNull();
        assertThat(SettingFormat.integer(-1, 1).parser().parse("1.0")).isNull();
    }

    @Test
    void aDurationIsShownInTheFormInWhichItIsRead() {
        assertThat(List.of(
                        SettingFormat.show(Duration.ofMillis(1500)),
                        SettingFormat.show(Duration.ofSeconds(90)),
                        SettingFormat.show(Duration.ofHours(1)),
                        SettingFormat.show(Duration.ZERO)))
                .containsExactly("1500ms", "90s", "1h", "0ms");
    }

    @Test
    void aDeclarationThatCannotWorkIsRefused() {
        assertThatThrownBy(() -> Setting.withDefault("port", "", SettingFormat.port(), "x"))
                .hasMessage("port: default x (expected: a port, 0 to 65535)");
        assertThatThrownBy(() -> Setting.optional("Port", "", SettingFormat.port()))
                .hasMessage("key: Port (expected: lower-case words joined by '-', such as poll-interval)");
        assertThatThrownBy(() -> Settings.of("T_", PORT, PORT))
                .hasMessage("port: declared twice (expected: one setting per key)");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("test.properties"), content, StandardCharsets.UTF_8);
    }
}
