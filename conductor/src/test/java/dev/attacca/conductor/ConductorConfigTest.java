package dev.attacca.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.conductor.database.DatabaseLogin;
import dev.attacca.error.ConfigurationException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConductorConfigTest {
    private static final String URL = "jdbc:postgresql://db.example:6432/attacca?user=u1&password=s3cret";

    @TempDir
    private Path folder;

    @Test
    void every_default_is_pinned() {
        Path data = ConductorConfig.defaultDataDirectory(
                System.getProperty("user.name"), System.getProperty("user.home"), null);

        assertThat(ConductorConfig.read(Map.of(), Map.of()))
                .isEqualTo(new ConductorConfig(
                        "conductor",
                        InetSocketAddress.createUnresolved("127.0.0.1", 7400),
                        null,
                        data,
                        null,
                        16,
                        16,
                        1024,
                        Duration.ofSeconds(5),
                        null,
                        0,
                        null));
    }

    @Test
    void data_lives_where_its_user_may_write() {
        assertThat(ConductorConfig.defaultDataDirectory("root", "/root", "/root/share"))
                .isEqualTo(Path.of("/var/lib/attacca/conductor"));
        assertThat(ConductorConfig.defaultDataDirectory("ada", "/home/ada", null))
                .isEqualTo(Path.of("/home/ada/.local/share/attacca/conductor"));
        assertThat(ConductorConfig.defaultDataDirectory("ada", "/home/ada", "/data"))
                .isEqualTo(Path.of("/data/attacca/conductor"));
    }

    @Test
    void everything_can_be_said() {
        ConductorConfig config = ConductorConfig.read(
                Map.of("listen", "[::1]:0", "health-port", "off", "call-log", "-", "drain-grace", "250ms"),
                Map.of(
                        "ATTACCA_CONDUCTOR_NAME", "north-1",
                        "ATTACCA_CONDUCTOR_DATA_DIRECTORY", "/data",
                        "ATTACCA_CONDUCTOR_POOL_SIZE", "2",
                        "ATTACCA_CONDUCTOR_WORKERS", "3",
                        "ATTACCA_CONDUCTOR_BACKLOG", "4",
                        "ATTACCA_CONDUCTOR_READY_FILE", "/run/ready"));

        assertThat(config)
                .isEqualTo(new ConductorConfig(
                        "north-1",
                        InetSocketAddress.createUnresolved("::1", 0),
                        null,
                        Path.of("/data"),
                        null,
                        2,
                        3,
                        4,
                        Duration.ofMillis(250),
                        "-",
                        null,
                        Path.of("/run/ready")));
    }

    @Test
    void a_database_is_an_address_and_a_login_and_shows_no_secret() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "pa ss\n");

        ConductorConfig config = ConductorConfig.read(
                Map.of("jdbc-url", URL, "jdbc-user", "u2", "jdbc-password-file", file.toString()), Map.of());

        DatabaseLogin login = Objects.requireNonNull(config.database());
        assertThat(login.password()).isEqualTo("pa ss");
        assertThat(login.shownUser()).isEqualTo("u2");
        assertThat(login.address().shown()).isEqualTo("jdbc:postgresql://db.example:6432/attacca");
        assertThat(config.toString())
                .contains("jdbc:postgresql://db.example:6432/attacca as u2")
                .doesNotContain("s3cret", "pa ss");
    }

    @Test
    void an_address_of_several_hosts_is_shown_whole() {
        ConductorConfig config = ConductorConfig.read(Map.of("jdbc-url", "jdbc:postgresql://a,b:5433/x"), Map.of());

        assertThat(Objects.requireNonNull(config.database()).address().hosts()).isEqualTo("a:5432,b:5433");
    }

    @Test
    void a_url_that_cannot_be_read_is_refused_without_showing_it() {
        assertThatThrownBy(() ->
                        ConductorConfig.read(Map.of("jdbc-url", "jdbc:mysql://db/attacca?password=s3cret"), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "configuration: jdbc-url: (a secret) from flag --jdbc-url (expected: a PostgreSQL URL such as"
                                + " jdbc:postgresql://host:5432/database)");
    }

    @Test
    void settings_that_exclude_each_other_are_refused_all_at_once() {
        assertThatThrownBy(() -> ConductorConfig.read(
                        Map.of("jdbc-url", URL, "jdbc-password", "s3cret", "data-directory", "/d"),
                        Map.of("ATTACCA_CONDUCTOR_JDBC_PASSWORD_FILE", "/p")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("""
                        configuration: 2 problems
                          data-directory: from flag --data-directory beside jdbc-url from flag --jdbc-url (expected: one of \
                        the two; leave the other out)
                          jdbc-password: from flag --jdbc-password beside jdbc-password-file from environment \
                        ATTACCA_CONDUCTOR_JDBC_PASSWORD_FILE (expected: one of the two; leave the other out)""");
    }

    @Test
    void half_of_what_tls_needs_is_refused() {
        assertThatThrownBy(() -> ConductorConfig.read(
                        Map.of("tls-cert", "/c.pem", "tls-trust-domain", "example.org", "tls-client-certs", "false"),
                        Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("""
                        configuration: 3 problems
                          tls-cert: from flag --tls-cert without tls-key (expected: both or none; add tls-key, or leave it out)
                          tls-cert: from flag --tls-cert without tls-trust (expected: both or none; add tls-trust, or leave it \
                        out)
                          tls-client-certs: false from flag --tls-client-certs beside tls-trust-domain from flag \
                        --tls-trust-domain (expected: one of the two; only a certificate says who a caller is)""");
        assertThatThrownBy(() -> ConductorConfig.read(Map.of("tls-trust", "/t.pem"), Map.of()))
                .hasMessage(
                        "configuration: tls-trust: from flag --tls-trust without tls-cert and tls-key, or tls-key-store"
                                + " (expected: both or none; add tls-cert and tls-key, or tls-key-store, or leave it out)");
        assertThatThrownBy(() -> ConductorConfig.read(
                        Map.of("tls-cert", "/c.pem", "tls-key", "/k.pem", "tls-trust", folder + "/none.pem"), Map.of()))
                .hasMessage("tls: " + folder + "/none.pem cannot be read: java.nio.file.NoSuchFileException: " + folder
                        + "/none.pem (expected: a file that this user may read); create it, or correct the path");
    }

    @Test
    void a_login_without_a_database_is_refused() {
        assertThatThrownBy(() -> ConductorConfig.read(Map.of("jdbc-user", "u"), Map.of()))
                .hasMessage(
                        "configuration: jdbc-user: from flag --jdbc-user without jdbc-url (expected: both or none; add"
                                + " jdbc-url, or leave it out)");
    }

    @Test
    void a_password_file_that_is_missing_or_empty_is_refused() throws IOException {
        Path missing = folder.resolve("missing");
        Path empty = Files.writeString(folder.resolve("empty"), "\n");

        assertThatThrownBy(() -> ConductorConfig.read(
                        Map.of("jdbc-url", URL, "jdbc-password-file", missing.toString()), Map.of()))
                .hasMessage("configuration: jdbc-password-file: " + missing
                        + " cannot be read: java.nio.file.NoSuchFileException: " + missing
                        + " (expected: a readable file with nothing but the password); create it or correct the path");
        assertThatThrownBy(() ->
                        ConductorConfig.read(Map.of("jdbc-url", URL, "jdbc-password-file", empty.toString()), Map.of()))
                .hasMessage("configuration: jdbc-password-file: " + empty
                        + " is empty (expected: nothing but the password); write the password into it");
    }

    @Test
    void bad_values_and_unknown_keys_are_refused_with_what_would_fit() {
        assertThatThrownBy(() -> ConductorConfig.read(
                        Map.of("listen", "7400", "health-port", "no", "pool-size", "0", "worker", "1"), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("configuration: 4 problems\n")
                .hasMessageContaining("\n  --worker: unknown (expected: a flag that exists; did you mean --workers?)")
                .hasMessageContaining(
                        "\n  listen: '7400' from flag --listen (expected: an address host:port of this machine,"
                                + " such as 127.0.0.1:7400; port 0 for any)")
                .hasMessageContaining(
                        "\n  health-port: 'no' from flag --health-port (expected: a port, 0 to 65535, or off)")
                .hasMessageContaining("\n  pool-size: '0' from flag --pool-size (expected: a whole number, 1 to 1000)");
    }
}
