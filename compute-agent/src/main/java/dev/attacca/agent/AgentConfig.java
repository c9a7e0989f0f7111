package dev.attacca.agent;

import dev.attacca.config.Setting;
import dev.attacca.config.SettingFormat;
import dev.attacca.config.SettingValues;
import dev.attacca.config.Settings;
import dev.attacca.error.ConfigurationException;
import dev.attacca.transport.ClientTlsOptions;
import dev.attacca.transport.TlsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Everything that can be configured about an agent. Immutable.
 *
 * @param conductors addresses {@code host:port}, any of which will do; at least one
 * @param tls how the connections to them are secured, or null for plaintext
 * @param host the host whose instances this agent runs
 * @param stateDirectory what the agent must remember over restarts; for one agent only
 * @param pollInterval the pause between two looks at the instances of the host
 * @param heartbeatInterval the pause between two reports that the agent lives
 * @param callTimeout how long a conductor may take to answer one call
 * @param takeoverAfter how long a delete that somebody else began must have rested before this agent finishes it
 * @param instanceCommand the program and its arguments that run as an instance
 * @param stopTimeout how long an instance may take to end when it is asked to, before it is killed
 * @param destroyOnExit whether the processes of the instances end with the agent; otherwise they outlive it
 * @param events where to write what was done, a file or {@code -} for the standard output; null for nowhere
 * @param logLevel the least severe messages to log
 */
public record AgentConfig(
        List<String> conductors,
        @Nullable ClientTlsOptions tls,
        String host,
        Path stateDirectory,
        Duration pollInterval,
        Duration heartbeatInterval,
        Duration callTimeout,
        Duration takeoverAfter,
        List<String> instanceCommand,
        Duration stopTimeout,
        boolean destroyOnExit,
        @Nullable String events,
        Level logLevel) {
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");
    private static final SettingFormat<String> HOST_FORMAT = new SettingFormat<>(
            "a host name: letters, digits, '.', '-' and '_', at most 255",
            text -> HOST_NAME.matcher(text).matches() ? text : null);
    private static final SettingFormat<List<String>> COMMAND_FORMAT = new SettingFormat<>(
            "a program and its arguments with spaces between them",
            text -> text.isBlank() ? null : List.of(text.strip().split("\\s+")));
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final SettingFormat<Duration> INTERVAL = SettingFormat.duration(Duration.ofMillis(10), LONGEST);

    private static final SettingFormat<Duration> CALL =
            SettingFormat.duration(Duration.ofMillis(10), Duration.ofMinutes(10));

    private static final Setting<List<String>> CONDUCTOR = Setting.withDefault(
            "conductor",
            "address of a conductor, or several with commas between them",
            SettingFormat.address().list(),
            "127.0.0.1:7400");
    private static final Setting<String> HOST =
            Setting.required("host", "the host whose instances this agent runs", HOST_FORMAT);
    private static final Setting<Path> STATE_DIRECTORY = Setting.optional(
            "state-directory",
            "where the agent keeps what it must remember; by default /var/lib/attacca/agent-HOST for root, otherwise ~/.local/state/attacca/agent-HOST",
            SettingFormat.path());
    private static final Setting<Duration> POLL_INTERVAL =
            Setting.withDefault("poll-interval", "pause between two looks at the host's instances", INTERVAL, "500ms");
    private static final Setting<Duration> HEARTBEAT_INTERVAL = Setting.withDefault(
            "heartbeat-interval", "pause between two reports that the agent lives", INTERVAL, "10s");
    private static final Setting<Duration> CALL_TIMEOUT =
            Setting.withDefault("call-timeout", "how long a conductor may take to answer one call", CALL, "10s");
    private static final Setting<Duration> TAKEOVER_AFTER = Setting.withDefault(
            "takeover-after",
            "how long a delete begun by another agent must have rested before this one finishes it",
            INTERVAL,
            "30s");
    private static final Setting<List<String>> INSTANCE_COMMAND = Setting.withDefault(
            "instance-command",
            "program and arguments that run as an instance, without a shell",
            COMMAND_FORMAT,
            // A session of its own: Ctrl-C at the agent's terminal must not reach the instances.
            "setsid sleep 2147483647");
    private static final Setting<Duration> STOP_TIMEOUT = Setting.withDefault(
            "stop-timeout",
            "how long an instance may take to end before it is killed",
            SettingFormat.duration(Duration.ZERO, LONGEST),
            "5s");
    private static final Setting<Boolean> DESTROY_ON_EXIT = Setting.withDefault(
            "destroy-on-exit", "whether the instances' processes end with the agent", SettingFormat.bool(), "false");
    private static final Setting<String> EVENTS = Setting.optional(
            "events",
            "file for a line of JSON about each thing done, or - for the standard output",
            SettingFormat.text());
    private static final Setting<Level> LOG_LEVEL =
            Setting.withDefault("log-level", "least severe messages to log", SettingFormat.choice(Level.class), "info");

    static final Settings SETTINGS = Settings.of(
            "ATTACCA_AGENT_",
            CONDUCTOR,
            TlsSettings.CERT,
            TlsSettings.KEY,
            TlsSettings.KEY_STORE,
            TlsSettings.KEY_STORE_PASSWORD_FILE,
            TlsSettings.TRUST,
            TlsSettings.CONDUCTOR_ID,
            HOST,
            STATE_DIRECTORY,
            POLL_INTERVAL,
            HEARTBEAT_INTERVAL,
            CALL_TIMEOUT,
            TAKEOVER_AFTER,
            INSTANCE_COMMAND,
            STOP_TIMEOUT,
            DESTROY_ON_EXIT,
            EVENTS,
            LOG_LEVEL);

    /** Checks what no single setting can be asked about. */
    public AgentConfig {
        conductors = List.copyOf(conductors);
        instanceCommand = List.copyOf(instanceCommand);
        if (conductors.isEmpty()) {
            throw new ConfigurationException("conductor: none (expected: at least one address host:port)");
        }
    }

    /** Where agents keep their state by default: a folder of the system for root, of the user otherwise. */
    static Path stateHome(Map<String, String> environment, String user, Path home) {
        if (user.equals("root")) {
            return Path.of("/var/lib/attacca");
        }
        String xdgStateHome = environment.get("XDG_STATE_HOME");
        Path base =
                xdgStateHome == null || xdgStateHome.isBlank() ? home.resolve(".local/state") : Path.of(xdgStateHome);
        return base.resolve("attacca");
    }

    /**
     * Finds the values: flags, then the environment, then the file named by {@code config}, then defaults.
     *
     * @param flags by key without dashes
     * @param environment such as {@link System#getenv()}
     * @param stateHome the folder in which {@code agent-HOST}, the default of {@code stateDirectory}, lies
     * @throws ConfigurationException if a key is unknown, a value does not fit, or {@code host} is missing
     */
    public static AgentConfig read(Map<String, String> flags, Map<String, String> environment, Path stateHome) {
        SettingValues values = SETTINGS.read(flags, environment);
        String host = values.get(HOST);
        Path stateDirectory = values.find(STATE_DIRECTORY);
        return new AgentConfig(
                values.get(CONDUCTOR),
                TlsSettings.client(values),
                host,
                stateDirectory == null ? stateHome.resolve("agent-" + host) : stateDirectory,
                values.get(POLL_INTERVAL),
                values.get(HEARTBEAT_INTERVAL),
                values.get(CALL_TIMEOUT),
                values.get(TAKEOVER_AFTER),
                values.get(INSTANCE_COMMAND),
                values.get(STOP_TIMEOUT),
                values.get(DESTROY_ON_EXIT),
                values.find(EVENTS),
                values.get(LOG_LEVEL));
    }
}
