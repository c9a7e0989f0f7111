package dev.attacca.fleet;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A conductor as a process, with its data directory, its call log and its database.
 *
 * <p>Thread safety: one thread starts and ends it; anybody may ask.
 */
public final class ConductorProcess extends FleetProcess {
    private static final Duration START = Duration.ofSeconds(90);
    private static final String LISTEN = "listen";
    private static final String JDBC_URL = "jdbc-url";
    private static final String DATA_DIRECTORY = "data-directory";

    private final Options options;
    private final JsonLines calls;
    private volatile @Nullable JsonLine ready;

    /**
     * What to start. Immutable; each method returns a changed copy.
     *
     * @param name unique in its fleet; its files are in a folder of that name
     * @param domain the release of its compute domain
     * @param classPath jars in addition, such as another domain
     * @param settings by key without dashes, see {@code docs/operating-a-conductor.md}; they win over what the fleet chooses
     */
    public record Options(String name, Release domain, List<Path> classPath, Map<String, String> settings) {
        /** Copies what was given. */
        public Options {
            classPath = List.copyOf(classPath);
            settings = Map.copyOf(settings);
        }

        /** A conductor of the newest release with a database of its own, on any free port. */
        public static Options named(String name) {
            return new Options(name, Release.R1_2, List.of(), Map.of());
        }

        /** The same with a compute domain of another release. */
        public Options domain(Release release) {
            return new Options(name, release, classPath, settings);
        }

        /** The same with a setting. */
        public Options with(String key, String value) {
            Map<String, String> changed = new LinkedHashMap<>(settings);
            changed.put(key, value);
            return new Options(name, domain, classPath, changed);
        }

        /** The same with more jars on its class path. */
        public Options classPath(List<Path> jars) {
            return new Options(name, domain, jars, settings);
        }
    }

    ConductorProcess(Options options, Path folder) {
        super(options.name(), folder);
        this.options = options;
        this.calls = JsonLines.of(folder.resolve("calls.jsonl"), this::requireAlive);
    }

    /** Starts it for the first time, or again with the same data and on the same port. Returns at once. */
    public void launch() {
        int port = ready == null ? 0 : port();
        ready = null;
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(LISTEN, "127.0.0.1:" + port);
        settings.put("call-log", calls.file().toString());
        settings.put("ready-file", readyFile().toString());
        if (!options.settings().containsKey(JDBC_URL)) {
            settings.put(DATA_DIRECTORY, dataDirectory().toString());
        }
        settings.putAll(options.settings());
        try {
            // One from before a kill -9 must not be taken for this life's.
            Files.deleteIfExists(readyFile());
        } catch (IOException refused) {
            throw new UncheckedIOException(
                    readyFile() + ": cannot be removed (expected: a file of this fleet)", refused);
        }
        List<Path> classPath = new ArrayList<>(options.domain().conductorClassPath());
        classPath.addAll(options.classPath());
        launch(classPath, Release.CONDUCTOR_MAIN, settings);
    }

    /**
     * Waits until it can be called.
     *
     * @throws FleetException if it ends before, or takes longer than 90 s
     */
    @CanIgnoreReturnValue
    public ConductorProcess awaitReady() {
        boolean there = Patience.of(START).until(() -> Files.exists(readyFile()), seen -> seen, this::requireAlive);
        if (!there) {
            throw failed("not ready in " + START.toSeconds() + " s (expected: " + readyFile() + ")");
        }
        try {
            ready = JsonLine.of(Files.readString(readyFile()).strip());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    readyFile() + ": cannot be read (expected: a file of this user)", unreadable);
        }
        return this;
    }

    /** Whether it can be called already; {@link #awaitReady()} makes the rest known. */
    public boolean isReady() {
        return Files.exists(readyFile());
    }

    /** Starts it again, after {@link #stop} or {@link #kill9}: the same data, the same port. Waits until it can be called. */
    public void restart() {
        launch();
        awaitReady();
    }

    private Path readyFile() {
        return folder().resolve("ready.json");
    }

    /** Where its embedded database lives. */
    public Path dataDirectory() {
        return Path.of(Objects.requireNonNullElse(
                options.settings().get(DATA_DIRECTORY), folder().resolve("data").toString()));
    }

    /** The release of its compute domain. */
    public Release domain() {
        return options.domain();
    }

    /** The content of its ready file. */
    public JsonLine ready() {
        JsonLine now = ready;
        if (now == null) {
            throw new FleetException(name() + ": not ready yet (expected: awaitReady() before it is asked)");
        }
        return now;
    }

    /** Its port for callers, on 127.0.0.1; the same after a restart. */
    public int port() {
        return Math.toIntExact(ready().number("port"));
    }

    /** {@code host:port} for callers. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    /** Its call log, over all its lives. */
    public JsonLines calls() {
        return calls;
    }

    /** What its health page says now. */
    public JsonLine health() {
        return page("/health");
    }

    /** What it has counted so far. */
    public JsonLine counters() {
        return page("/counters");
    }

    private JsonLine page(String path) {
        URI page = URI.create("http://127.0.0.1:" + ready().number("healthPort") + path);
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(10)).build();
            return JsonLine.of(HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException unreachable) {
            throw new FleetException(page + ": does not answer (expected: a page of " + name() + ")", unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new FleetException(page + ": interrupted (expected: nobody interrupts)", interrupted);
        }
    }

    /** A connection of its own to the conductor's embedded database, past the conductor: for looking at rows. */
    public Connection jdbc() throws SQLException {
        try {
            String password =
                    Files.readString(Path.of(ready().text("passwordFile"))).strip();
            return DriverManager.getConnection(ready().text("jdbcUrl"), ready().text("jdbcUser"), password);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    name() + ": no password (expected: a file that its user may read)", unreadable);
        }
    }

    /** The database server's process; null while none runs. */
    public @Nullable ProcessHandle postmaster() {
        return OsProcesses.postmaster(dataDirectory());
    }

    /** The server ends with its conductor by itself; this is for the case that it does not. */
    @Override
    void cleanUp() {
        ProcessHandle server = postmaster();
        if (server != null && !OsProcesses.gone(List.of(server), Duration.ofSeconds(5))) {
            OsProcesses.kill(List.of(server));
        }
    }
}
