package dev.attacca.conductor;

import dev.attacca.conductor.database.DatabaseLogin;
import dev.attacca.conductor.database.JdbcAddress;
import dev.attacca.config.Setting;
import dev.attacca.config.SettingFormat;
import dev.attacca.config.SettingValues;
import dev.attacca.config.Settings;
import dev.attacca.error.ConfigurationException;
import dev.attacca.transport.ServerTlsOptions;
import dev.attacca.transport.TlsSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be configured of one conductor. Immutable; its text shows no secret.
 *
 * @param name what this conductor is called by its callers' logs
 * @param listen where callers find it; not resolved yet; port 0 means: any free one
 * @param tls how callers' connections are secured, or null for plaintext
 * @param dataDirectory where the embedded PostgreSQL lives when there is no {@code database}
 * @param database the database of somebody else's server, or null for the embedded one
 * @param poolSize most connections to the database
 * @param workers calls that run at once
 * @param backlog calls that may wait for a worker
 * @param drainGrace how long running calls may take to finish when the conductor stops
 * @param callLog a file, {@code -} for standard output, or null for no call log
 * @param healthPort the loopback port of the health page, 0 for any free one, or null for no page
 * @param readyFile written when the conductor is ready, or null
 */
public record ConductorConfig(
        String name,
        InetSocketAddress listen,
        @Nullable ServerTlsOptions tls,
        Path dataDirectory,
        @Nullable DatabaseLogin database,
        int poolSize,
        int workers,
        int backlog,
        Duration drainGrace,
        @Nullable String callLog,
        @Nullable Integer healthPort,
        @Nullable Path readyFile) {

    /** What environment variables of a conductor start with. */
    public static final String ENVIRONMENT_PREFIX = "ATTACCA_CONDUCTOR_";

    private static final Pattern HOST_AND_PORT = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):(\\d{1,5})");
    private static final int HIGHEST_PORT = 65_535;
    private static final String OFF = "off";
    /** How the health port is written in {@link #read}: an {@code off} becomes this. */
    private static final int NO_PORT = -1;

    private static final Setting<String> NAME =
            Setting.withDefault("name", "what callers' logs call this conductor", SettingFormat.text(), "conductor");
    private static final Setting<InetSocketAddress> LISTEN = Setting.withDefault(
            "listen",
            "address for callers, host:port; port 0 takes any free one",
            new SettingFormat<>(
                    "an address host:port of this machine, such as 127.0.0.1:7400; port 0 for any",
                    ConductorConfig::listenAddress),
            "127.0.0.1:7400");
    private static final Setting<Path> DATA_DIRECTORY = Setting.optional(
            "data-directory",
            "where the embedded PostgreSQL lives (default: /var/lib/attacca/conductor for root, else"
                    + " attacca/conductor in $XDG_DATA_HOME or ~/.local/share)",
            SettingFormat.path());
    private static final Setting<JdbcAddress> JDBC_URL = Setting.optional(
                    "jdbc-url",
                    "database of a server of yours, jdbc:postgresql://host:port/database; without it the conductor runs its own",
                    new SettingFormat<>(JdbcAddress.EXPECTED, JdbcAddress::parse))
            .asSecret();
    private static final Setting<String> JDBC_USER =
            Setting.optional("jdbc-user", "role to log in as, with jdbc-url", SettingFormat.text());
    private static final Setting<String> JDBC_PASSWORD = Setting.optional(
                    "jdbc-password",
                    "its password; others can read it in a flag, so prefer jdbc-password-file",
                    SettingFormat.text())
            .asSecret();
    private static final Setting<Path> JDBC_PASSWORD_FILE =
            Setting.optional("jdbc-password-file", "file with nothing but that password", SettingFormat.path());
    private static final Setting<Integer> POOL_SIZE =
            Setting.withDefault("pool-size", "most database connections", SettingFormat.integer(1, 1000), "16");
    private static final Setting<Integer> WORKERS =
            Setting.withDefault("workers", "calls that run at once", SettingFormat.integer(1, 1000), "16");
    private static final Setting<Integer> BACKLOG = Setting.withDefault(
            "backlog", "calls that may wait for a worker", SettingFormat.integer(1, 1_000_000), "1024");
    private static final Setting<Duration> DRAIN_GRACE = Setting.withDefault(
            "drain-grace",
            "how long running calls may take to finish when it stops",
            SettingFormat.duration(Duration.ofMillis(1), Duration.ofMinutes(10)),
            "5s");
    private static final Setting<String> CALL_LOG = Setting.optional(
            "call-log", "file for one JSON line per call, or - for standard output", SettingFormat.text());
    private static final Setting<Integer> HEALTH_PORT = Setting.withDefault(
            "health-port",
            "port of the health page on 127.0.0.1; 0 takes any free one, off switches it off",
            new SettingFormat<>("a port, 0 to 65535, or off", ConductorConfig::portOrOff),
            "0");
    private static final Setting<Path> READY_FILE =
            Setting.optional("ready-file", "written when ready, as JSON; removed at the end", SettingFormat.path());

    /** What a conductor can be told, in the order in which help shows it. */
    static final Settings SETTINGS = Settings.of(
            ENVIRONMENT_PREFIX,
            NAME,
            LISTEN,
            TlsSettings.CERT,
            TlsSettings.KEY,
            TlsSettings.KEY_STORE,
            TlsSettings.KEY_STORE_PASSWORD_FILE,
            TlsSettings.TRUST,
            TlsSettings.TRUST_DOMAIN,
            TlsSettings.CLIENT_CERTS,
            DATA_DIRECTORY,
            JDBC_URL,
            JDBC_USER,
            JDBC_PASSWORD,
            JDBC_PASSWORD_FILE,
            POOL_SIZE,
            WORKERS,
            BACKLOG,
            DRAIN_GRACE,
            CALL_LOG,
            HEALTH_PORT,
            READY_FILE);

    /**
     * The configuration that flags, environment, the file named by {@code config} and defaults make together, in that order.
     *
     * @param flags by key, without dashes, such as {@code Map.of("listen", "127.0.0.1:0")}
     * @param environment such as {@link System#getenv()}
     * @throws ConfigurationException with all unknown keys and bad values, or with settings that exclude each other
     */
    public static ConductorConfig read(Map<String, String> flags, Map<String, String> environment) {
        SettingValues values = SETTINGS.read(flags, environment);
        refuseContradictions(values);
        Path data = values.find(DATA_DIRECTORY);
        int healthPort = values.get(HEALTH_PORT);
        return new ConductorConfig(
                values.get(NAME),
                values.get(LISTEN),
                TlsSettings.server(values),
                data == null ? defaultDataDirectory(environment) : data,
                database(values),
                values.get(POOL_SIZE),
                values.get(WORKERS),
                values.get(BACKLOG),
                values.get(DRAIN_GRACE),
                values.find(CALL_LOG),
                healthPort == NO_PORT ? null : healthPort,
                values.find(READY_FILE));
    }

    private static void refuseContradictions(SettingValues values) {
        List<String> problems = new ArrayList<>();
        boolean external = values.find(JDBC_URL) != null;
        if (external && values.find(DATA_DIRECTORY) != null) {
            problems.add("data-directory: from " + values.origin(DATA_DIRECTORY) + " beside jdbc-url from "
                    + values.origin(JDBC_URL) + " (expected: one of the two; leave the other out)");
        }
        for (Setting<?> setting : List.of(JDBC_USER, JDBC_PASSWORD, JDBC_PASSWORD_FILE)) {
            if (!external && values.find(setting) != null) {
                problems.add(setting.key() + ": from " + values.origin(setting)
                        + " without jdbc-url (expected: both or none; add jdbc-url, or leave it out)");
            }
        }
        if (values.find(JDBC_PASSWORD) != null && values.find(JDBC_PASSWORD_FILE) != null) {
            problems.add("jdbc-password: from " + values.origin(JDBC_PASSWORD) + " beside jdbc-password-file from "
                    + values.origin(JDBC_PASSWORD_FILE) + " (expected: one of the two; leave the other out)");
        }
        if (problems.size() == 1) {
            throw new ConfigurationException("configuration: " + problems.get(0));
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(
                    "configuration: " + problems.size() + " problems\n  " + String.join("\n  ", problems));
        }
    }

    private static @Nullable DatabaseLogin database(SettingValues values) {
        JdbcAddress address = values.find(JDBC_URL);
        if (address == null) {
            return null;
        }
        Path file = values.find(JDBC_PASSWORD_FILE);
        String password = file == null ? values.find(JDBC_PASSWORD) : passwordIn(file);
        return new DatabaseLogin(address, values.find(JDBC_USER), password, file);
    }

    private static String passwordIn(Path file) {
        try {
            String password = Files.readString(file).replaceFirst("\\R\\z", "");
            if (!password.isEmpty()) {
                return password;
            }
        } catch (IOException unreadable) {
            throw new ConfigurationException(
                    "configuration: jdbc-password-file: " + file + " cannot be read: " + unreadable
                            + " (expected: a readable file with nothing but the password); create it or correct the path",
                    Map.of("file", file.toString()),
                    unreadable);
        }
        throw new ConfigurationException("configuration: jdbc-password-file: " + file
                + " is empty (expected: nothing but the password); write the password into it");
    }

    /** Root keeps services' data where systems keep it, since other users cannot enter its home; everybody else at home. */
    private static Path defaultDataDirectory(Map<String, String> environment) {
        return defaultDataDirectory(
                Objects.requireNonNullElse(System.getProperty("user.name"), ""),
                Objects.requireNonNullElse(System.getProperty("user.home"), ""),
                environment.get("XDG_DATA_HOME"));
    }

    static Path defaultDataDirectory(String user, String home, @Nullable String dataHome) {
        if (user.equals("root")) {
            return Path.of("/var/lib/attacca/conductor");
        }
        Path base = dataHome == null || dataHome.isBlank() ? Path.of(home, ".local", "share") : Path.of(dataHome);
        return base.resolve("attacca").resolve("conductor");
    }

    private static @Nullable InetSocketAddress listenAddress(String text) {
        Matcher matcher = HOST_AND_PORT.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        int port = Integer.parseInt(matcher.group(2));
        String host = matcher.group(1).replaceAll("[\\[\\]]", "");
        return port > HIGHEST_PORT ? null : InetSocketAddress.createUnresolved(host, port);
    }

    private static @Nullable Integer portOrOff(String text) {
        return text.equals(OFF)
                ? Integer.valueOf(NO_PORT)
                : SettingFormat.port().parser().parse(text);
    }
}
